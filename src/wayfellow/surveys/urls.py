from django.urls import path

from wayfellow.surveys import views

app_name = "surveys"
urlpatterns = [
    path("groups/<int:pk>/feedback/", views.feedback, name="feedback"),
    path("cohorts/<int:pk>/feedback/", views.words, name="words"),
]
