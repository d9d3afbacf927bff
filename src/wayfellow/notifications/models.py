import hashlib
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.timezone import now

from wayfellow.access.models import Link
from wayfellow.events.models import Event
from wayfellow.notifications.categories import SWITCHABLE, Category, Channel, Period
from wayfellow.notifications.lifecycle import IN_HAND, LETTER, STUCK, LetterState

ORDINARY = 0
URGENT = 10
"""Sign-in mail and the like: sent before everything else."""
BULK = -10
"""One of very many alike: sent after everything else."""
IN_LINE = (LetterState.WAITING, *IN_HAND)
"""Not over: a later letter to the same address stays behind it."""


DIGEST = "notifications/digest"
"""In place of a notice's name: the letter is a digest."""


class NotificationQuerySet(models.QuerySet["Notification"]):
    def unread(self) -> Self:
        return self.filter(read_at=None)

    def about(self, category: str) -> Self:
        """Those about ``category``; all where it is empty."""
        return self.filter(category=category) if category else self


class Notification(models.Model):
    """What one person is told of one event, as it stands in the inbox."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="notifications")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    notice = models.CharField(max_length=80)
    category = models.CharField(max_length=20, choices=Category, blank=True)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    action = models.CharField(max_length=120, blank=True)
    url = models.CharField(max_length=300, blank=True)
    wording = models.PositiveBigIntegerField(null=True)
    """The version of own words in which it is told; nothing where they are built in."""
    at = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["event", "to", "notice"], name="told_once"),
        ]
        indexes = [
            models.Index(fields=["to", "read_at"], name="notification_unread"),
            models.Index(fields=["to", "-at", "-id"], name="notification_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.notice} to {self.to_id}"


class LetterQuerySet(models.QuerySet["Letter"]):
    def due(self, at: datetime) -> Self:
        """Letters to be sent now: in the front, or leased by a sender that has died."""
        front = Q(state=LetterState.WAITING, behind=None, due_at__lte=at)
        return self.filter(front | Q(state=LetterState.SENDING, leased_until__lt=at))

    def in_front(self) -> Self:
        """Letters that wait for their moment only, not for an earlier one to the same address."""
        return self.filter(state=LetterState.WAITING, behind=None)

    def orphaned(self, at: datetime) -> Self:
        """Letters leased by a sender that has died."""
        return self.filter(state=LetterState.SENDING, leased_until__lt=at)

    def with_wish(self) -> Self:
        """Letters with the ``wish`` of their reader, where there is one."""
        chosen = Preference.objects.filter(person=OuterRef("to"), category=OuterRef("category"))
        return self.annotate(wish=Subquery(chosen.values("channel")[:1]))

    def lost_sight_of(self, at: datetime) -> Self:
        """Letters never sent twice whose sender died while handing them over."""
        return self.filter(state=LetterState.TRANSMITTING, leased_until__lt=at)


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
    answers = models.JSONField(default=list, blank=True)
    """What can be answered by one click: the purpose, the link's id and the label of each."""
    reply_token = models.CharField(max_length=60, blank=True)
    """What makes the address to which a reply goes."""
    reply_to = models.EmailField(blank=True)
    """The address to which a reply goes, where it does not come here."""
    thread = models.CharField(max_length=80, blank=True)
    """Letters with the same thread stand together in mail programs."""
    calendar = models.TextField(blank=True)
    """An iCalendar invitation that goes with the mail."""
    notice = models.CharField(max_length=80, blank=True)
    """The template of the notice that it carries; empty where no event caused it."""
    wording = models.PositiveBigIntegerField(null=True)
    """The version of an institution's own words that it says; nothing where they are built in."""
    category = models.CharField(max_length=20, choices=Category, blank=True)
    """What it is about, where its reader decides how to get it; empty where not."""
    period = models.CharField(max_length=10, choices=Period, blank=True)
    """For which digest it is kept, or which digest it is."""
    bundle = models.ForeignKey("self", models.SET_NULL, null=True, related_name="items")
    """The digest that tells it."""
    priority = models.SmallIntegerField(default=ORDINARY)
    never_twice = models.BooleanField(default=False)
    """Rather not sent than sent twice: parked for a person when nobody knows."""
    state = models.CharField(max_length=12, choices=LetterState, default=LetterState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=now)
    leased_until = models.DateTimeField(null=True)
    behind = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="followers", db_index=False
    )
    """The letter to the same address that goes first; noted when its own moment has come."""
    sent_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    """Why it was not sent, for the people who look after the outbox."""
    at = models.DateTimeField(default=now)

    wish: str | None = None
    """The channel that the reader chose for its category, where that was asked for."""

    objects = LetterQuerySet.as_manager()

    class Meta:
        indexes = [
            # None of these has all that wait by their state alone: while a database has not yet
            # counted a flood of letters, it would take that for the quicker way to one address.
            models.Index(
                fields=["state", "due_at"],
                condition=Q(state__in=[state.value for state in STUCK]),
                name="letter_stuck",
            ),
            models.Index(
                fields=["state", "leased_until"],
                condition=Q(state__in=[state.value for state in IN_HAND]),
                name="letter_in_hand",
            ),
            models.Index(
                fields=["state", "priority", "due_at", "id"],
                condition=Q(state=LetterState.WAITING, behind=None),
                name="letter_front",
            ),
            models.Index(
                fields=["behind"], condition=Q(behind__isnull=False), name="letter_behind"
            ),
            models.Index(fields=["address", "state", "id"], name="letter_of_address"),
            models.Index(fields=["to", "at"], name="letter_of_reader"),
            models.Index(
                fields=["wording"], condition=Q(wording__isnull=False), name="letter_worded"
            ),
            models.Index(
                fields=["to", "period", "due_at"],
                condition=Q(state=LetterState.COLLECTED),
                name="letter_collected",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} to {self.address}"

    @property
    def message_id(self) -> str:
        """The same at every try, so that mail programs and servers know a repeat."""
        return f"<{self.digest}@{settings.MAIL_DOMAIN}>"

    @property
    def digest(self) -> str:
        """What the key comes to in a mail's headers."""
        return hashlib.sha256(self.key.encode()).hexdigest()[:32]

    @property
    def is_digest(self) -> bool:
        """Whether it tells of what other letters were written for."""
        return self.notice == DIGEST

    @property
    def verbs(self) -> frozenset[str]:
        return LETTER.verbs(LetterState(self.state))

    @property
    def is_due(self) -> bool:
        """Whether the next worker that looks will try it."""
        return self.due_at <= now()


class Preference(models.Model):
    """How one person gets the mails of one category, where they have chosen."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_preferences"
    )
    category = models.CharField(max_length=20, choices=Category)
    channel = models.CharField(max_length=10, choices=Channel)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "category"], name="one_choice_per_category"),
            models.CheckConstraint(
                condition=Q(category__in=SWITCHABLE), name="nobody_switches_safety_off"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.channel} to {self.person_id}"


class Unwanted(models.Model):
    """That somebody without an account wants no mail about something."""

    digest = models.CharField(max_length=24)
    """Of the address, which itself is not kept."""
    category = models.CharField(max_length=20, choices=Category)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest", "category"], name="stopped_once"),
            models.CheckConstraint(
                condition=Q(category__in=SWITCHABLE), name="no_outsider_switches_safety_off"
            ),
        ]

    def __str__(self) -> str:
        return f"no {self.category} to {self.digest}"


class Undeliverable(models.Model):
    """An address that the mail server refused for good; letters to it are held back."""

    address = models.EmailField(unique=True)
    """In small letters."""
    reason = models.CharField(max_length=300)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return self.address


class Heartbeat(models.Model):
    """When a worker was last seen alive."""

    name = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.at:%H:%M:%S}"
