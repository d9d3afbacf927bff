"""What becomes due by itself: requests are remembered, and end when nobody answers."""

from datetime import datetime, timedelta

from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.pairing import actions
from wayfellow.pairing.models import Interest

REMIND_ON = (3, 7)
"""Days after sending on which the mentor is reminded."""


def sweep(at: datetime) -> int:
    """Remind and expire what is due at ``at``; how many. Safe to run twice and by two at once."""
    done = 0
    first = at - timedelta(days=min(REMIND_ON))
    rows = Interest.objects.open().filter(sent_at__lte=first).order_by("sent_at", "pk")
    people = ("student__person", "student__institution", "mentor__person")
    for interest in rows.select_related("mentor__cohort__programme", *people):
        done += _due(interest, at)
    return done


def _due(interest: Interest, at: datetime) -> bool:
    if interest.answer_by is not None and interest.answer_by <= at:
        try:
            actions.expire(interest)
        except IllegalStep:
            return False
        return True
    days = (at - interest.sent_at).days
    reached = [day for day in REMIND_ON if day <= days]
    return bool(reached) and actions.remind(interest, max(reached))
