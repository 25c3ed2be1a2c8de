"""Querysets, conditions and formats that many pages of the desk use."""
