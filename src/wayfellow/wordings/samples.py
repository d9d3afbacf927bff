"""Stand-ins for the rows that notices are about: named, dated and complete, and in no database.

A template asks a stand-in for whatever it would ask the row. Where the model knows the answer's
shape (a related row, a date, a choice), the shape decides; names and texts are in the tables below.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

NUMBER = 3
SOON = timedelta(days=6)
READER = 1
"""The number of whoever reads; rows belong to somebody else unless a variant says otherwise."""

PEOPLE = {
    "student": "Mei Lin Tan",
    "mentor": "Kari Nieminen",
    "officer": "Priya Nair",
    "coordinator": "Aino Virtanen",
}
ROLES = {
    "application": "student",
    "invited_by": "coordinator",
    "handler": "coordinator",
    "drafted_by": "coordinator",
    "office": "officer",
}
"""Whom a relation leads to, where its own name does not say it."""

NAMES = {
    "institution": "Merlion Polytechnic",
    "programme": "Industry Mentors’ Network",
    "cohort": "2027",
    "term": _("Semester 1"),
    "partner": "Northwind Marine",
    "invitation": PEOPLE["mentor"],
    "nomination": PEOPLE["mentor"],
}
"""What rows of a model are called."""

TEXTS = {
    "filename": "students-2027.xlsx",
    "school": "School of Engineering",
    "contact_email": "mentoring@merlion.example",
    "emergency_number": "999",
    "place": _("Library, room 3"),
    "title": _("Handbook"),
    "message": _("I read about your work on harbour cranes and would like to ask you about it."),
    "letter": _("We have decided to end this group. Thank you for the time you gave."),
    "body": _("Thank you for asking. May I answer by Friday?"),
}
"""What fields hold that no shape tells."""

DATA: Mapping[str, object] = {
    "name": PEOPLE["student"],
    "term": NAMES["term"],
    "said": "yes",
    "coming": "ACCEPTED",
    "told_before": True,
    "new": 12,
    "changed": NUMBER,
    "placed": 118,
    "groups": 40,
    "students": 120,
    "percent": 60,
    "meetings": 4,
    "key_points": 2,
    "reflections": NUMBER,
    "worries": 1,
    "pledged": 60,
    "delivered": 34,
}
"""What events carry."""


def moment() -> datetime:
    """When things take place: at half past eight (UTC), in a few days."""
    return (now() + SOON).astimezone(UTC).replace(hour=8, minute=30, second=0, microsecond=0)


class Unknown(LookupError):
    """A template asks for something of which no sample is kept."""


class Sample:
    """Something that answers as a row of ``model`` would, for ``path`` from the template's names.

    ``given`` are answers that differ from the usual ones, by path ("subject.part") or, for what all
    rows of a model are called, by the model ("programme.name").
    """

    def __init__(
        self,
        model: type[models.Model],
        path: str,
        *,
        role: str = "",
        given: Mapping[str, object] | None = None,
    ) -> None:
        self._model, self._path, self._role = model, path, role
        self._given = given or {}

    def __str__(self) -> str:
        own = WHOLE.get(self._kind)
        return str(own(self) if own else self.name)

    def __getitem__(self, name: str) -> Any:
        # Templates ask by key first, which spares us the names that Python keeps for itself.
        path = f"{self._path}.{name}"
        if path in self._given:
            return self._given[path]
        for known in (MADE.get(f"{self._kind}.{name}"), MADE.get(name)):
            if known is not None:
                return known(self)
        if name == "name" and self._kind in NAMES:
            return self.name
        return self._of_field(name)

    def _of_field(self, name: str) -> Any:
        if name.startswith("get_") and name.endswith("_display"):
            chosen: Any = self._model._meta.get_field(name[len("get_") : -len("_display")])
            return dict(chosen.flatchoices)[self[chosen.name]]
        try:
            field = self._model._meta.get_field(name.removesuffix("_id"))
        except FieldDoesNotExist as unknown:
            raise Unknown(f"{self._path}.{name}") from unknown
        if name in TEXTS:
            return TEXTS[name]
        return self._of_shape(field, name)

    def _of_shape(self, field: Any, name: str) -> Any:
        if field.is_relation:
            return NUMBER if name.endswith("_id") else self.to(field.related_model, name)
        if field.choices:
            return field.flatchoices[0][0]
        if isinstance(field, models.DateField):
            return moment() if isinstance(field, models.DateTimeField) else moment().date()
        if isinstance(field, models.BooleanField):
            return True
        if isinstance(field, models.IntegerField):
            return NUMBER
        raise Unknown(f"{self._path}.{name}")

    def to(self, model: type[models.Model], name: str) -> "Sample":
        """The stand-in of what ``name`` leads to; people keep the role of the way to them."""
        role = name if name in PEOPLE else ROLES.get(name, self._role)
        return Sample(model, f"{self._path}.{name}", role=role, given=self._given)

    @property
    def name(self) -> object:
        """What rows of its model are called here."""
        return self._given.get(f"{self._kind}.name", NAMES.get(self._kind, ""))

    @property
    def _kind(self) -> str:
        return self._model._meta.model_name or ""

    @property
    def person(self) -> str:
        """What the person is called to whom the way has led."""
        return PEOPLE[self._role or "student"]


def _people(role: str) -> Callable[[Sample], list[Sample]]:
    return lambda _sample: [Sample(model_named("user"), "subject", role=role)]


def _cohort(sample: Sample) -> str:
    return f"{sample['programme'].name} {sample.name}"


def _group(_sample: Sample) -> str:
    # As the group says it of itself.
    return gettext("%(name)s's group") % {"name": PEOPLE["mentor"]}


MADE: Mapping[str, Callable[[Sample], Any]] = {
    "pk": lambda _sample: NUMBER,
    "user.name": lambda sample: sample.person,
    "user.called": lambda sample: sample.person,
    "workgroup.students": _people("student"),
    "workgroup.liaison_officers": _people("officer"),
    "interest.latest_remark": lambda sample: sample.to(model_named("remark"), "latest_remark"),
    "interest.answer_by": lambda _sample: moment(),
    "member.group": lambda sample: sample.to(model_named("workgroup"), "group"),
}
"""What rows reckon for themselves."""

WHOLE: Mapping[str, Callable[[Sample], str]] = {
    "user": lambda sample: sample.person,
    "cohort": _cohort,
    "workgroup": _group,
}
"""How rows speak of themselves, where that is more than a name."""


class Happening:
    """The event that a notice tells of: who did it, and what it carries."""

    def __init__(self, given: Mapping[str, object]) -> None:
        self.by = Sample(model_named("user"), "event.by", role="coordinator", given=given)
        self.data = Carried(given)


class Carried(Mapping[str, object]):
    """What the event carries, whatever it is asked for."""

    def __init__(self, given: Mapping[str, object]) -> None:
        self._given = given

    def __getitem__(self, name: str) -> object:
        path = f"data.{name}"
        if path in self._given:
            return self._given[path]
        if name not in DATA:
            raise Unknown(path)
        return DATA[name]

    def __iter__(self) -> Iterator[str]:
        return iter(DATA)

    def __len__(self) -> int:
        return len(DATA)


def model_named(name: str) -> type[models.Model]:
    """The model whose events begin with ``name``."""
    found = [model for model in apps.get_models() if model._meta.model_name == name]
    if len(found) != 1:
        raise Unknown(name)
    return found[0]
