from django.urls import path

from wayfellow.home.views import caseload, console, group, now, search

app_name = "home"
urlpatterns = [
    path("", now.now, name="now"),
    path("accessibility/", now.accessibility, name="accessibility"),
    path("search/", search.search, name="search"),
    path("groups/<int:pk>/", group.group, name="group"),
    path("caseload/", caseload.caseload, name="caseload"),
    path("console/<int:pk>/", console.console, name="console"),
    path("console/<int:pk>/groups/", console.groups, name="groups"),
    path("console/<int:pk>/people/", console.people, name="people"),
]
