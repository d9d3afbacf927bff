"""Meetings: planned with the liaison officer told, moved, cancelled, recorded for each student."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Invalid, Refused
from wayfellow.applications.models import is_minor
from wayfellow.events.record import record
from wayfellow.events.step import move
from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.mentorships.actions import group as groups
from wayfellow.mentorships.actions import seats
from wayfellow.mentorships.invitations import invitation_to
from wayfellow.mentorships.lifecycle import MEETING, MeetingState
from wayfellow.mentorships.models import (
    Attendance,
    KeyPoints,
    Meeting,
    Member,
    Reply,
    WorkGroup,
)
from wayfellow.people.models import User
from wayfellow.programmes.policy import Need

PLAN = ("starts_at", "ends_at", "mode", "place", "activity", "agenda", "safety_briefing")


@transaction.atomic
def plan_meeting(group: WorkGroup, values: Mapping[str, Any], *, by: User | None) -> Meeting:
    """Plan a meeting, the first as initiation; everybody and the liaison officer are told.

    ``values`` hold ``starts_at`` and ``ends_at`` and may hold ``mode``, ``place``, ``activity``,
    ``agenda`` and ``safety_briefing``. Refused while a guardian's consent is missing.
    """
    _may_meet(group, values)
    meeting = _put_down(group, values, by=by)
    meeting.liaison_told_at = _telling(group)
    meeting.save(update_fields=["liaison_told_at"])
    _comes(meeting, by)
    record("plan", meeting, by=by, calendar=invitation_to(meeting))
    return meeting


def _comes(meeting: Meeting, person: User | None) -> None:
    """Whoever chooses the time can come then."""
    if person and meeting.group.people().filter(pk=person.pk).exists():
        yes = {"coming": Reply.Coming.YES, "at": now()}
        Reply.objects.update_or_create(meeting=meeting, person=person, defaults=yes)


def _may_meet(group: WorkGroup, values: Mapping[str, Any]) -> None:
    seats.hold(group)
    _in_order(values)
    if values["starts_at"] <= now():
        raise Invalid(
            _("This time has passed. Record a meeting that has taken place instead."),
            field="starts_at",
        )
    if group.members.without_consent().exists():
        raise Refused(
            _("A guardian's consent is missing, so no meeting can be planned. The liaison officer"
              " knows whom to ask.")
        )  # fmt: skip


def _in_order(values: Mapping[str, Any]) -> None:
    if values["ends_at"] <= values["starts_at"]:
        raise Invalid(_("The end must lie after the start."), field="ends_at")


def _put_down(group: WorkGroup, values: Mapping[str, Any], *, by: User | None) -> Meeting:
    begun = group.meetings.exclude(state=MeetingState.CANCELLED)
    first = not begun.filter(kind=Meeting.Kind.INITIATION).exists()
    return Meeting.objects.create(
        group=group,
        kind=Meeting.Kind.INITIATION if first else Meeting.Kind.MEETING,
        planned_by=by,
        **{name: values[name] for name in PLAN if name in values},
    )


def _telling(group: WorkGroup) -> datetime | None:
    tells = group.cohort.programme.told_before_meetings and group.liaison_officers().exists()
    return now() if tells else None


@transaction.atomic
def reschedule(
    meeting: Meeting, values: Mapping[str, Any], *, by: User | None, seen: int | None = None
) -> None:
    """Change a planned meeting and tell everybody again; at another time, all are asked anew.

    ``seen`` is the ``sequence`` that was on the page; Refused if it was changed since.
    """
    kept = {"starts_at": meeting.starts_at, "ends_at": meeting.ends_at, **values}
    _may_meet(meeting.group, kept)
    changes = {name: values[name] for name in PLAN if name in values}
    times = {name: kept[name] for name in ("starts_at", "ends_at")}
    moved = not Meeting.objects.filter(pk=meeting.pk, **times).exists()
    _count(meeting, seen)
    told = {"liaison_told_at": _telling(meeting.group), "changed_at": now()}
    move(meeting, MEETING, "reschedule", set_={**changes, **told})
    if moved:
        meeting.replies.all().delete()
        _comes(meeting, by)
    record("reschedule", meeting, by=by, calendar=invitation_to(meeting))


def _count(meeting: Meeting, seen: int | None) -> None:
    last = meeting.sequence if seen is None else seen
    rows = Meeting.objects.filter(pk=meeting.pk, sequence=last)
    if not rows.update(sequence=last + 1):
        raise Refused(_("Somebody else has just changed this meeting. Look at it as it is now."))
    meeting.sequence = last + 1


@transaction.atomic
def cancel(meeting: Meeting, reason: str = "", *, by: User | None) -> None:
    """Call a planned meeting off; calendars take it out again."""
    move(meeting, MEETING, "cancel", set_={"reason": reason[:300], "changed_at": now()})
    # Whoever has the page open may not have seen the last change, and calendars obey only what
    # is newer than all they have.
    Meeting.objects.filter(pk=meeting.pk).update(sequence=F("sequence") + 1)
    meeting.refresh_from_db()
    record("cancel", meeting, by=by, calendar=invitation_to(meeting))


@transaction.atomic
def record_meeting(
    meeting: Meeting, came: AbstractSet[int], values: Mapping[str, Any], *, by: User | None
) -> None:
    """Write down that a meeting took place: ``came`` are the ids of the members who were there.

    Of two people recording at once the second meets an IllegalStep, and nothing is doubled.
    """
    changes = {name: values[name] for name in PLAN if name in values}
    _held(meeting, came, changes)
    at = now()
    noted = {"recorded_at": at, "recorded_by": by, "changed_at": at}
    move(meeting, MEETING, "record", set_={**changes, **noted})
    _write_attendance(meeting, came)
    if meeting.kind == Meeting.Kind.INITIATION:
        groups.begin(meeting.group, by=by)
    record("record", meeting, by=by, came=sorted(came), told_before=meeting.liaison_told_before)


@transaction.atomic
def log_meeting(
    group: WorkGroup, values: Mapping[str, Any], came: AbstractSet[int], *, by: User | None
) -> Meeting:
    """Record a meeting that took place without having been planned here."""
    seats.hold(group)
    _in_order(values)
    meeting = _put_down(group, values, by=by)
    record_meeting(meeting, came, {}, by=by)
    return meeting


@transaction.atomic
def correct(
    meeting: Meeting,
    came: AbstractSet[int],
    values: Mapping[str, Any],
    *,
    by: User | None,
    seen: int | None = None,
) -> None:
    """Put a record right; Refused if somebody else did so since ``seen``."""
    changes = {name: values[name] for name in PLAN if name in values}
    _held(meeting, came, changes)
    _count(meeting, seen)
    move(meeting, MEETING, "correct", set_={**changes, "changed_at": now()})
    _write_attendance(meeting, came)
    record("correct", meeting, by=by, came=sorted(came))


def _held(meeting: Meeting, came: AbstractSet[int], changes: Mapping[str, Any]) -> None:
    kept = {"starts_at": meeting.starts_at, "ends_at": meeting.ends_at, **changes}
    _in_order(kept)
    if kept["starts_at"] > now():
        raise Refused(_("This meeting has not begun yet. Record it afterwards."))
    members = set(attendees(meeting).values_list("pk", flat=True))
    if not came or not came <= members:
        raise Invalid(
            _("Tick the students who came. If nobody met, cancel the meeting instead."),
            field="came",
        )
    visit = changes.get("activity", meeting.activity) == Meeting.Activity.VISIT
    briefed = changes.get("safety_briefing", meeting.safety_briefing)
    if visit and not briefed and has_minors(meeting.group):
        raise Invalid(
            _("Students under age were at a workplace: say that the safety briefing was given."),
            field="safety_briefing",
        )


def attendees(meeting: Meeting) -> "Any":
    """Members who can have been there: the active ones, and those who were recorded before."""
    recorded = Attendance.objects.filter(meeting=meeting.pk).values("member")
    rows = Member.objects.filter(group=meeting.group_id)
    return rows.active() | rows.filter(pk__in=recorded)


def has_minors(group: WorkGroup) -> bool:
    """Whether a student in ``group`` is under the programme's age of consent."""
    age = group.cohort.programme.consent_age
    rows = group.members.active().values_list(
        "application__consent_needed", "application__person__profile__born_on"
    )
    return any(needed or is_minor(born_on, age) for needed, born_on in rows)


def _write_attendance(meeting: Meeting, came: AbstractSet[int]) -> None:
    Attendance.objects.bulk_create(
        (
            Attendance(meeting=meeting, member=member, came=member.pk in came)
            for member in attendees(meeting)
        ),
        update_conflicts=True,
        update_fields=["came"],
        unique_fields=["meeting", "member"],
    )
    if meeting.kind != Meeting.Kind.INITIATION:
        return
    if meeting.group.cohort.programme.key_points == Need.NONE:
        return
    # Every student tells the liaison officer what was agreed, those who could not come too.
    KeyPoints.objects.bulk_create(
        (KeyPoints(member=member, meeting=meeting) for member in meeting.group.members.active()),
        ignore_conflicts=True,
    )


def call_off_all(group: WorkGroup, *, by: User | None) -> None:
    """Cancel what was still planned when a group ends."""
    for meeting in group.meetings.planned().filter(starts_at__gt=now()):
        try:
            cancel(meeting, _("The work group has ended."), by=by)
        except IllegalStep:
            continue
