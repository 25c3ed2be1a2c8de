"""Texts as files: out to a translator, and back by a comparison that someone confirms."""
