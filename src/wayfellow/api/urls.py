from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.http import require_safe

from wayfellow import __version__
from wayfellow.access.doors import public
from wayfellow.api.endpoints import openapi


@require_safe
@public
def document(_request: HttpRequest) -> JsonResponse:
    """The description of the interface."""
    return JsonResponse(openapi(__version__))


app_name = "api"
urlpatterns = [path("openapi.json", document, name="openapi")]
