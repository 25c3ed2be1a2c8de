"""What is checked before an item is published."""
