from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from wayfellow.access.errors import wants_json
from wayfellow.institutions.models import Acceptance
from wayfellow.institutions.queries import statements_due

_ALWAYS_OPEN = {"institutions:statements", "account_logout"}
_READING = {"GET", "HEAD"}


class StatementsMiddleware:
    """Nobody goes on before the current privacy notice and code of conduct are accepted.

    Costs one query for a page behind a door and none elsewhere. A form that was open while a new
    version came out is still taken, so that nothing typed is lost; the next page then asks.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        if not request.user.is_authenticated or self._is_open(request, view):
            return None
        due = statements_due(request.user)
        if request.method not in _READING:
            earlier = Acceptance.objects.filter(
                person=request.user.pk, statement__kind=OuterRef("kind")
            )
            due = due.filter(~Exists(earlier))
        if not due.exists():
            return None
        back = request.get_full_path() if request.method in _READING else "/"
        answer: HttpResponse = redirect(
            f"{reverse('institutions:statements')}?{urlencode({'next': back})}"
        )
        if request.headers.get("HX-Request"):
            answer = HttpResponse(headers={"HX-Redirect": answer.headers["Location"]})
        return answer

    @staticmethod
    def _is_open(request: HttpRequest, view: Callable[..., Any]) -> bool:
        name = request.resolver_match.view_name if request.resolver_match else ""
        public = getattr(view, "permission", "") == "public"
        return public or name in _ALWAYS_OPEN or wants_json(request)
