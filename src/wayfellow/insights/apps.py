from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "wayfellow.insights"

    def ready(self) -> None:
        """Tell the companies' pages what their mentors gave: companies know of no meetings."""
        from wayfellow.insights.queries import delivered_by_term  # noqa: PLC0415
        from wayfellow.partners.queries import DELIVERED  # noqa: PLC0415

        DELIVERED.append(delivered_by_term)
