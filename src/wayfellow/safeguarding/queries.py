"""Reading concerns and terminations; every function costs a constant number of queries."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from wayfellow.access.doors import reach
from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Institution, Membership
from wayfellow.mentorships.models import WorkGroup
from wayfellow.partners.models import Partner
from wayfellow.people.models import User
from wayfellow.programmes.models import Office, Programme
from wayfellow.safeguarding.lifecycle import ConcernState, TerminationState
from wayfellow.safeguarding.models import Concern, Termination

OPEN = (ConcernState.RAISED, ConcernState.HANDLING)
NEWEST_GROUPS = 100
"""So many groups, the newest, are offered to somebody who knows more."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a concern may come from, and thereby whose coordinators read it."""

    programme: Programme
    institution: Institution
    group: WorkGroup | None = None

    @property
    def key(self) -> str:
        """How the form names it."""
        if self.group is not None:
            return f"group-{self.group.pk}"
        return f"programme-{self.programme.pk}-{self.institution.pk}"


def places(person: User, group: int | None = None) -> list[Place]:
    """The groups that ``person`` is part of or looks after, then the programmes.

    ``group``, where the person may see it, comes first: the page was opened from there.
    """
    known = Q(pk__in=WorkGroup.objects.known_to(person.pk).values("pk"))
    known |= Q(pk__in=WorkGroup.objects.charged_to(person.pk).values("pk"))
    if group is not None:
        known |= Q(pk=group)
    rows = reach(person, "workgroup.view").filter(known)
    rows = rows.select_related("cohort__programme", "institution", "mentor__person")
    groups = sorted(rows.order_by("-formed_at")[:NEWEST_GROUPS], key=lambda one: one.pk != group)
    found = [Place(one.cohort.programme, one.institution, one) for one in groups]
    return [*found, *_programmes(person)]


def _programmes(person: User) -> list[Place]:
    pairs = set(_pairs(person))
    reached = reach(person, "programme.raise_concern")
    programmes = {
        row.pk: row for row in reached.filter(pk__in={programme for programme, _ in pairs})
    }
    institutions = Institution.objects.in_bulk({institution for _, institution in pairs})
    found = [
        Place(programmes[programme], institutions[institution])
        for programme, institution in pairs
        if programme in programmes
    ]
    return sorted(found, key=lambda place: (place.programme.name, place.institution.name))


def _pairs(person: User) -> Iterator[tuple[int, int]]:
    """Programme and institution, wherever the person has a place."""
    sent = Application.objects.filter(person=person).exclude(
        state__in=[State.DRAFT, State.DECLINED]
    )
    yield from sent.values_list("cohort__programme", "institution")
    offices = Office.objects.current().filter(person=person)
    yield from offices.values_list("programme", "institution")
    spoken_for = Partner.objects.spoken_for_by(person.pk)
    yield from spoken_for.values_list("programme", "programme__institution")
    held = Membership.objects.held_by(person.pk, Role.INSTITUTION_ADMIN)
    taking_part = Programme.institutions.through.objects.filter(
        institution__in=held.values("institution")
    )
    yield from taking_part.values_list("programme", "institution")


def raised_by(person: User) -> QuerySet[Concern]:
    """What ``person`` has raised, the newest first."""
    rows = Concern.objects.filter(raised_by=person)
    return rows.select_related("programme", "institution", "group__mentor__person", "handler")


def to_handle(person: User, *, state: str = "", severity: str = "") -> QuerySet[Concern]:
    """Concerns that ``person`` handles: those that are open first, the gravest first."""
    rows: QuerySet[Concern] = reach(person, "concern.take_up")
    if state == "open":
        rows = rows.filter(state__in=OPEN)
    elif state in ConcernState.values:
        rows = rows.filter(state=state)
    if severity in Concern.Severity.values:
        rows = rows.filter(severity=severity)
    graver = [When(severity=s, then=Value(n)) for n, s in enumerate(reversed(Concern.Severity))]
    return (
        rows.select_related("programme", "institution", "group__mentor__person", "handler")
        .defer("text", "outcome")
        .annotate(
            is_open=Case(When(state__in=OPEN, then=Value(0)), default=Value(1)),
            gravity=Case(*graver, default=Value(9), output_field=IntegerField()),
        )
        .order_by("is_open", "gravity", F("at").desc(), "-pk")
    )


def handles(person: User) -> bool:
    """Whether there is anything for ``person`` to handle, or ever was."""
    return reach(person, "concern.take_up").exists()


def terminations(person: User) -> QuerySet[Termination]:
    """Terminations that ``person`` oversees, those that wait first."""
    rows: QuerySet[Termination] = reach(person, "termination.oversee")
    waits = Case(When(state=TerminationState.DRAFTED, then=Value(0)), default=Value(1))
    return (
        rows.select_related(
            "group__mentor__person", "group__cohort__programme", "group__institution", "drafted_by"
        )
        .annotate(waits=waits)
        .order_by("waits", "-at", "-pk")
    )


def termination_of(group: WorkGroup) -> Termination | None:
    """The letter that is written or was issued for ``group``."""
    return group.terminations.exclude(state=TerminationState.DISCARDED).first()
