"""The search page and what can be found of each kind of content."""
