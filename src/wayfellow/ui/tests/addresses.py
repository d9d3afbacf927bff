"""The addresses of this room alone, so that its tests need no other."""

from django.urls import path

from wayfellow.ui import views

urlpatterns = [
    path("ui/", views.gallery, name="gallery"),
    path("theme/", views.choose_theme, name="theme"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
]
