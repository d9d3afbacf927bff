"""Fields that a form does not show are not taken from whoever sends them all the same."""

from collections import Counter
from html.parser import HTMLParser

import pytest
import time_machine
from django.apps import apps
from django.db import models, transaction
from django.test import Client

from tests.security.atlas import Atlas, submittable, without_statements
from wayfellow.access.doors import may
from wayfellow.config.routes import Route
from wayfellow.testing.cast import everything
from wayfellow.testing.world import World

pytestmark = pytest.mark.django_db

FLAGS = "is_staff is_superuser is_platform_admin is_live accepted published"
ROWS = "institution institutions person user by author programme cohort run"
WORDS = {"role": "coordinator", "part": "mentor", "mentor_said": "yes", "email": "evil@example.com"}
GUARDED = {*FLAGS.split(), *ROWS.split(), *WORDS, "state", "is_active", "kind", "drafted_by", "to"}
"""Columns that only certain verbs may write."""
FILLED = {
    "date": "2027-03-01",
    "datetime-local": "2027-03-01T10:00",
    "time": "10:00",
    "number": "2",
    "email": "somebody@example.com",
    "url": "https://example.com/",
    "checkbox": "on",
}
NOTHING = {"submit", "button", "file", "hidden", "search", "reset"}


class Form(HTMLParser):
    """What a person would send from the form of ``page`` that leads to ``address``."""

    def __init__(self, page: str, address: str) -> None:
        super().__init__()
        self.address, self.inside = address, False
        self.sent: dict[str, str] = {}
        self.names: set[str] = set()
        self._chosen = ""
        self._text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        name = known.get("name", "")
        if tag == "form":
            is_ours = known.get("action", "") in {"", self.address}
            self.inside = known.get("method") == "post" and is_ours
            return
        if not self.inside:
            return
        self.names.add(name)
        if tag == "input" and name:
            self._input(known, name)
        elif tag == "textarea":
            self._text = name
            self.sent.setdefault(name, "Some words.")
        elif tag == "select":
            self._chosen = name
        elif tag == "option" and self._chosen and known.get("value"):
            first = self._chosen not in self.sent
            self.sent |= {self._chosen: known["value"]} if first or "selected" in known else {}

    def _input(self, known: dict[str, str], name: str) -> None:
        kind, value = known.get("type", "text"), known.get("value", "")
        if (kind == "hidden" and name != "csrfmiddlewaretoken") or (
            kind == "radio" and ("checked" in known or name not in self.sent)
        ):
            self.sent[name] = value
        elif kind == "checkbox":
            self.sent[name] = value or "on"
        elif kind not in NOTHING | {"radio"}:
            self.sent[name] = value or FILLED.get(kind, "Some words")

    def handle_data(self, data: str) -> None:
        if self._text and data.strip():
            self.sent[self._text] = data.strip()

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self._chosen = ""
        elif tag == "textarea":
            self._text = ""


type Marks = dict[type[models.Model], int]
type Columns = dict[str, Counter[tuple[object, ...]]]


def newest() -> Marks:
    """The last row of every table: what comes later is new, whatever number it gets."""
    return {
        model: model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0
        for model in apps.get_models()
        if isinstance(model._meta.pk, models.AutoField)
    }


def guarded(marks: Marks) -> Columns:
    """What stands in the guarded columns of every table, without saying in which row."""
    found = {}
    for model in apps.get_models():
        fields = [field for field in model._meta.concrete_fields if field.name in GUARDED]
        if fields and model._meta.app_label not in {"events", "notifications", "sessions"}:
            found[model._meta.label] = _values(model, fields, marks)
    return found


def _values(
    model: type[models.Model], fields: "list[models.Field[object, object]]", marks: Marks
) -> Counter[tuple[object, ...]]:
    rows = model._default_manager.values_list(*(field.name for field in fields))
    related = [field.related_model for field in fields]
    tops = [None if other is None else marks.get(other) for other in related]
    return Counter(
        tuple(
            "new" if top is not None and isinstance(value, int) and value > top else value
            for value, top in zip(row, tops, strict=True)
        )
        for row in rows
    )


def attempt(
    client: Client, address: str, sent: dict[str, str], marks: Marks
) -> tuple[int, Columns | None]:
    """The answer and what stood in the guarded columns after it; then all is as before."""
    with transaction.atomic():
        status = client.post(address, sent).status_code
        after = guarded(marks) if status < 400 else None
        transaction.set_rollback(True)
    return status, after


def extras(world: World) -> dict[str, str]:
    """Somebody else's institution, a higher role, a later state, another name to it."""
    rows = dict.fromkeys(ROWS.split(), str(world.otto.pk))
    rows |= {"institution": str(world.kallang.pk), "institutions": str(world.kallang.pk)}
    named = {f"{name}_id": value for name, value in rows.items()}
    more = {"state": "accepted", "is_active": "", "drafted_by": str(world.otto.pk)}
    return rows | named | dict.fromkeys(FLAGS.split(), "on") | WORDS | more


ROLES = [("ada", 10), ("maya", 10), ("carol", 20), ("ines", 20)]


@pytest.mark.parametrize(("role", "least"), ROLES)
def test_no_form_takes_a_field_that_it_does_not_show(world: World, role: str, least: int) -> None:
    everything(world)
    without_statements()
    atlas, more, person = Atlas(world), extras(world), getattr(world, role)
    client = Client(raise_request_exception=False)

    taken: list[str] = []
    done, marks = 0, newest()
    with time_machine.travel("2027-03-01T08:00:00Z", tick=False):
        client.force_login(person)
        assert client.get("/me/").status_code == 200
        for route in submittable():
            row = atlas.row(route)
            if row and not may(person, route.permission, row):
                continue
            address = atlas.address(route)
            shown, names = _shown(client, route, address)
            status, plain = attempt(client, address, shown, marks)
            done += status == 302
            hidden = {name: value for name, value in more.items() if name not in names}
            if attempt(client, address, shown | hidden, marks) != (status, plain):
                taken.append(route.path)

    assert taken == []
    assert done >= least, "too few forms were understood for this to say anything"


def _shown(client: Client, route: Route, address: str) -> tuple[dict[str, str], set[str]]:
    if "GET" not in route.methods:
        return {"reason": "workload", "note": "Because."}, {"reason", "note"}
    page = client.get(address)
    form = Form(getattr(page, "content", b"").decode(errors="replace"), address)
    return form.sent, form.names
