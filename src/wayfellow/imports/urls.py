from django.urls import path

from wayfellow.imports import views

app_name = "imports"
urlpatterns = [
    path("cohorts/<int:pk>/", views.listing, name="list"),
    path("cohorts/<int:pk>/upload/", views.upload, name="upload"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/columns/", views.columns, name="columns"),
    path("<int:pk>/check/", views.check, name="check"),
    path("<int:pk>/begin/", views.begin, name="begin"),
    path("<int:pk>/guardians/", views.ask_guardians, name="ask_guardians"),
    path("<int:pk>/progress/", views.progress, name="progress"),
    path("<int:pk>/faults.csv", views.faults, name="faults"),
]
