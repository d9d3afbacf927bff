"""Reading what the pages of a programme show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, OuterRef, Prefetch, Q, QuerySet, Subquery

from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Institution, Membership
from wayfellow.kernel.spans import Span
from wayfellow.people.models import User
from wayfellow.programmes.lifecycle import CohortState, ProgrammeState
from wayfellow.programmes.models import (
    Aim,
    Audience,
    Cohort,
    Document,
    DocumentVersion,
    Office,
    Programme,
    PublicPage,
    Term,
)
from wayfellow.ui.dates import day

TAKES_APPLICATIONS = (CohortState.OPEN,)
TAKES_APPLICATIONS_WHEN_ROLLING = (CohortState.OPEN, CohortState.MATCHING, CohortState.RUNNING)
STILL_TO_COME = (CohortState.DRAFT, CohortState.OPEN)


def coordinators(programme: Programme, institution: Institution | None = None) -> QuerySet[User]:
    """Who coordinates ``programme``, at ``institution`` or anywhere."""
    return staff(programme, Office.Role.COORDINATOR, institution=institution)


def staff(
    programme: Programme, *roles: Office.Role, institution: Institution | None = None
) -> QuerySet[User]:
    """Who holds one of ``roles`` (or any office) in ``programme``."""
    offices = Office.objects.current().filter(programme=programme)
    if roles:
        offices = offices.filter(role__in=roles)
    if institution is not None:
        offices = offices.filter(institution=institution)
    return User.objects.filter(pk__in=offices.values("person"), is_active=True).order_by("name")


def current_document(programme: Programme, kind: str) -> DocumentVersion | None:
    """The words in force of the programme's first document of ``kind``."""
    versions = DocumentVersion.objects.filter(document__programme=programme, document__kind=kind)
    return versions.select_related("document").order_by("document", "-number").first()


def current_page(programme: Programme) -> PublicPage | None:
    """The version that the world sees."""
    return PublicPage.objects.filter(programme=programme, is_live=True).first()


def listed(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    """With the institution and the latest cohort's name and state, for a list."""
    latest = Cohort.objects.filter(programme=OuterRef("pk")).exclude(state=CohortState.CANCELLED)
    return (
        programmes.select_related("institution")
        .annotate(
            cohort_name=Subquery(latest.values("name")[:1]),
            cohort_state=Subquery(latest.values("state")[:1]),
            cohort_count=Count("cohorts", distinct=True),
        )
        .order_by("state", "name")
    )


def in_public() -> QuerySet[Programme]:
    """Active programmes with a live page."""
    live = PublicPage.objects.filter(is_live=True)
    return Programme.objects.filter(
        state=ProgrammeState.ACTIVE, pk__in=live.values("programme")
    ).select_related("institution")


def cohorts(programme: Programme) -> list[Cohort]:
    """The programme's cohorts, the latest first, with their terms."""
    return list(programme.cohorts.prefetch_related(Prefetch("terms", Term.objects.all())))


def current_cohort(found: Iterable[Cohort]) -> Cohort | None:
    """The cohort whose phase is worth showing: the latest that has begun, else the latest."""
    alive = [cohort for cohort in found if cohort.state != CohortState.CANCELLED]
    begun = (CohortState.DRAFT, CohortState.CLOSED)
    return next((c for c in alive if c.state not in begun), next(iter(alive), None))


def phases(cohort: Cohort) -> list[dict[str, object]]:
    """The steps of the cohort for the stepper."""
    states = list(Cohort.PHASES)
    at = states.index(CohortState(cohort.state)) if cohort.state in states else -1
    dated = {
        CohortState.OPEN: cohort.applications_open_on,
        CohortState.RUNNING: cohort.starts_on,
        CohortState.CLOSED: cohort.ends_on,
    }
    return [
        {
            "label": str(state.label).capitalize(),
            "state": "done" if n < at else "now" if n == at else "next",
            "when": day(dated.get(state)),
        }
        for n, state in enumerate(states)
    ]


@dataclass(frozen=True, slots=True)
class Group:
    """What is listed for one audience."""

    audience: Audience
    rows: list[Any]


def by_audience(rows: Iterable[Any]) -> list[Group]:
    """Rows with an audience, gathered in the order in which audiences are named."""
    gathered: dict[str, list[Any]] = {}
    for row in rows:
        gathered.setdefault(row.audience, []).append(row)
    return [Group(audience, gathered[audience]) for audience in Audience if audience in gathered]


def aims(programme: Programme) -> list[Group]:
    """The programme's aims for each audience."""
    return by_audience(Aim.objects.filter(programme=programme))


def documents(programme: Programme, *, public_only: bool = False) -> QuerySet[Document]:
    """The programme's documents with the number and day of the version in force."""
    rows = Document.objects.filter(programme=programme)
    if public_only:
        rows = rows.filter(on_public_page=True)
    return rows.annotate(latest=Max("versions__number"), revised_at=Max("versions__at"))


@dataclass(frozen=True, slots=True)
class Entrance:
    """Whether one may ask to join now; else when, if that is known."""

    cohort: Cohort | None
    is_open: bool
    closes_on: date | None = None
    opens_on: date | None = None


def entrances(programme: Programme, today: date) -> dict[str, Entrance]:
    """The doors for "student" and "mentor" on ``today``."""
    found = sorted(programme.cohorts.all(), key=lambda cohort: cohort.starts_on)
    student = _entrance(programme, found, today)
    windows = [window.span for window in programme.windows.all()]
    mentor = _through_windows(student, windows, found, today) if windows else student
    return {"student": student, "mentor": mentor}


def _entrance(programme: Programme, found: list[Cohort], today: date) -> Entrance:
    takes = TAKES_APPLICATIONS_WHEN_ROLLING if programme.rolling else TAKES_APPLICATIONS
    for cohort in found:
        if cohort.state in takes and today in cohort.window:
            return Entrance(cohort, is_open=True, closes_on=cohort.applications_close_on)
    coming = [
        cohort.applications_open_on
        for cohort in found
        if cohort.state in STILL_TO_COME and _lies_ahead(cohort.applications_open_on, today)
    ]
    return Entrance(None, is_open=False, opens_on=min(filter(None, coming), default=None))


def _through_windows(
    student: Entrance, windows: list[Span], found: list[Cohort], today: date
) -> Entrance:
    now = next((window for window in windows if today in window), None)
    takes = (*TAKES_APPLICATIONS, *TAKES_APPLICATIONS_WHEN_ROLLING)
    cohort = student.cohort or next((c for c in found if c.state in takes), None)
    if now is not None and cohort is not None:
        return Entrance(cohort, is_open=True, closes_on=now.last)
    coming = [window.first for window in windows if _lies_ahead(window.first, today)]
    return Entrance(None, is_open=False, opens_on=min(filter(None, coming), default=None))


def _lies_ahead(opening: date | None, today: date) -> bool:
    return opening is not None and opening > today


def appointable(programme: Programme, person: User) -> QuerySet[Institution]:
    """Institutions of ``programme`` for which ``person`` may choose the staff."""
    serving = Office.objects.current().filter(
        programme=programme, person=person, role=Office.Role.COORDINATOR
    )
    administered = Membership.objects.held_by(person.pk, Role.INSTITUTION_ADMIN)
    taking_part = Q(programmes=programme) | Q(leads=programme)
    return (
        Institution.objects.filter(taking_part)
        .filter(
            Q(pk__in=serving.values("institution")) | Q(pk__in=administered.values("institution"))
        )
        .distinct()
    )
