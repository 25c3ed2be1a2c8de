"""How Django writes dates on the desk, where its own way is not that of the site."""
