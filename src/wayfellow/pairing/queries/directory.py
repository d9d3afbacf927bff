"""The list of mentors for students who choose for themselves."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from wayfellow.applications.models import Application
from wayfellow.mentorships.lifecycle import LIVE
from wayfellow.mentorships.models import Member, WorkGroup
from wayfellow.pairing.pool import open_mentors
from wayfellow.people.models import User
from wayfellow.people.queries import near
from wayfellow.programmes.models import Cohort, Programme
from wayfellow.programmes.policy import Party


def is_self_directed(programme: Programme) -> bool:
    """Whether students ask mentors themselves, and the mentor's yes is enough."""
    pairing = programme.policy.pairing
    return Party.MENTEE in pairing.knock and pairing.yes == {Party.MENTOR}


@dataclass(frozen=True, slots=True)
class Room:
    """How many a mentor guides now, and how many more it could be."""

    students: int
    groups: int
    most: int | None
    advised: int

    @property
    def is_shut(self) -> bool:
        """The mentor's own limit is reached: nobody new can be taken."""
        return self.most is not None and self.students >= self.most

    @property
    def is_full(self) -> bool:
        """Nobody new can be taken, or nobody new is advised."""
        return self.is_shut or self.is_at_advice

    @property
    def is_at_advice(self) -> bool:
        return bool(self.advised) and self.groups >= self.advised


def with_load(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Each mentor with ``students_now`` and ``groups_now``."""
    live = WorkGroup.objects.filter(mentor=OuterRef("pk"), state__in=LIVE)
    active = Member.objects.active().filter(group__mentor=OuterRef("pk"), group__state__in=LIVE)
    return rows.annotate(
        groups_now=_counted(live.order_by().values("mentor")),
        students_now=_counted(active.order_by().values("group__mentor")),
    )


def _counted(rows: QuerySet[WorkGroup, object] | QuerySet[Member, object]) -> Coalesce:
    counted = Subquery(rows.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return Coalesce(counted, 0)


def room_of(mentor: Application) -> Room:
    """The room of one mentor, read now."""
    (row,) = with_load(Application.objects.select_related("mentor", "cohort__programme")).filter(
        pk=mentor.pk
    )
    return _room(row, row.cohort.programme)


def _room(row: Application, programme: Programme) -> Room:
    most = row.mentor.most
    if most is None and not programme.rolling:
        most = programme.most_mentees
    return Room(
        students=row.students_now,  # type: ignore[attr-defined]
        groups=row.groups_now,  # type: ignore[attr-defined]
        most=most,
        advised=programme.advised_groups,
    )


@dataclass(frozen=True, slots=True)
class Facets:
    """What a student looks for; empty means anything."""

    q: str = ""
    industry: str = ""
    help: str = ""
    language: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Self:
        return cls(
            q=asked.get("q", "").strip()[:100],
            industry=asked.get("industry", "")[:120],
            help=asked.get("help", "")[:120],
            language=asked.get("language", "")[:80],
        )

    def with_(self, **changes: str) -> Self:
        return replace(self, **changes)

    @property
    def query(self) -> str:
        """As a query string, without what is empty."""
        named = {name: getattr(self, name) for name in ("q", "industry", "help", "language")}
        return urlencode({name: value for name, value in named.items() if value})


@dataclass(frozen=True, slots=True)
class Facet:
    """One value to narrow the list by, with how many mentors have it."""

    value: str
    count: int
    query: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Directory:
    """The mentors found, those with a free place first, and what to narrow the list by."""

    mentors: list[Application]
    rooms: dict[int, Room]
    facets: dict[str, list[Facet]]
    everybody: int


_VALUES: dict[str, Callable[[Application], Iterable[str]]] = {
    "industry": lambda row: [row.mentor.industry] if row.mentor.industry else [],
    "help": lambda row: map(str, row.mentor.help_areas),
    "language": lambda row: map(str, row.languages),
}


def directory(cohort: Cohort, chosen: Facets, *, reader: User) -> Directory:
    """Mentors of ``cohort`` that answer ``chosen``; one query, whatever is chosen."""
    rows = list(
        with_load(open_mentors(cohort)).exclude(person=reader.pk).filter(near(reader.pk, "person"))
    )
    rooms = {row.pk: _room(row, cohort.programme) for row in rows}
    words = folded(chosen.q).split()
    said = [row for row in rows if all(word in _text(row) for word in words)] if words else rows
    found = [row for row in said if all(_has(row, name, chosen) for name in _VALUES)]
    found.sort(key=lambda row: (rooms[row.pk].is_full, folded(row.person.called), row.pk))
    return Directory(
        mentors=found,
        rooms=rooms,
        facets={name: _facet(name, said, chosen) for name in _VALUES},
        everybody=len(rows),
    )


def _has(row: Application, name: str, chosen: Facets) -> bool:
    wanted = getattr(chosen, name)
    return not wanted or wanted in _VALUES[name](row)


def _facet(name: str, rows: list[Application], chosen: Facets) -> list[Facet]:
    others = [each for each in _VALUES if each != name]
    counted = Counter(
        value
        for row in rows
        if all(_has(row, other, chosen) for other in others)
        for value in set(_VALUES[name](row))
    )
    wanted = getattr(chosen, name)
    if wanted and wanted not in counted:
        counted[wanted] = 0
    return [
        Facet(
            value,
            n,
            chosen.with_(**{name: "" if value == wanted else value}).query,
            value == wanted,
        )
        for value, n in sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    ]


def _text(row: Application) -> str:
    profile = row.mentor
    parts = [
        *(row.person.called, row.person.name, profile.company, profile.job_title),
        *(profile.industry, profile.studied, profile.moves, row.city),
        *map(str, [*profile.help_areas, *profile.fields, *row.skills, *row.languages]),
    ]
    return folded(" ".join(parts))


def folded(text: str) -> str:
    """Without capitals and accents, so that "Agren" finds "Ågren"."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))
