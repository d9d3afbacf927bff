from django.urls import URLPattern

app_name = "people"
urlpatterns: list[URLPattern] = []
link_urlpatterns: list[URLPattern] = []
"""Pages behind mailed one-time links, each named for its purpose."""
