"""Versions of an item: recorded, compared and reverted to."""
