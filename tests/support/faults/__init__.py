"""The site as it runs, its staff, and what can fail under it."""
