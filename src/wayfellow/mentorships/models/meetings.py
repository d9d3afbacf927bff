"""Meetings, and who came."""

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from wayfellow.calendars.replies import Says
from wayfellow.mentorships.lifecycle import MEETING, MeetingState
from wayfellow.mentorships.models.groups import Member, WorkGroup
from wayfellow.people.models import User

RECORD_WITHIN = timedelta(days=7)
"""How long after a meeting a missing record is not yet flagged."""


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def recorded(self) -> Self:
        return self.filter(state=MeetingState.RECORDED)

    def planned(self) -> Self:
        return self.filter(state=MeetingState.PLANNED)

    def unrecorded(self) -> Self:
        """Planned meetings that ended more than a week ago without a record."""
        return self.filter(state=MeetingState.PLANNED, ends_at__lt=now() - RECORD_WITHIN)


class Meeting(models.Model):
    """One meeting of a work group, from plan to record."""

    class Kind(models.TextChoices):
        INITIATION = "initiation", _("initiation")
        MEETING = "meeting", _("meeting")

    class Mode(models.TextChoices):
        IN_PERSON = "in person", _("face to face")
        ONLINE = "online", _("online")

    class Activity(models.TextChoices):
        CHAT = "chat", _("chat session")
        EXPLORE = "explore", _("exploring a topic or trend together")
        DEVELOP = "develop", _("mock interview, CV or goals")
        OPTIONS = "options", _("career options and gaps")
        VISIT = "visit", _("visit or shadowing at the workplace")
        EVENT = "event", _("company or industry event")

    group = models.ForeignKey(WorkGroup, models.CASCADE, related_name="meetings")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    """The meeting's name in every calendar, the same for its whole life."""
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.MEETING)
    state = models.CharField(max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    mode = models.CharField(_("how"), max_length=10, choices=Mode, default=Mode.IN_PERSON)
    place = models.CharField(_("place or link"), max_length=200, blank=True)
    activity = models.CharField(
        _("what you will do"), max_length=8, choices=Activity, default=Activity.CHAT
    )
    agenda = models.TextField(_("agenda"), max_length=2000, blank=True)
    safety_briefing = models.BooleanField(
        _("safety briefing and protective equipment are arranged"), default=False
    )
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    planned_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)
    """When it was last planned, changed, cancelled or recorded, as calendars are told."""
    liaison_told_at = models.DateTimeField(null=True, blank=True)
    """When the liaison officer was told of the meeting as it now stands."""
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    reason = models.CharField(_("reason for cancelling"), max_length=300, blank=True)
    sequence = models.PositiveSmallIntegerField(default=0)
    """Counts changes, as calendars expect."""

    guest: User | None = None
    """Whom alone the next notice concerns: who comes to the group late, or leaves it early."""

    objects = MeetingQuerySet.as_manager()

    if TYPE_CHECKING:
        group_id: int

    class Meta:
        ordering = ("starts_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_after_it_starts",
                violation_error_message=_("The end must lie after the start."),
            ),
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(kind="initiation") & ~Q(state=MeetingState.CANCELLED),
                name="one_initiation",
            ),
        ]
        indexes = [models.Index(fields=["state", "ends_at"], name="meeting_unrecorded")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.group} on {self.starts_at:%Y-%m-%d}"

    @property
    def verbs(self) -> frozenset[str]:
        return MEETING.verbs(MeetingState(self.state))

    @property
    def liaison_told_before(self) -> bool:
        return self.liaison_told_at is not None and self.liaison_told_at <= self.starts_at

    @property
    def hours(self) -> float:
        """Length in hours."""
        return (self.ends_at - self.starts_at).total_seconds() / 3600


class Attendance(models.Model):
    """Whether a student came to a meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    member = models.ForeignKey(Member, models.CASCADE, related_name="attendances")
    came = models.BooleanField(_("came"), default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="attendance_once")
        ]

    def __str__(self) -> str:
        return f"{self.member} at {self.meeting}"


class Reply(models.Model):
    """What a member of the group answers to a planned meeting; a later answer takes its place."""

    class Coming(models.TextChoices):
        # The values are those of calendars.
        YES = "ACCEPTED", _("coming")
        MAYBE = "TENTATIVE", _("perhaps coming")
        NO = "DECLINED", _("not coming")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="replies")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    coming = models.CharField(max_length=9, choices=Coming)
    at = models.DateTimeField(default=now)

    if TYPE_CHECKING:
        person_id: int

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="reply_once"),
            models.CheckConstraint(
                condition=Q(coming__in=["ACCEPTED", "TENTATIVE", "DECLINED"]), name="known_reply"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.coming} {self.meeting}"

    @property
    def says(self) -> Says:
        """The answer as calendars write it."""
        known: dict[str, Says] = {
            self.Coming.YES: "ACCEPTED",
            self.Coming.MAYBE: "TENTATIVE",
            self.Coming.NO: "DECLINED",
        }
        return known[self.coming]
