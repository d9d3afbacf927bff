from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class MailboxConfig(AppConfig):
    name = "wayfellow.mailbox"

    def ready(self) -> None:
        autodiscover_modules("webhook")
