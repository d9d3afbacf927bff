from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from wayfellow.access.models import Link
from wayfellow.events.models import Event
from wayfellow.notifications.lifecycle import LetterState


class NotificationQuerySet(models.QuerySet["Notification"]):
    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notification(models.Model):
    """What one person is told of one event, as it stands in the inbox."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="notifications")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    notice = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    action = models.CharField(max_length=120, blank=True)
    url = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["event", "to", "notice"], name="told_once"),
        ]
        indexes = [models.Index(fields=["to", "read_at"], name="notification_unread")]

    def __str__(self) -> str:
        return f"{self.notice} to {self.to_id}"


class LetterQuerySet(models.QuerySet["Letter"]):
    def due(self, at: datetime) -> Self:
        """Letters to be sent now: waiting, or leased by a sender that has died."""
        waiting = Q(state=LetterState.WAITING, due_at__lte=at)
        orphaned = Q(state=LetterState.SENDING, leased_until__lt=at)
        return self.filter(waiting | orphaned)


class Letter(models.Model):
    """One mail to one address: a row of the outbox, written with its event."""

    key = models.CharField(max_length=200, unique=True)
    """The same on every repeat of the same notice to the same reader."""
    event = models.ForeignKey(Event, models.SET_NULL, null=True, related_name="letters")
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="letters"
    )
    address = models.EmailField()
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=12, default="en")
    subject = models.CharField(max_length=200)
    text = models.TextField()
    action = models.CharField(max_length=120, blank=True)
    url = models.CharField(max_length=300, blank=True)
    link = models.ForeignKey(Link, models.SET_NULL, null=True, related_name="letters")
    calendar = models.TextField(blank=True)
    """An iCalendar invitation that goes with the mail."""
    priority = models.SmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=LetterState, default=LetterState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=now)
    leased_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    """Why it was not sent, for the people who look after the outbox."""
    at = models.DateTimeField(default=now)

    objects = LetterQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"], name="letter_due")]

    def __str__(self) -> str:
        return f"{self.key} to {self.address}"

    @property
    def is_due(self) -> bool:
        """Whether the next worker that looks will try it."""
        return self.due_at <= now()


class Heartbeat(models.Model):
    """When a worker was last seen alive."""

    name = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.at:%H:%M:%S}"
