"""PDF files: made from content in a child process, or uploaded and checked."""
