from django.urls import path

from wayfellow.conversations import views

app_name = "conversations"
urlpatterns = [
    path("groups/<int:pk>/messages/", views.thread, name="thread"),
    path("groups/<int:pk>/messages/write/", views.write, name="write"),
]
