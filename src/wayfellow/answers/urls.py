from django.urls import URLPattern, path

from wayfellow.answers import views

link_urlpatterns: list[URLPattern] = [
    path("<slug:purpose>/<str:token>/", views.answer, name="answer"),
]
"""After every room's own: an answer's purpose is not known by name here."""
