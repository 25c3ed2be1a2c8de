"""When what is kept of pages and parts of pages is still true."""
