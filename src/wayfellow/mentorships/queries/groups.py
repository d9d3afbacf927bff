"""Lists of groups and of what waits in them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from wayfellow.access.doors import reach
from wayfellow.applications.models import Application, Consent
from wayfellow.mentorships.lifecycle import LIVE, KeyPointsState, WithdrawalState
from wayfellow.mentorships.models import (
    KeyPoints,
    Meeting,
    Member,
    Reflection,
    Withdrawal,
    WorkGroup,
)
from wayfellow.people.models import User

FRIDAY = 4
OPENS, CLOSES = 8, 18
BEST_WITH = 2
ACTIVE: str = "active_members"
"""Where ``cards`` puts the students; a plain name, since the model declares the attribute."""


def cards(groups: QuerySet[WorkGroup, WorkGroup]) -> QuerySet[WorkGroup, WorkGroup]:
    """``groups`` with what a card shows: mentor, company, programme, ``active_members``."""
    members = Member.objects.active().select_related("application__person")
    return groups.select_related(
        "mentor__person", "mentor__mentor", "cohort__programme", "institution"
    ).prefetch_related(Prefetch("members", members, to_attr=ACTIVE))


def reflections_waiting(person: User) -> QuerySet[Reflection, Reflection]:
    """Reflections that ``person`` is to read."""
    rows: QuerySet[Reflection, Reflection] = reach(person, "reflection.acknowledge")
    return (
        rows.filter(pk__in=Reflection.objects.waiting().values("pk"))
        .select_related("member__application__person", "member__group", "meeting", "term")
        .order_by("handed_in_at", "pk")
    )


def key_points_waiting(person: User) -> QuerySet[KeyPoints, KeyPoints]:
    """Key points that ``person`` is to read."""
    rows: QuerySet[KeyPoints, KeyPoints] = reach(person, "keypoints.acknowledge")
    return (
        rows.filter(state=KeyPointsState.SENT)
        .select_related("member__application__person", "member__group")
        .order_by("sent_at", "pk")
    )


def withdrawals_waiting(person: User) -> QuerySet[Withdrawal, Withdrawal]:
    """Wishes to leave that ``person`` is to act on."""
    rows: QuerySet[Withdrawal, Withdrawal] = reach(person, "withdrawal.effect")
    return (
        rows.filter(state__in=[WithdrawalState.ASKED, WithdrawalState.ACKNOWLEDGED])
        .select_related("by", "group__mentor__person", "member__application__person")
        .order_by("at", "pk")
    )


def meetings_of(group: WorkGroup, person: User) -> QuerySet[Meeting, Meeting]:
    """The group's meetings that ``person`` may see, the latest first, with ``came_count``."""
    rows: QuerySet[Meeting, Meeting] = reach(person, "meeting.view")
    return (
        rows.filter(group=group)
        .annotate(came_count=Count("attendances", filter=Q(attendances__came=True)))
        .order_by("-starts_at", "-pk")
    )


def free_students(group: WorkGroup) -> QuerySet[Application, Application]:
    """Students who could join ``group``: accepted there, and without a group."""
    placed = Member.objects.active().filter(group__cohort=group.cohort_id, group__state__in=LIVE)
    if group.cohort.programme.rolling:
        placed = placed.filter(group=group.pk)
    return (
        Application.objects.students()
        .placeable()
        .filter(cohort=group.cohort_id, institution=group.institution_id)
        .exclude(pk__in=placed.values("application"))
        .select_related("person")
        .order_by("person__name", "pk")
    )


def thin_spots(
    group: WorkGroup, starts_at: datetime, ends_at: datetime, activity: str = ""
) -> list[str]:
    """What is allowed and yet worth a second thought about a meeting, in words."""
    spots = []
    zone = ZoneInfo(group.institution.time_zone)
    begin, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    closing = end.replace(hour=CLOSES, minute=0, second=0, microsecond=0)
    if begin.weekday() > FRIDAY or begin.hour < OPENS or end > closing or end.date() > begin.date():
        spots.append(
            _("This is outside working hours. Meetings are best Monday to Friday, 8 to 18.")
        )
    active = Member.objects.active().filter(group=group.pk)
    if group.cohort.programme.fewest_mentees >= BEST_WITH and active.count() < BEST_WITH:
        spots.append(_("Meetings are best with at least two students; this group has one now."))
    if activity == Meeting.Activity.VISIT:
        needing = active.filter(application__consent_needed=True)
        granted = Consent.objects.filter(
            application__in=needing.values("application"), state="granted", visits=True
        )
        if needing.exclude(application__in=granted.values("application")).exists():
            spots.append(
                _("Not every guardian has agreed to visits at a workplace. Ask the liaison officer"
                  " first.")
            )  # fmt: skip
    return spots
