"""Changes to published items that wait until they are published, and previews."""
