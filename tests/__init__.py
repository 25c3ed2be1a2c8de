"""A package, or tests/news would hide the app of that name."""
