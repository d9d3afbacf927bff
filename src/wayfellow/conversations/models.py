from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from wayfellow.mentorships.models import WorkGroup


class Message(models.Model):
    """What a member of a work group writes to the others."""

    group = models.ForeignKey(WorkGroup, models.CASCADE, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages")
    body = models.TextField(_("message"), max_length=4000)
    at = models.DateTimeField(default=now)

    if TYPE_CHECKING:
        group_id: int
        author_id: int

    class Meta:
        ordering = ("at", "pk")
        indexes = [models.Index(fields=["group", "at"], name="message_thread")]

    def __str__(self) -> str:
        return f"message {self.pk}"

    @property
    def mail_thread(self) -> str:
        """Mails about all messages of a group stand together in mail programs."""
        return f"conversation:{self.group_id}"
