"""Answers to requests that never reached a view."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _

from wayfellow.access.errors import error_response, wants_json

logger = logging.getLogger(__name__)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: most often a page that was left open too long."""
    message = _("This page was open for too long. Go back, load it again and repeat the step.")
    if wants_json(request):
        return error_response(403, message)
    return render(request, "403.html", {"message": message, "back": "/"}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request itself was broken."""
    return _answer(request, 400, _("The request could not be read. Go back and try again."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: seen, but not allowed."""
    return _answer(request, 403, _("This is not yours to do. If it should be, ask a coordinator."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not there, or not to be seen; the two answers are the same."""
    return _answer(request, 404, _("There is nothing at this address, or it is not yours to see."))


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our own fault, said without touching the database."""
    message = _("Something broke on our side. It has been written down. Please try again.")
    if wants_json(request):
        return error_response(500, message)
    try:
        page = render_to_string("500.html")
    except Exception:
        # What is broken may be what the page is made of, such as the list of static files.
        logger.exception("the error page could not be made")
        page = format_html("<!doctype html><title>Wayfellow</title><h1>Wayfellow</h1>{}", message)
    return HttpResponse(page, status=500)


def _answer(request: HttpRequest, status: int, message: str) -> HttpResponse:
    if wants_json(request):
        return error_response(status, message)
    return render(request, f"{status}.html", {"message": message, "back": "/"}, status=status)
