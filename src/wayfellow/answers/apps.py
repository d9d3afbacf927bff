from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AnswersConfig(AppConfig):
    name = "wayfellow.answers"

    def ready(self) -> None:
        autodiscover_modules("answers")
