"""The one place where a refused verb becomes an HTTP answer."""

from collections.abc import Callable, Iterator
from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.shortcuts import render
from django.utils.translation import gettext as _

from wayfellow.access.errors import error_response, wants_json
from wayfellow.access.refusals import Invalid, Refused, TooOften
from wayfellow.kernel.lifecycle import IllegalStep


class RefusalMiddleware:
    """409 for what the state does not allow, 422 for input, 429 for too often."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        match error:
            case IllegalStep():
                return _answer(
                    request, 409, _("This has changed since you opened the page. Nothing was lost.")
                )
            case Refused():
                return _answer(request, 409, str(error))
            case Invalid():
                return _answer(request, 422, str(error))
            case TooOften():
                waiting = _("Too many tries. Wait a few minutes, then go on.")
                return _answer(request, 429, str(error) or waiting)
            case UnicodeEncodeError():
                return _answer(request, 400, _("The address or text holds a broken character."))
        return None


def _answer(request: HttpRequest, status: int, message: str) -> HttpResponse:
    if wants_json(request):
        return error_response(status, message)
    back = request.headers.get("Referer", "")
    same_site = back.startswith(f"{request.scheme}://{request.get_host()}/")
    context = {"message": message, "back": back if same_site else "/"}
    return render(request, f"{status}.html", context, status=status)


class PlainTextMiddleware:
    """400 for characters that no database column can hold, before any view sees them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if any(map(_is_broken, _texts(request))):
            message = _("The address or text holds a character that cannot be kept.")
            return _answer(request, 400, message)
        return self.get_response(request)


def _texts(request: HttpRequest) -> Iterator[str]:
    yield request.path
    for name, values in request.GET.lists():
        yield from (name, *values)
    yield from request.COOKIES.values()
    if request.method == "POST":
        with suppress(UnreadablePostError):  # the sender has gone away
            for name, values in request.POST.lists():
                yield from (name, *values)


def _is_broken(text: str) -> bool:
    return "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text)
