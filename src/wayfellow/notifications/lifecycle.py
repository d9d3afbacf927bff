from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from wayfellow.kernel.lifecycle import Lifecycle


class LetterState(TextChoices):
    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    TRANSMITTING = "transmitting", _("being handed over")
    """The fence of a letter that is never sent twice: from here on its fate may be unknown."""
    SENT = "sent", _("sent")
    PARKED = "parked", _("perhaps sent")
    """Never sent twice, and nobody can say whether it was sent: a person decides."""
    HELD = "held", _("held back")
    """Its address was refused for good; it leaves when the address works again."""
    FAILED = "failed", _("given up")
    DROPPED = "dropped", _("not sent, on purpose")
    COLLECTED = "collected", _("kept for a digest")
    GATHERED = "gathered", _("part of a digest")


IN_HAND = (LetterState.SENDING, LetterState.TRANSMITTING)
"""Leased by a sender."""
STUCK = (LetterState.FAILED, LetterState.PARKED, LetterState.HELD)
"""Moves on only by somebody's word."""

LETTER = Lifecycle(
    "letter",
    {
        "retry": ([LetterState.WAITING, LetterState.FAILED], LetterState.WAITING),
        "release": ([LetterState.PARKED], LetterState.WAITING),
        "set_aside": (STUCK, LetterState.DROPPED),
    },
)
"""What people may do; leasing and marking belong to the sender alone."""
