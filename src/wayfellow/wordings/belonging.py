"""Whose words a reader gets: those of their own institution, and nobody else's.

A row knows its institution and its programme by the relations of its model; the shortest way is
found once. The tests list the way of every model that mails are about.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import batched
from typing import Any

from django.db import models
from django.db.models import Q

from wayfellow.applications.models import Application
from wayfellow.institutions.models import Institution, Membership
from wayfellow.notifications.preferences import AT_ONCE
from wayfellow.programmes.models import Office, Programme


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row belongs, as numbers."""

    institution: int | None = None
    programme: int | None = None


def place_of(row: models.Model | None) -> Place:
    """Where ``row`` belongs, in one query; nowhere where it is a person's alone."""
    if row is None:
        return Place()
    ways = way(type(row), Institution), way(type(row), Programme)
    paths = [path for path in ways if path]
    found: Any = (
        type(row)._default_manager.filter(pk=row.pk).values(*paths).first() if paths else None
    )
    institution, programme = (found.get(path) if found and path else None for path in ways)
    return Place(institution, programme)


@cache
def way(model: type[models.Model], goal: type[models.Model]) -> str:
    """The shortest path of relations that are always there; empty where there is none."""
    seen, waiting = {model}, deque([(model, "")])
    while waiting:
        here, path = waiting.popleft()
        if here is goal:
            return f"{path}pk"
        for field in here._meta.concrete_fields:
            there: Any = field.related_model if field.is_relation and not field.null else None
            if there is not None and there not in seen:
                seen.add(there)
                waiting.append((there, f"{path}{field.name}__"))
    return ""


def institutions_of(place: Place, people: Iterable[int]) -> dict[int, int]:
    """The institution of each of ``people`` in what happens at ``place``.

    Who takes part in the programme belongs where they applied or hold an office. Who does not
    belongs to the place's institution, unless they are only of others, of which one may take part.
    The same number of queries for all.
    """
    found: dict[int, int] = {}
    for some in batched(sorted(people), AT_ONCE, strict=False):
        found |= _institutions_of(place, set(some))
    return found


def _institutions_of(place: Place, people: set[int]) -> dict[int, int]:
    belongs = _in_programme(place.programme, people) if place.programme else {}
    rest = people - belongs.keys()
    if rest:
        members = _memberships(rest)
        here = _taking_part(place)
        for person in rest:
            belongs[person] = members.get(person, here) & here
    home = place.institution
    return {person: home if home in own else max(own) for person, own in belongs.items() if own}


def _in_programme(programme: int, people: set[int]) -> dict[int, set[int]]:
    applied = Application.objects.filter(person__in=people, cohort__programme=programme)
    offices = Office.objects.current().filter(person__in=people, programme=programme)
    return _gathered(applied, offices)


def _memberships(people: set[int]) -> dict[int, set[int]]:
    # Who was a member belongs as well: the mail that tells of the end is such a case.
    return _gathered(Membership.objects.filter(person__in=people))


def _gathered(*sources: models.QuerySet[Any]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for rows in sources:
        for person, institution in rows.order_by().values_list("person", "institution"):
            found.setdefault(person, set()).add(institution)
    return found


def _taking_part(place: Place) -> set[int]:
    """The place's institution, and those that run its programme with it."""
    which = Q(pk=place.institution)
    if place.programme:
        which |= Q(programmes=place.programme)
    return set(Institution.objects.filter(which).values_list("pk", flat=True))
