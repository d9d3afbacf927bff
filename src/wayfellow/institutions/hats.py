"""Which of several roles a person acts in on this visit."""

from django.http import HttpRequest

from wayfellow.institutions.queries import Hat, hats

KEY = "hat"
_HELD = "hats_held"


def held(request: HttpRequest) -> list[Hat]:
    """Every hat of the person, looked up once a request."""
    if not hasattr(request, _HELD):
        setattr(request, _HELD, hats(request.user))
    found: list[Hat] = getattr(request, _HELD)
    return found


def current(request: HttpRequest) -> Hat | None:
    """The hat that was put on and is still held, else the first; None without any role."""
    worn = request.session.get(KEY)
    own = held(request)
    return next((hat for hat in own if hat.key == worn), own[0] if own else None)


def wear(request: HttpRequest, key: str) -> Hat | None:
    """Put the hat ``key`` on, under a new session id; None if it is not held."""
    found = next((hat for hat in held(request) if hat.key == key), None)
    if found is not None:
        request.session[KEY] = found.key
        request.session.cycle_key()
    return found
