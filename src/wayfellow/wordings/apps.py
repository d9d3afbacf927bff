from django.apps import AppConfig


class WordingsConfig(AppConfig):
    name = "wayfellow.wordings"
