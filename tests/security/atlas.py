"""Every address of the site with real rows in it, and the roles that go there."""

import hashlib
import re
from collections.abc import Iterator
from datetime import timedelta

from django.apps import apps
from django.core.serializers import serialize
from django.db.models import Model
from django.utils.timezone import localdate

from wayfellow.access import links
from wayfellow.access.policy import GRANTS
from wayfellow.applications.models import Consent, Knock
from wayfellow.config.routes import Route, routes
from wayfellow.institutions.models import Invitation, Statement
from wayfellow.mentorships.models import WorkGroup
from wayfellow.people.models import AddressChange, User
from wayfellow.programmes.models import Term
from wayfellow.testing.world import World

CONVERTER = re.compile(r"<(?:(\w+):)?(\w+)>")
UNKNOWN = {"int": "987654321", "slug": "no-such-thing", "str": "no-such-token"}
KEPT_APART = {"sessions.session"}
"""Tables that reading may change."""


class Atlas:
    """Where everything is in a world that has one of everything."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.group = WorkGroup.objects.get()
        self.tokens = _tokens(world)

    def address(self, route: Route) -> str:
        """The route's address, of Merlion's own row wherever there is one."""
        if route.path.startswith("/account/^"):
            return "/account/password/reset/key/1-no-such-key/"
        return CONVERTER.sub(lambda found: self._value(route, found[2]), route.path)

    def missing(self, route: Route) -> str:
        """The same address of a row that does not exist."""
        if route.path.startswith("/account/^"):
            return "/account/password/reset/key/zz-no-such-key/"
        return CONVERTER.sub(lambda found: UNKNOWN[found[1]], route.path)

    def row(self, route: Route) -> Model | None:
        """The row behind the route's door."""
        if route.permission not in GRANTS or "<" not in route.path:
            return None
        model = GRANTS[route.permission].model
        return self._own(model)

    def _own(self, model: type[Model]) -> Model | None:
        """Somebody's at Merlion: the first row, unless it must be a certain one."""
        if model is User:
            return self.world.ada
        known: dict[type[Model], Model] = {
            type(row): row for row in (self.world.merlion, self.world.programme)
        }
        return known.get(model) or model._default_manager.order_by("pk").first()

    def _value(self, route: Route, name: str) -> str:
        fixed = {
            "group": str(self.group.pk),
            "cohort": str(self.world.cohort.pk),
            "term": str(Term.objects.values_list("pk", flat=True)[0]),
            "token": self.tokens.get(route.path.split("/")[2], "no-such-token"),
            "number": "1",
            "part": "student",
            "section": "people",
            "kind": "privacy",
            "key": "student",
            "name": "mentorships.first_month",
            "offset": "672",
            "day": (localdate() + timedelta(days=28)).isoformat(),
            "row": str(self.group.pk),
        }
        if name in fixed:
            return fixed[name]
        row = self.row(route)
        if name == "slug":
            return str(getattr(row or self.world.programme, "slug"))  # noqa: B009 - any model
        return str(row.pk if row else self.world.cohort.pk)


def _tokens(world: World) -> dict[str, str]:
    knock = Knock.objects.create(
        cohort=world.cohort,
        part="student",
        institution=world.merlion,
        name="Nora New",
        email="nora@example.com",
    )
    subjects: dict[str, Model] = {
        "consent": Consent.objects.get(),
        "invitation": Invitation.objects.get(email="new@example.com"),
        "join": knock,
    }
    made = {
        name: links.issue(name, address="x@example.com", days=1, subject=row)
        for name, row in subjects.items()
    }
    for name in ("sign-in", "password"):
        made[name] = links.issue(name, address=world.ada.email, days=1, person=world.ada)
    change = AddressChange.objects.create(
        person=world.ada, before=world.ada.email, after="ada@elsewhere.example"
    )
    done = AddressChange.objects.create(
        person=world.ben, before="ben@elsewhere.example", after=world.ben.email, state="confirmed"
    )
    for name, row in (("new-address", change), ("old-address", done)):
        made[name] = links.issue(name, address="x@example.com", days=1, subject=row)
    return {name: links.token_of(link) for name, link in made.items()}


def readable() -> Iterator[Route]:
    """Routes that answer GET."""
    yield from (route for route in routes() if "GET" in route.methods)


def writable() -> Iterator[Route]:
    """Our own routes that answer POST."""
    yield from (route for route in routes() if "POST" in route.methods)


def submittable() -> Iterator[Route]:
    """Those of them that leave a person signed in as who they were."""
    apart = ("/account/", "/theme/", "/language/", "/l/")
    yield from (route for route in writable() if not route.path.startswith(apart))


def without_statements() -> None:
    """Nobody is asked to accept statements first."""
    Statement.objects.all().delete()


def tables() -> dict[str, str]:
    """A digest of each table."""
    return {
        model._meta.label_lower: _digest(model)
        for model in apps.get_models()
        if model._meta.label_lower not in KEPT_APART
    }


def _digest(model: type[Model]) -> str:
    text = serialize("json", model._default_manager.order_by("pk"))
    return hashlib.sha256(text.encode()).hexdigest()
