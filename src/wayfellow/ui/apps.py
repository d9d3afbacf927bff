"""The room of parts, as Django knows it."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, static files and tags; it has no models."""

    name = "wayfellow.ui"
    label = "ui"
