"""The forms of the desk, and what happens when one is saved."""
