"""The site's addresses, with a stand-in for the workspace page while home is not built."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from wayfellow.access.doors import signed_in
from wayfellow.config.urls import urlpatterns as _site


@signed_in
def group(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(f"group {pk}")


urlpatterns = [
    path("", include(([path("groups/<int:pk>/", group, name="group")], "home"))),
    *_site,
]
