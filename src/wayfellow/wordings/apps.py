from django.apps import AppConfig


class WordingsConfig(AppConfig):
    name = "wayfellow.wordings"

    def ready(self) -> None:
        """Tell the notices who knows what institutions say: they know of no institutions."""
        from wayfellow.notifications.own_words import kept_by  # noqa: PLC0415
        from wayfellow.wordings import keeper  # noqa: PLC0415

        kept_by(keeper)
