"""What becomes due by itself when a group grows quiet."""

from datetime import date, datetime

from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from wayfellow.conversations.models import Message
from wayfellow.mentorships.lifecycle import GroupState, MeetingState
from wayfellow.mentorships.models import Meeting, WorkGroup
from wayfellow.timetable.rules import Rule, Step, timetable
from wayfellow.timetable.run import run


def sweep(at: datetime) -> int:
    """Do what is due at ``at``; how much. Safe to run twice and by two at once."""
    return run(TABLE, at)


def _quiet(_day: date) -> QuerySet[WorkGroup]:
    """Groups at work, by when they last wrote or met; a planned meeting counts as well."""
    messages = Message.objects.filter(group=OuterRef("pk")).order_by().values("group")
    written = Subquery(messages.annotate(last=Max("at")).values("last"))
    meetings = Meeting.objects.filter(group=OuterRef("pk")).exclude(state=MeetingState.CANCELLED)
    met = Subquery(meetings.order_by().values("group").annotate(last=Max("ends_at")).values("last"))
    rows = WorkGroup.objects.filter(state__in=[GroupState.FORMED, GroupState.ACTIVE]).annotate(
        quiet_since=Greatest(
            "formed_at", Coalesce(written, "formed_at"), Coalesce(met, "formed_at")
        )
    )
    return rows.select_related("cohort__programme", "institution", "mentor__person")


TABLE = timetable(
    Rule(
        name="conversations.quiet", mail=29,
        label=_("A group has grown quiet"), since=_("the last message or meeting"),
        rows=_quiet, start="quiet_since",
        programme="cohort__programme", institution="institution",
        steps=(
            Step(days=45, verb="grow_quiet", to=_("the mentor and the students")),
            Step(days=75, verb="stay_quiet", to=_("the liaison officer and the coordinators")),
        ),
    ),
)  # fmt: skip
"""Every timed mail of the room."""
