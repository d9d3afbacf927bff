"""What a student has done and still owes: the facts behind a certificate."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wayfellow.mentorships.lifecycle import (
    KeyPointsState,
    MeetingState,
    MemberState,
    ReflectionState,
)
from wayfellow.mentorships.models import Meeting, Member, Reflection, WorkGroup
from wayfellow.programmes.models import Cohort, Programme
from wayfellow.programmes.policy import Need
from wayfellow.ui.dates import day as in_words

TERM_OPENS = timedelta(days=21)
"""How long before a term's end its reflection is asked for."""
_HANDED_IN = (ReflectionState.HANDED_IN, ReflectionState.ACKNOWLEDGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """What may stand on a certificate; it is earned when nothing is ``owed``."""

    name: str
    programme: str
    cohort: str
    institution: str
    mentor: str
    meetings: int
    hours: float
    acknowledged: int
    begun_on: date
    ended_on: date | None = None
    has_completed: bool = False
    owed: list[str] = field(default_factory=list)

    @property
    def earned(self) -> bool:
        return self.has_completed and not self.owed


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFacts:
    """What may stand on a mentor's record of participation."""

    name: str
    programme: str
    cohort: str
    institution: str
    students: int
    meetings: int
    hours: float
    begun_on: date
    ended_on: date | None = None


def service(group: WorkGroup) -> ServiceFacts:
    """What the mentor gave to one work group."""
    held = list(group.meetings.recorded())
    return ServiceFacts(
        name=group.mentor.person.name,
        programme=group.cohort.programme.name,
        cohort=group.cohort.name,
        institution=group.institution.name,
        students=group.members.values("application").distinct().count(),
        meetings=len(held),
        hours=round(sum(meeting.hours for meeting in held), 1),
        begun_on=localdate(group.formed_at),
        ended_on=localdate(group.ended_at) if group.ended_at else None,
    )


def certificate(member: Member) -> CertificateFacts:
    """The facts of one student's time in a work group."""
    group = member.group
    attended = _attended(member)
    acknowledged = Reflection.objects.filter(member=member, state=ReflectionState.ACKNOWLEDGED)
    return CertificateFacts(
        name=member.application.person.name,
        programme=group.cohort.programme.name,
        cohort=group.cohort.name,
        institution=group.institution.name,
        mentor=group.mentor.person.name,
        meetings=len(attended),
        hours=round(sum(meeting.hours for meeting in attended), 1),
        acknowledged=acknowledged.count(),
        begun_on=localdate(member.joined_at),
        ended_on=localdate(member.left_at) if member.left_at else None,
        has_completed=member.state == MemberState.COMPLETED,
        owed=owed(member),
    )


def _attended(member: Member) -> list[Meeting]:
    return list(
        Meeting.objects.recorded()
        .filter(attendances__member=member.pk, attendances__came=True)
        .order_by("starts_at")
    )


def owed(member: Member) -> list[str]:
    """What the student still owes by today, in words; empty when everything is there."""
    cohort = member.group.cohort
    programme = cohort.programme
    attended = _attended(member)
    done = list(Reflection.objects.filter(member=member, state__in=_HANDED_IN))
    return [
        *_agreement_owed(member, programme),
        *_meetings_owed(member, programme, cohort),
        *_key_points_owed(member, programme),
        *_reflections_owed(programme, attended, {each.meeting_id for each in done}),
        *_terms_owed(programme, cohort, {each.term_id for each in done}),
    ]


def _agreement_owed(member: Member, programme: Programme) -> list[str]:
    if programme.agreement != Need.REQUIRED or member.group.agreements.in_force().exists():
        return []
    return [_("An agreement that everybody has signed")]


def _meetings_owed(member: Member, programme: Programme, cohort: Cohort) -> list[str]:
    if not programme.meetings_per_term:
        return []
    attended = Q(attendances__member=member.pk, attendances__came=True)
    rows = member.group.meetings.filter(attended, state=MeetingState.RECORDED)
    days = [localdate(at) for at in rows.values_list("starts_at", flat=True)]
    short = []
    for term in cohort.terms.filter(ends_on__lt=localdate()):
        missing = programme.meetings_per_term - sum(day in term.span for day in days)
        if missing > 0:
            short.append(
                _("Meetings in %(term)s: %(n)d missing") % {"term": term.name, "n": missing}
            )
    return short


def _key_points_owed(member: Member, programme: Programme) -> list[str]:
    if programme.key_points != Need.REQUIRED:
        return []
    points = getattr(member, "key_points", None)
    waits = points is not None and points.state == KeyPointsState.DUE
    return [_("Key points after the initiation")] if waits else []


def _reflections_owed(
    programme: Programme, attended: list[Meeting], done: set[int | None]
) -> list[str]:
    if programme.meeting_reflections != Need.REQUIRED:
        return []
    return [
        _("Reflection on the meeting of %(day)s") % {"day": in_words(meeting.starts_at)}
        for meeting in attended
        if meeting.pk not in done
    ]


def _terms_owed(programme: Programme, cohort: Cohort, done: set[int | None]) -> list[str]:
    if programme.term_reflections != Need.REQUIRED:
        return []
    over = cohort.terms.filter(ends_on__lt=localdate())
    return [
        _("Reflection on %(term)s") % {"term": term.name} for term in over if term.pk not in done
    ]
