from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wayfellow.kernel.lifecycle import Lifecycle


class MailingState(TextChoices):
    DRAFT = "draft", pgettext_lazy("mailing", "draft")
    SENDING = "sending", pgettext_lazy("mailing", "being sent")
    PAUSED = "paused", pgettext_lazy("mailing", "paused")
    DONE = "done", pgettext_lazy("mailing", "sent")
    CANCELLED = "cancelled", pgettext_lazy("mailing", "cancelled")
    DISCARDED = "discarded", pgettext_lazy("mailing", "thrown away")


UNSENT = (MailingState.DRAFT, MailingState.DISCARDED)
"""Its writer's own matter."""

MAILING = Lifecycle(
    "mailing",
    {
        "send": ([MailingState.DRAFT], MailingState.SENDING),
        "pause": ([MailingState.SENDING], MailingState.PAUSED),
        "resume": ([MailingState.PAUSED], MailingState.SENDING),
        # What is kept for somebody's digest can still be stopped when all else has left.
        "cancel": (
            [MailingState.SENDING, MailingState.PAUSED, MailingState.DONE],
            MailingState.CANCELLED,
        ),
        "finish": ([MailingState.SENDING], MailingState.DONE),
        "discard": ([MailingState.DRAFT], MailingState.DISCARDED),
    },
)


class Standing(TextChoices):
    """Where one recipient is."""

    QUEUED = "queued"
    TOLD = "told"
    """In the inbox; the letter, where there is one, says the rest."""
    LEFT_OUT = "left out"


class Reason(TextChoices):
    """Why somebody on the list gets no mail."""

    CLOSED = "closed", _("the account is closed")
    LEFT = "left", _("is no longer on the list, or you may not write to them any more")
    CANCELLED = "cancelled", _("the message was cancelled")
    NO_MAIL = "no mail", _("wants no such mail; it stands in the inbox")
