"""When people are asked what, and who has not answered yet."""

from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.timezone import localdate, now

from wayfellow.mentorships.lifecycle import GroupState
from wayfellow.mentorships.models import Member, WorkGroup
from wayfellow.mentorships.models.groups import STAYED
from wayfellow.people.models import User
from wayfellow.surveys.models import Outcome, Pulse

HALF_A_YEAR, YEAR = timedelta(days=182), timedelta(days=365)


def months_after(group: WorkGroup, at: datetime | None = None) -> int | None:
    """Which of the two times it is at which students are asked what came of a completed group."""
    if group.state != GroupState.COMPLETED or group.ended_at is None:
        return None
    since = (at or now()) - group.ended_at
    if since >= YEAR:
        return Outcome.After.YEAR
    return Outcome.After.HALF_A_YEAR if since >= HALF_A_YEAR else None


def occasion_of(group: WorkGroup) -> tuple[Pulse.Occasion, date]:
    """What people of a group are asked on now: from its review date on that, before it half-way."""
    if group.review_on is not None and group.review_on <= localdate():
        return Pulse.Occasion.REVIEW, group.review_on
    return Pulse.Occasion.HALF_WAY, group.cohort.starts_on


def said_now(group: WorkGroup) -> QuerySet[Pulse]:
    """What people of the group have said on the present occasion."""
    occasion, about = occasion_of(group)
    return Pulse.objects.filter(group=group.pk, occasion=occasion, about=about)


def unasked(group: WorkGroup) -> QuerySet[User]:
    """Its people who have not said how it is going."""
    return group.people().exclude(pk__in=said_now(group).values("person"))


def unheard(group: WorkGroup) -> QuerySet[User]:
    """Its students who have not told what came of it, of those who are asked now."""
    told = Outcome.objects.filter(group=group.pk, months=months_after(group) or 0)
    students = Member.objects.filter(group=group.pk, state__in=STAYED)
    rows = User.objects.filter(pk__in=students.values("application__person"))
    return rows.exclude(pk__in=told.values("person"))
