"""Mailings leave bit by bit, at every tick."""

from datetime import datetime

from wayfellow.mailings.actions import leave
from wayfellow.mailings.lifecycle import MailingState
from wayfellow.mailings.models import Mailing

AT_ONCE = 50
"""Mailings that have their turn in one tick, those that waited longest first."""


def sweep(at: datetime) -> int:
    """Tell those whose turn it is ``at``; how many. Safe to run twice and by two at once."""
    rows = Mailing.objects.filter(state=MailingState.SENDING).order_by("free_at", "pk")
    waiting = list(rows.values_list("pk", flat=True)[:AT_ONCE])
    left = range(len(waiting), 0, -1)
    return sum(leave(pk, at, share) for pk, share in zip(waiting, left, strict=True))
