"""The roof as an app: it has the commands and the receivers."""

from importlib import import_module

from django.apps import AppConfig


class RoofConfig(AppConfig):
    name = "c40china"

    def ready(self) -> None:
        """Begin to watch saves."""
        import_module("c40china.receivers")
