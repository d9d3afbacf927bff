from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "wayfellow.calendars"
