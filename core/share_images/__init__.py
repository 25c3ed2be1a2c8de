"""The pictures that go with links, painted by Pillow."""
