"""Addresses of this room; whoever includes them says that they are public."""

from django.urls import path

from wayfellow.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("theme/", views.choose_theme, name="theme"),
]
