from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from wayfellow.institutions.models import Institution
from wayfellow.mailings.lifecycle import MAILING, UNSENT, MailingState, Reason, Standing
from wayfellow.mailings.wording import Wording
from wayfellow.notifications.models import Letter
from wayfellow.programmes.models import Programme


class MailingQuerySet(models.QuerySet["Mailing"]):
    def untouched(self) -> "MailingQuerySet":
        """Drafts in which nobody has written anything."""
        return self.filter(state=MailingState.DRAFT, version=0)


class Mailing(models.Model):
    """What one member of staff writes to everybody on a list, each alone on the mail."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="mailings")
    programme = models.ForeignKey(Programme, models.CASCADE, null=True, related_name="mailings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="mailings")
    listing = models.CharField(max_length=40)
    """Which kind of list, by its name in the table."""
    place = models.PositiveBigIntegerField()
    """The row at which the list hangs, such as a cohort."""
    asked = models.CharField(max_length=500, blank=True)
    """The filter of the list, as a query string."""
    picked = models.JSONField(default=list)
    """Rows of the list that were ticked; all of it where empty."""
    whom = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=12, choices=settings.LANGUAGES)
    """Whose text goes to everybody who has none in their own language."""
    texts = models.JSONField(default=dict)
    """The words by language; see ``Wording``."""
    path = models.CharField(max_length=300, blank=True)
    per_minute = models.PositiveIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1)]
    )
    reply_to = models.EmailField(blank=True)
    """Where replies go, fixed when it is sent."""
    replies_to_sender = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=MailingState, default=MailingState.DRAFT)
    version = models.PositiveIntegerField(default=0)
    """Counts saves; who saves says which one was seen."""
    saved_in = models.CharField(max_length=32, blank=True)
    """The window that saved last, which may go on saving."""
    at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True)
    count = models.PositiveIntegerField(default=0)
    """To how many it was sent."""
    free_at = models.DateTimeField(default=now)
    """When its next letter may leave."""

    objects = MailingQuerySet.as_manager()

    if TYPE_CHECKING:
        by_id: int
        institution_id: int
        programme_id: int | None

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [
            models.Index(
                fields=["free_at"], condition=Q(state=MailingState.SENDING), name="mailing_sending"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=UNSENT) | Q(sent_at__isnull=False), name="mailing_sent_at"
            ),
        ]

    def __str__(self) -> str:
        return self.wording().subject or str(_("Mailing without a subject"))

    @property
    def verbs(self) -> frozenset[str]:
        return MAILING.verbs(MailingState(self.state))

    def wording(self, language: str = "") -> Wording:
        """Its words in ``language``, or in its first where there are none."""
        texts: dict[str, Any] = self.texts
        found = texts.get(language) or texts.get(self.language) or {}
        return Wording.of(found)

    @property
    def languages(self) -> list[str]:
        """Those in which it has words, its first one in front."""
        return [self.language, *(code for code in self.texts if code != self.language)]


class Recipient(models.Model):
    """One person to whom a mailing goes: frozen when it is sent, with what came of it."""

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="recipients")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    language = models.CharField(max_length=12)
    """Of the words that this person gets."""
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.QUEUED)
    reason = models.CharField(max_length=10, choices=Reason, blank=True)
    letter = models.OneToOneField(Letter, models.SET_NULL, null=True, related_name="recipient")
    told_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    answer = models.PositiveSmallIntegerField(null=True)
    """The place of the chosen answer, from 0."""
    answered_at = models.DateTimeField(null=True)

    if TYPE_CHECKING:
        mailing_id: int
        person_id: int
        letter_id: int | None

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["mailing", "person"], name="recipient_once"),
            models.CheckConstraint(
                condition=Q(answer=None, answered_at=None)
                | Q(answer__isnull=False, answered_at__isnull=False),
                name="answer_has_its_moment",
            ),
        ]
        indexes = [
            models.Index(
                fields=["mailing", "id"],
                condition=Q(standing=Standing.QUEUED),
                name="recipient_queued",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} of mailing {self.mailing_id}"

    @property
    def wording(self) -> Wording:
        """The words that this person got."""
        return self.mailing.wording(self.language)

    @property
    def said(self) -> str:
        """The chosen answer, in the words of this person; nothing where none was given."""
        return self.wording.option(self.answer)


class Pace(models.Model):
    """When the next letter of any mailing may leave: one row, which one worker has at a time."""

    free_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"free at {self.free_at:%H:%M:%S}"

    def later_of(self, moment: datetime) -> datetime:
        """``moment``, or when a letter may leave if that is later."""
        return max(self.free_at, moment)


class Custom(models.Model):
    """What an institution allows in its mailings."""

    institution = models.OneToOneField(Institution, models.CASCADE, related_name="mailing_custom")
    own_addresses = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"mailings of {self.institution_id}"
