"""Runs side by side, and one run in full."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Avg, Count, Min, Q, QuerySet, Sum

from wayfellow.applications.models import Application
from wayfellow.applications.queries import funnel
from wayfellow.institutions.models import Institution
from wayfellow.pairing.models import Pin, Proposal, Run
from wayfellow.pairing.pool import open_mentors, seats, waiting_students
from wayfellow.pairing.recipe import Recipe
from wayfellow.pairing.words import reasons, why_unplaced
from wayfellow.people.models import User
from wayfellow.programmes.models import Cohort, Office

BIN = 100
TOP = 1000
MOST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Summary:
    """The pool as it is now."""

    students: int
    blocked: int
    """Accepted students who wait for a guardian's consent."""
    mentors: int
    full: int
    """Mentors who could be asked but have no place left."""
    seats: int
    only: int
    """Students who take none but the mentors they chose."""


def summary(cohort: Cohort, institution: Institution) -> Summary:
    """How many there are to place, and into how many seats."""
    counted = funnel(cohort, institution)
    mentors = list(open_mentors(cohort))
    left = seats(cohort, institution, mentors)
    waiting = waiting_students(cohort, institution)
    insisting = waiting.filter(student__only_preferred=True).exclude(student__preferred_mentors=[])
    return Summary(
        students=waiting.count(),
        only=insisting.count() if cohort.programme.only_choices else 0,
        blocked=counted["accepted"] - counted["placeable"],
        mentors=len(left),
        full=len(mentors) - len(left),
        seats=sum(each.most for each in left.values()),
    )


def institutions_of(person: User, cohort: Cohort) -> list[Institution]:
    """The institutions for which ``person`` coordinates the cohort's programme."""
    offices = Office.objects.current().filter(
        programme=cohort.programme_id, person=person, role=Office.Role.COORDINATOR
    )
    return list(Institution.objects.filter(pk__in=offices.values("institution")))


def runs(cohort: Cohort, institution: Institution) -> QuerySet[Run]:
    """The institution's runs, the newest first; ``figures`` says what came of them."""
    rows = Run.objects.filter(cohort=cohort, institution=institution).defer(
        "pool", "unplaced", "answer"
    )
    return rows.select_related("started_by").order_by("-number")


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run comes to, after what was moved by hand."""

    placed: int = 0
    total: int | None = None
    worst: int | None = None
    mean: float | None = None
    listed: int = 0
    """How many got a mentor of their choice."""
    moved: int = 0


def figures(rows: Iterable[Run]) -> dict[int, Figures]:
    """The figures of each run that has any pairs, by its key; one query."""
    # Counted apart from the runs, whose large columns would otherwise be grouped by.
    counted = Proposal.objects.filter(run__in=[row.pk for row in rows]).order_by().values("run")
    found = counted.annotate(
        placed=Count("pk"),
        total=Sum("score"),
        worst=Min("score"),
        mean=Avg("score"),
        listed=Count("listed"),
        moved=Count("pk", filter=Q(moved_by_hand=True)),
    )
    names = [each.name for each in fields(Figures)]
    return {pk: Figures(*values) for pk, *values in found.values_list("run", *names)}


def recipe_for(cohort: Cohort, institution: Institution, like: str = "") -> Recipe:
    """The configuration of run number ``like``, else the newest run's, else the programme's own."""
    last = Run.objects.filter(cohort=cohort, institution=institution).order_by("-number")
    if like.isascii() and like.isdecimal() and len(like) < MOST_DIGITS:
        last = last.filter(number=int(like))
    text = last.values_list("configuration", flat=True).first()
    return Recipe.read(text) if text else Recipe.of(cohort.programme)


def pins(cohort: Cohort, institution: Institution) -> QuerySet[Pin]:
    """What coordinators said of single pairs, the newest first."""
    rows = Pin.objects.filter(cohort=cohort, student__institution=institution)
    return rows.select_related("student__person", "mentor__person", "by").order_by("-at", "-pk")


@dataclass(frozen=True, slots=True)
class Member:
    """A student in a proposed group, with the reasons."""

    proposal: Proposal
    reasons: list[str]
    pinned: str


@dataclass(frozen=True, slots=True)
class Group:
    """A proposed group."""

    mentor: Application
    members: list[Member]
    mean: int
    said: str


def groups(run: Run) -> QuerySet[Application]:
    """The mentors of a run by name, to be paged; ``filled`` makes their groups."""
    leads = run.proposals.values("mentor")
    rows = Application.objects.filter(pk__in=leads).select_related("person", "mentor")
    return rows.order_by("person__name", "pk")


def filled(run: Run, mentors: Sequence[Application]) -> list[Group]:
    """The proposed group of each of ``mentors``."""
    rows = run.proposals.filter(mentor__in=mentors).select_related(
        "student__person", "student__student"
    )
    kinds = _kinds(run, mentors)
    by_mentor: dict[int, list[Proposal]] = {}
    for row in rows.order_by("-score", "student__person__name", "pk"):
        by_mentor.setdefault(row.mentor_id, []).append(row)
    return [_group(mentor, by_mentor.get(mentor.pk, []), kinds) for mentor in mentors]


def _kinds(run: Run, mentors: Sequence[Application]) -> dict[tuple[int, int], str]:
    rows = Pin.objects.filter(cohort=run.cohort_id, mentor__in=mentors)
    return {(s, m): kind for s, m, kind in rows.values_list("student", "mentor", "kind")}


def _group(mentor: Application, rows: list[Proposal], kinds: dict[tuple[int, int], str]) -> Group:
    members = [
        Member(
            proposal=row,
            reasons=reasons(row.student, mentor, row.listed),
            pinned=kinds.get((row.student_id, mentor.pk), ""),
        )
        for row in rows
    ]
    mean = round(sum(row.score for row in rows) / len(rows)) if rows else 0
    return Group(mentor, members, mean, _said(rows))


def _said(rows: Sequence[Proposal]) -> str:
    """The mentor's answer: to the newcomers, where others were agreed on in a round before."""
    fresh = [row for row in rows if not row.carried or not row.mentor_said] or rows
    return min((row.mentor_said for row in fresh), default="")


def proposed_group(run: Run, person: User) -> Group | None:
    """The group that ``run`` proposes to ``person`` as mentor."""
    mentor = groups(run).filter(person=person).first()
    return filled(run, [mentor])[0] if mentor else None


def histogram(run: Run) -> list[dict[str, Any]]:
    """How many pairs have a score in each hundred."""
    counted = Counter(
        min(score, TOP - 1) // BIN for score in run.proposals.values_list("score", flat=True)
    )
    return [{"label": str(at * BIN), "value": counted[at]} for at in range(TOP // BIN)]


@dataclass(frozen=True, slots=True)
class Left:
    """A student without a place, and why."""

    student: Application
    why: str


def left_out(run: Run) -> list[dict[str, Any]]:
    """What the engine said of those who have no place now; ``explained`` makes words of it."""
    placed = set(run.proposals.values_list("student", flat=True))
    return [each for each in run.unplaced if each["student"] not in placed]


def explained(rows: Sequence[dict[str, Any]]) -> list[Left]:
    """Students of ``rows`` with the reasons in words."""
    students = Application.objects.select_related("person", "student").in_bulk(
        [row["student"] for row in rows]
    )
    named = [row["obstacle"]["mentor"] for row in rows if row["obstacle"]]
    names = dict(Application.objects.filter(pk__in=named).values_list("pk", "person__name"))
    return [
        Left(students[row["student"]], why_unplaced(row["obstacle"], names))
        for row in rows
        if row["student"] in students
    ]
