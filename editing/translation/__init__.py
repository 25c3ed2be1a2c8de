"""Whether each language of an item is in step with its source, and what changed in between."""
