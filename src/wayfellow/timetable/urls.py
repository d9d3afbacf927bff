from django.urls import path

from wayfellow.timetable import views

app_name = "timetable"
_PROGRAMME = "programmes/<int:pk>/mails/"
_RULE = f"{_PROGRAMME}<str:name>/"

urlpatterns = [
    path(_PROGRAMME, views.coming, name="coming"),
    path(f"{_PROGRAMME}table/", views.table, name="table"),
    path(f"{_RULE}adjust/", views.adjust, name="adjust"),
    path(f"{_RULE}<str:offset>/on/<str:day>/", views.on, name="on"),
    path(f"{_RULE}<str:offset>/on/<str:day>/<int:row>/", views.preview, name="preview"),
]
