from django.urls import path

from wayfellow.surveys import views

app_name = "surveys"
urlpatterns = [
    path("groups/<int:pk>/feedback/", views.feedback, name="feedback"),
    path("groups/<int:pk>/half-way/", views.pulse, name="pulse"),
    path("groups/<int:pk>/afterwards/", views.outcome, name="outcome"),
    path("cohorts/<int:pk>/feedback/", views.words, name="words"),
    path("cohorts/<int:pk>/half-way/", views.pulses, name="pulses"),
]
