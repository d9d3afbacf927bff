"""Looking changes nothing, breaks nothing and tells nothing to those outside."""

import re
from collections.abc import Iterator

import pytest
from django.http import HttpResponseBase
from django.test import Client

from tests.security.atlas import Atlas, readable, tables, without_statements
from tests.security.canaries import UNSEEN, plant
from wayfellow.access.doors import may, reach
from wayfellow.config.routes import Route
from wayfellow.events.models import Event
from wayfellow.people.models import User
from wayfellow.testing.cast import everything
from wayfellow.testing.world import World

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"|"X-CSRFToken": "[^"]+"')
# Where the page was left from, which the way to raise a concern remembers.
FROM = re.compile(rb"[?&](from|next|group)=[^\"&]*")
ROLES = ("maya", "lena", "cora", "pat", "petra", "")
STRANGERS = {"cora", "pat"}
"""To them other tenants' rows must look like rows that do not exist."""


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_looking_changes_nothing_opens_only_ones_own_doors_and_shows_no_secret(
    world: World, role: str
) -> None:
    everything(world)
    plant(world)
    without_statements()
    atlas = Atlas(world)
    person = getattr(world, role) if role else None
    client = Client(raise_request_exception=False)
    if person:
        client.force_login(person)
    before = tables()

    wrong: list[tuple[object, ...]] = []
    for route in readable():
        first = client.get(atlas.address(route))
        if first.status_code not in _expected(atlas, person, route):
            wrong.append((route.path, first.status_code))
        elif role in STRANGERS and first.status_code == 404 and "<" in route.path:
            missing = client.get(atlas.missing(route))
            if (missing.status_code, _body(missing)) != (404, _body(first)):
                wrong.append((route.path, "differs from what is missing"))
        wrong += [(route.path, flaw) for flaw in _flaws(first, role, route)]

    assert wrong == []
    changed = {name for name, digest in tables().items() if before[name] != digest}
    # That somebody read a concern is written down, which is the point of reading it there.
    assert changed <= {"events.event"}
    assert set(Event.objects.values_list("name", flat=True)) <= {"concern.read"}


def _expected(atlas: Atlas, person: User | None, route: Route) -> set[int]:
    """What may come of looking at the route."""
    row = atlas.row(route)
    if person is None and route.path == "/inbox/badge/":
        return {286}  # by which the page stops asking
    if person is None:
        return {200, 302, 404, 410, 503} if route.permission == "public" else {302, 401}
    if row is None:
        return {200, 302, 404, 410} | ({503} if _ready(route) else set())
    subject = route.permission.partition(".")[0]
    if not reach(person, f"{subject}.view").filter(pk=row.pk).exists():
        return {404}
    return {200, 302, 404, 409} if may(person, route.permission, row) else {403}


def _flaws(answer: HttpResponseBase, role: str, route: Route) -> Iterator[str]:
    """What is wrong with the answer itself."""
    text = getattr(answer, "content", b"").decode(errors="replace")
    if not route.path.startswith("/l/"):  # whoever holds a link is the one it was mailed to
        yield from (f"shows {secret}" for secret in UNSEEN[role] if secret in text)
    if {"Content-Security-Policy", "X-Content-Type-Options"} - set(answer.headers):
        yield "lacks headers"
    if role and route.permission != "public" and "no-store" not in _kept(answer):
        yield f"may be kept: {_kept(answer)}"


def _kept(answer: HttpResponseBase) -> str:
    return str(answer.headers.get("Cache-Control", ""))


def _ready(route: Route) -> bool:
    return route.path == "/readyz"


def _body(answer: HttpResponseBase) -> bytes:
    """The page apart from its token and its own address."""
    path = answer.request["PATH_INFO"].encode()  # type: ignore[attr-defined]
    text = TOKEN.sub(b"", getattr(answer, "content", b""))
    return FROM.sub(b"", text).replace(path, b"")
