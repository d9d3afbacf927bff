"""What becomes due by itself in a work group's life; every row of the table is here."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, Exists, F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from wayfellow.events.models import Event
from wayfellow.mentorships import digest
from wayfellow.mentorships.lifecycle import (
    LIVE,
    AgreementState,
    GroupState,
    KeyPointsState,
    MeetingState,
    MemberState,
    ReflectionState,
)
from wayfellow.mentorships.models import (
    Agreement,
    KeyPoints,
    Meeting,
    Member,
    Reflection,
    WorkGroup,
)
from wayfellow.programmes.policy import Need
from wayfellow.timetable.reckoning import noon
from wayfellow.timetable.rules import DAY_OR_TWO, Rule, Step, timetable
from wayfellow.timetable.run import run

AT_WORK = (GroupState.FORMED, GroupState.ACTIVE)
TAKES_PLACE = (MeetingState.PLANNED, MeetingState.RECORDED)
WEEK_EIGHT = 49
"""The eighth week of a term begins so many days after the first."""
SETTLING_IN = timedelta(days=14)
"""New groups are asked for their first meeting, not for one of the term."""

STUDENTS = _("the students")
GROUP = _("the mentor and the students")
STUDENT = _("the student")
LIAISON = _("the liaison officer")
STUDENTS_AND_LIAISON = _("the students and the liaison officer")
STUDENT_AND_LIAISON = _("the student and the liaison officer")


def sweep(at: datetime) -> int:
    """Do what is due at ``at``; how much. Safe to run twice and by two at once."""
    return run(TABLE, at)


def _groups() -> QuerySet[WorkGroup]:
    return WorkGroup.objects.filter(state__in=AT_WORK).select_related(
        "cohort__programme", "institution", "mentor__person"
    )


def _never_met(_day: date) -> QuerySet[WorkGroup]:
    met = Meeting.objects.filter(group=OuterRef("pk"), state__in=TAKES_PLACE)
    return _groups().filter(~Exists(met))


def _without_meeting(day: date) -> QuerySet[WorkGroup]:
    """Groups in each term of theirs in which they owe a meeting and have none."""
    rows = _groups().filter(
        cohort__programme__meetings_per_term__gt=0, formed_at__lte=noon(day) - SETTLING_IN
    )
    rows = rows.annotate(
        term_begins=F("cohort__terms__starts_on"), term_ends=F("cohort__terms__ends_on")
    )
    met = Meeting.objects.filter(
        group=OuterRef("pk"),
        state__in=TAKES_PLACE,
        starts_at__date__gte=OuterRef("term_begins"),
        starts_at__date__lte=OuterRef("term_ends"),
    )
    return rows.filter(~Exists(met), term_begins__isnull=False)


def _all_at_work(_day: date) -> QuerySet[WorkGroup]:
    return _groups()


def _unsigned(_day: date) -> QuerySet[Agreement]:
    proposed = Event.objects.filter(name="agreement.propose", subject_id=OuterRef("pk"))
    latest = Subquery(
        proposed.order_by("-at").values("at")[:1], output_field=DateTimeField(null=True)
    )
    rows = Agreement.objects.filter(state=AgreementState.PROPOSED, group__state__in=LIVE)
    return rows.annotate(proposed_at=latest).select_related(
        "group__cohort__programme", "group__mentor__person"
    )


def _planned(_day: date) -> QuerySet[Meeting]:
    rows = Meeting.objects.planned().filter(group__state__in=LIVE)
    return rows.select_related("group__cohort__programme", "group__mentor__person")


def _visits(day: date) -> QuerySet[Meeting]:
    return _planned(day).filter(activity=Meeting.Activity.VISIT, safety_briefing=False)


def _key_points(_day: date) -> QuerySet[KeyPoints]:
    rows = KeyPoints.objects.filter(
        state=KeyPointsState.DUE,
        member__state=MemberState.ACTIVE,
        member__group__cohort__programme__key_points=Need.REQUIRED,
        meeting__recorded_at__isnull=False,
    )
    return rows.select_related(
        "member__application__person", "member__group__cohort__programme", "meeting"
    )


def _term_ends(_day: date) -> QuerySet[Member]:
    """Active students in each term whose reflection they owe and have not handed in."""
    rows: QuerySet[Any] = Member.objects.active().filter(
        group__state__in=LIVE, group__cohort__programme__term_reflections=Need.REQUIRED
    )
    rows = rows.annotate(
        term=F("group__cohort__terms"),
        term_name=F("group__cohort__terms__name"),
        term_ends=F("group__cohort__terms__ends_on"),
    )
    written = Reflection.objects.filter(member=OuterRef("pk"), term=OuterRef("term"))
    rows = rows.filter(
        ~Exists(written.exclude(state=ReflectionState.DRAFT)), term_ends__isnull=False
    )
    return rows.filter(joined_at__date__lte=F("term_ends")).select_related(
        "application__person", "group__cohort__programme"
    )


def _term(row: Any, _step: Step, _at: datetime) -> Mapping[str, Any]:
    return {"term": row.term_name, "ends": row.term_ends.isoformat()}


def _of_student(row: Any) -> str:
    return row.application.person.called  # type: ignore[no-any-return]


def _of_group(row: Any) -> str:
    return str(row.group)


_OF_GROUP: dict[str, Any] = {"programme": "cohort__programme", "institution": "institution"}
_IN_GROUP: dict[str, Any] = {
    "programme": "group__cohort__programme",
    "institution": "group__institution",
}

TABLE = timetable(
    Rule(
        name="mentorships.initiation", mail=9,
        label=_("The first meeting is not planned"), since=_("the group is formed"),
        rows=_never_met, start="formed_at", **_OF_GROUP,
        steps=(
            Step(days=14, verb="remind_initiation", to=STUDENTS),
            Step(days=28, verb="miss_initiation", to=STUDENTS_AND_LIAISON),
        ),
    ),
    Rule(
        name="mentorships.signature", mail=14,
        label=_("An agreement waits for signatures"), since=_("the agreement is proposed"),
        rows=_unsigned, start="proposed_at", **_IN_GROUP, about=_of_group,
        steps=(Step(days=5, verb="remind", to=_("those who have not signed")),),
    ),
    Rule(
        name="mentorships.meeting", mail=16,
        label=_("A meeting comes near"), since=_("the meeting begins"),
        rows=_planned, start="starts_at", known="planned_at", **_IN_GROUP, about=_of_group,
        steps=(
            Step(days=-3, verb="remind", to=GROUP),
            Step(days=-1, verb="remind", to=GROUP),
        ),
    ),
    Rule(
        name="mentorships.record", mail=17,
        label=_("A meeting is to be recorded"), since=_("the meeting ends"),
        rows=_planned, start="ends_at", known="planned_at", **_IN_GROUP, about=_of_group,
        steps=(
            Step(hours=2, verb="ask_record", to=STUDENTS),
            Step(days=3, verb="ask_record", to=STUDENTS),
            Step(days=7, verb="miss_record", to=STUDENTS_AND_LIAISON),
        ),
    ),
    Rule(
        name="mentorships.key_points", mail=18,
        label=_("Key points are due"), since=_("the initiation is recorded"),
        rows=_key_points, start="meeting__recorded_at",
        programme="member__group__cohort__programme", institution="member__group__institution",
        about=lambda row: _of_student(row.member),
        steps=(
            Step(days=1, verb="remind", to=STUDENT),
            Step(days=5, verb="remind", to=STUDENT),
            Step(days=8, verb="miss", to=STUDENT_AND_LIAISON),
        ),
    ),
    Rule(
        name="mentorships.visit", mail=19,
        label=_("A visit has no safety briefing yet"), since=_("the visit begins"),
        rows=_visits, start="starts_at", known="planned_at", **_IN_GROUP, about=_of_group,
        steps=(
            Step(days=-5, verb="remind_briefing", to=GROUP),
            Step(days=-2, verb="remind_briefing", to=GROUP),
        ),
    ),
    Rule(
        name="mentorships.week_eight", mail=20,
        label=_("No meeting in the eighth week of the term"), since=_("the term begins"),
        rows=_without_meeting, start="term_begins", dated=True, **_OF_GROUP,
        steps=(Step(days=WEEK_EIGHT, verb="remind_meeting", to=STUDENTS),),
    ),
    Rule(
        name="mentorships.late_term", mail=20,
        label=_("No meeting late in the term"), since=_("the term ends"),
        rows=_without_meeting, start="term_ends", dated=True, **_OF_GROUP,
        steps=(Step(days=-28, verb="miss_meeting", to=STUDENTS_AND_LIAISON),),
    ),
    Rule(
        name="mentorships.term_reflection", mail=21,
        label=_("The reflection on the term"), since=_("the term ends"),
        rows=_term_ends, start="term_ends", dated=True,
        programme="group__cohort__programme", institution="group__institution",
        about=_of_student, facts=_term,
        steps=(
            Step(days=-21, verb="open_term", to=STUDENT),
            Step(days=-7, verb="remind_term", to=STUDENT),
            Step(days=-1, verb="remind_term", to=STUDENT),
            Step(days=3, verb="miss_term", to=STUDENT_AND_LIAISON),
        ),
    ),
    Rule(
        name="mentorships.digest", mail=23,
        label=_("A liaison officer's week"), since=_("Monday"),
        rows=digest.offices, start="monday", dated=True, weekly=True,
        programme="programme", institution="institution",
        about=lambda office: office.person.called, facts=digest.facts,
        steps=(Step(verb="sum_up", to=LIAISON, late=DAY_OR_TWO),),
    ),
    Rule(
        name="mentorships.first_month", mail=24,
        label=_("How the first month goes"), since=_("the group is formed"),
        rows=_all_at_work, start="formed_at", **_OF_GROUP,
        steps=(
            Step(days=7, verb="check_in", to=GROUP),
            Step(days=28, verb="check_in", to=GROUP),
        ),
    ),
)  # fmt: skip
"""Every timed mail of the room."""
