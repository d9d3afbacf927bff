"""The room of parts, as Django knows it."""

from django.apps import AppConfig

from wayfellow.ui.forms import ask_kindly


class UiConfig(AppConfig):
    """Templates, static files and tags; it has no models."""

    name = "wayfellow.ui"
    label = "ui"

    def ready(self) -> None:
        """Set our words for what a form misses."""
        ask_kindly()
