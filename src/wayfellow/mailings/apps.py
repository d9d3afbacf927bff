from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class MailingsConfig(AppConfig):
    name = "wayfellow.mailings"

    def ready(self) -> None:
        autodiscover_modules("recipients")
