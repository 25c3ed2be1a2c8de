"""The app that keeps the content version."""

from importlib import import_module

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        """Connect the receivers that make the triggers after each migration."""
        import_module("core.caching.triggers")
