"""Which browsers an account has been used in: remembered in the browser itself, and nowhere else."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = "device"
DAYS = 400
"""As long as browsers keep anything."""
MOST = 8
"""People who share one browser, as families and staff rooms do; the last to sign in stay."""
_SALT = "wayfellow.people.devices"


def _people(request: HttpRequest) -> list[int]:
    """Who has signed in here; nobody where the cookie is missing, old or not ours."""
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=DAYS * 86_400)
    except signing.BadSignature:
        return []
    return [each for each in found if isinstance(each, int)] if isinstance(found, list) else []


def is_known(request: HttpRequest, person: int) -> bool:
    """Whether ``person`` has signed in with this browser before."""
    return person in _people(request)


def remember(request: HttpRequest, answer: HttpResponse, person: int) -> None:
    """Know this browser when ``person`` signs in with it again."""
    people = [each for each in _people(request) if each != person]
    answer.set_cookie(
        COOKIE,
        signing.dumps([*people, person][-MOST:], salt=_SALT),
        max_age=DAYS * 86_400,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
