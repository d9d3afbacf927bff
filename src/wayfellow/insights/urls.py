from django.urls import path

from wayfellow.insights import views

app_name = "insights"
urlpatterns = [
    path("<int:pk>/", views.show, name="report"),
    path("<int:pk>/report.pdf", views.pdf, name="pdf"),
    path("<int:pk>/report.csv", views.csv, name="csv"),
    path("<int:pk>/students/", views.students, name="students"),
    path("<int:pk>/groups/", views.groups, name="groups"),
]
