"""Forms that were typed and not saved, and who else has a form open."""
