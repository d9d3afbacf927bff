from django.http import HttpRequest

from wayfellow.people.models import User


class PersonRequest(HttpRequest):
    """A request behind a door: somebody is signed in."""

    user: User
