from django.urls import path

from wayfellow.partners import views

app_name = "partners"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("programme/<int:pk>/", views.index, name="index"),
    path("programme/<int:pk>/new/", views.add, name="add"),
    path("join/<slug:slug>/", views.enquire, name="enquire"),
    path("join/<slug:slug>/thanks/", views.enquired, name="enquired"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/activate/", views.activate, name="activate"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/pledge/", views.pledge, name="pledge"),
    path("<int:pk>/contacts/", views.add_contact, name="add_contact"),
    path("contacts/<int:pk>/remove/", views.remove_contact, name="remove_contact"),
    path("<int:pk>/nominations/", views.nominate, name="nominate"),
    path("nominations/<int:pk>/retract/", views.retract, name="retract"),
]
