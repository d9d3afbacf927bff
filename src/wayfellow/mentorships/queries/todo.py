"""What waits for one person in all their work groups, in a constant number of queries."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayfellow.institutions.lifecycle import Role
from wayfellow.mentorships.lifecycle import (
    AgreementState,
    GroupState,
    KeyPointsState,
    MeetingState,
    ReflectionState,
)
from wayfellow.mentorships.models import (
    Agreement,
    Attendance,
    KeyPoints,
    Meeting,
    Member,
    Reflection,
    WorkGroup,
)
from wayfellow.mentorships.queries.closing import TERM_OPENS
from wayfellow.mentorships.queries.groups import (
    key_points_waiting,
    reflections_waiting,
    withdrawals_waiting,
)
from wayfellow.people.models import User
from wayfellow.programmes.models import Term
from wayfellow.programmes.policy import Need
from wayfellow.ui.dates import since, when

LONG = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """One thing that waits, in the shape that the ``needs`` part shows."""

    title: str
    url: str
    action: str
    text: str = ""
    when: str = ""
    tone: str = "waits"
    count: int = 0


def todo(person: User, role: Role | None = None) -> list[Todo]:
    """What ``person`` has to do in ``role``, or in all of theirs; gravest first."""
    parts = ROLES.get(role, ALL)
    order = {"harm": 0, "waits": 1, "info": 2, "quiet": 3}
    return sorted((each for part in parts for each in part(person)), key=lambda e: order[e.tone])


def _withdrawals(person: User) -> Iterator[Todo]:
    for row in withdrawals_waiting(person):
        yield Todo(
            title=_("%(name)s has asked to leave a work group") % {"name": row.by.called},
            url=reverse("mentorships:withdrawal", args=[row.group_id, row.pk]),
            action=_("See the wish"),
            when=since(row.at),
            tone="harm",
        )


def _signatures(person: User) -> Iterator[Todo]:
    rows = Agreement.objects.filter(
        state=AgreementState.PROPOSED,
        group__in=WorkGroup.objects.live().joined_by(person.pk).values("pk"),
    ).exclude(signatures__person=person.pk)
    for row in rows:
        yield Todo(
            title=_("Your agreement waits for your signature"),
            url=reverse("mentorships:agreement", args=[row.group_id]),
            action=_("Read and sign the agreement"),
        )


def _records(person: User) -> Iterator[Todo]:
    groups = WorkGroup.objects.joined_by(person.pk).values("pk")
    rows = Meeting.objects.planned().filter(group__in=groups, ends_at__lt=now())
    for row in rows:
        yield Todo(
            title=_("Record your meeting"),
            text=when(row.starts_at),
            url=reverse("mentorships:record", args=[row.group_id, row.pk]),
            action=_("Record the meeting"),
            tone="harm" if row.ends_at < now() - LONG else "waits",
        )


def _initiations(person: User) -> Iterator[Todo]:
    begun = Meeting.objects.filter(group=OuterRef("pk")).exclude(state=MeetingState.CANCELLED)
    rows = WorkGroup.objects.filter(
        ~Exists(begun),
        state__in=[GroupState.FORMED, GroupState.ACTIVE],
        pk__in=Member.objects.active().of_person(person.pk).values("group"),
    )
    for row in rows.select_related("mentor__person"):
        yield Todo(
            title=_("Plan your first meeting with %(name)s") % {"name": row.mentor.person.called},
            url=reverse("mentorships:plan", args=[row.pk]),
            action=_("Plan the initiation"),
        )


def _key_points(person: User) -> Iterator[Todo]:
    rows = KeyPoints.objects.filter(
        state=KeyPointsState.DUE, member__in=Member.objects.active().of_person(person.pk)
    )
    for row in rows.select_related("member"):
        yield Todo(
            title=_("Tell your liaison officer the key points of the initiation"),
            url=reverse("mentorships:key_points", args=[row.member.group_id, row.pk]),
            action=_("Write the key points"),
        )


def _returned(person: User) -> Iterator[Todo]:
    rows = Reflection.objects.filter(
        state=ReflectionState.RETURNED, member__in=Member.objects.of_person(person.pk)
    )
    for row in rows.select_related("member"):
        yield Todo(
            title=_("Your liaison officer asks about your reflection"),
            url=reverse("mentorships:reflection", args=[row.member.group_id, row.pk]),
            action=_("Read the question"),
        )


def _unwritten(person: User) -> Iterator[Todo]:
    written = Reflection.objects.filter(
        member=OuterRef("member"), meeting=OuterRef("meeting")
    ).exclude(state=ReflectionState.DRAFT)
    rows = Attendance.objects.filter(
        ~Exists(written),
        came=True,
        meeting__state=MeetingState.RECORDED,
        meeting__group__cohort__programme__meeting_reflections=Need.REQUIRED,
        member__in=Member.objects.active().of_person(person.pk),
    )
    for row in rows.select_related("meeting").order_by("meeting__starts_at"):
        yield Todo(
            title=_("Write your reflection on a meeting"),
            text=when(row.meeting.starts_at),
            url=reverse("mentorships:meeting", args=[row.meeting.group_id, row.meeting_id]),
            action=_("Write my reflection"),
        )


def _terms(person: User) -> Iterator[Todo]:
    today = localdate()
    members = (
        Member.objects.active()
        .of_person(person.pk)
        .filter(group__cohort__programme__term_reflections=Need.REQUIRED)
    )
    terms = Term.objects.filter(
        cohort__in=members.values("group__cohort"), ends_on__lte=today + TERM_OPENS
    )
    by_cohort: dict[int, list[Term]] = {}
    for term in terms:
        by_cohort.setdefault(term.cohort_id, []).append(term)
    written = set(
        Reflection.objects.filter(member__in=members, term__isnull=False)
        .exclude(state=ReflectionState.DRAFT)
        .values_list("member", "term")
    )
    for member in members.select_related("group"):
        for term in by_cohort.get(member.group.cohort_id, []):
            if (member.pk, term.pk) not in written:
                yield _term(member, term, today)


def _term(member: Member, term: Term, today: date) -> Todo:
    return Todo(
        title=_("Look back on %(term)s") % {"term": term.name},
        url=reverse("mentorships:reflections", args=[member.group_id]),
        action=_("Write my reflection"),
        when=since(term.ends_on),
        tone="harm" if term.ends_on < today else "waits",
    )


def _to_read(person: User) -> Iterator[Todo]:
    points = list(key_points_waiting(person))
    if points:
        yield Todo(
            title=ngettext("Key points to read", "Key points to read", len(points)),
            count=len(points),
            url=reverse("mentorships:to_read"),
            action=_("Read the key points"),
        )
    waiting = reflections_waiting(person).count()
    if waiting:
        yield Todo(
            title=_("Reflections to read"),
            count=waiting,
            url=reverse("mentorships:to_read"),
            action=_("Read the reflections"),
        )


def _coming(person: User) -> Iterator[Todo]:
    soon: datetime = now() + LONG
    groups = WorkGroup.objects.joined_by(person.pk).values("pk")
    rows = Meeting.objects.planned().filter(
        group__in=groups, ends_at__gte=now(), starts_at__lte=soon
    )
    for row in rows:
        yield Todo(
            title=_("You meet soon"),
            text=row.place,
            when=when(row.starts_at),
            url=reverse("mentorships:meeting", args=[row.group_id, row.pk]),
            action=_("See the meeting"),
            tone="quiet",
        )


type Part = Callable[[User], Iterator[Todo]]
OF_MENTOR: tuple[Part, ...] = (_signatures, _records, _coming)
OF_STUDENT: tuple[Part, ...] = (
    *(_signatures, _records, _initiations, _key_points, _returned, _unwritten, _terms),
    _coming,
)
ROLES: dict[Role | None, tuple[Part, ...]] = {
    Role.STUDENT: OF_STUDENT,
    Role.MENTOR: OF_MENTOR,
    Role.LIAISON_OFFICER: (_to_read,),
    Role.COORDINATOR: (_withdrawals,),
}
ALL: tuple[Part, ...] = (
    *(_withdrawals, _signatures, _records, _initiations, _key_points, _returned, _unwritten),
    *(_terms, _to_read, _coming),
)
