"""The project package as an app, for its commands and signal receivers."""

from importlib import import_module

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "c40china"

    def ready(self) -> None:
        import_module("c40china.receivers")
