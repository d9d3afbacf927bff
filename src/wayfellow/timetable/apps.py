from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class TimetableConfig(AppConfig):
    name = "wayfellow.timetable"

    def ready(self) -> None:
        autodiscover_modules("schedules")
