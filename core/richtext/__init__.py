"""Rich text: what may be stored, the editor's field, and how pages show it."""
