from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from wayfellow.kernel.lifecycle import Lifecycle


class LetterState(TextChoices):
    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("given up")
    DROPPED = "dropped", _("not sent, on purpose")


LETTER = Lifecycle(
    "letter",
    {"retry": ([LetterState.WAITING, LetterState.FAILED], LetterState.WAITING)},
)
"""What people may do; leasing and marking belong to the sender alone."""
