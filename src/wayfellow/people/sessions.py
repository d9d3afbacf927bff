"""Letting somebody in who has shown who they are, by the account library's own road."""

from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse

from wayfellow.people.actions import local
from wayfellow.people.models import User


def let_in(request: HttpRequest, person: User, path: str = "") -> HttpResponse:
    """Sign ``person`` in, past whatever the library still asks for, and go on to ``path``."""
    answer: HttpResponse = perform_login(
        request, person, redirect_url=local(path) or "/", email=person.email
    )
    return answer
