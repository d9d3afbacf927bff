from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "wayfellow.home"
