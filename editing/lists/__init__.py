"""The first page of the desk, its lists and its search."""
