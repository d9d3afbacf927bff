"""What programs may ask of a person's own things."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern

from wayfellow.access.doors import reach
from wayfellow.api.endpoints import Endpoint, offer, page_of
from wayfellow.people.models import User

_STRING = {"type": "string"}


def me(request: HttpRequest) -> HttpResponse:
    """Who is signed in."""
    person = request.user
    assert isinstance(person, User)  # noqa: S101 - the door let only people in
    return JsonResponse({"id": person.pk, "name": person.called, "language": person.language})


def programmes(request: HttpRequest) -> HttpResponse:
    """The programmes that the person sees."""
    rows = reach(request.user, "programme.view").order_by("name")[:200]
    return page_of([{"slug": row.slug, "name": row.name, "state": row.state} for row in rows])


urlpatterns: list[URLPattern] = [
    offer(
        Endpoint(
            path="me",
            name="me",
            summary="Who is signed in",
            view=me,
            answer={
                "type": "object",
                "required": ["id", "name", "language"],
                "properties": {"id": {"type": "integer"}, "name": _STRING, "language": _STRING},
            },
        )
    ),
    offer(
        Endpoint(
            path="programmes",
            name="programmes",
            summary="Programmes that you see",
            view=programmes,
            answer={
                "type": "object",
                "required": ["items"],
                "properties": {
                    "items": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["slug", "name", "state"],
                            "properties": {"slug": _STRING, "name": _STRING, "state": _STRING},
                        },
                    }
                },
            },
        )
    ),
]
