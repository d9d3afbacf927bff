"""What becomes due by itself with concerns."""

from datetime import datetime, timedelta

from wayfellow.safeguarding import actions
from wayfellow.safeguarding.lifecycle import ConcernState
from wayfellow.safeguarding.models import Concern

UNTOUCHED = timedelta(hours=24)
"""How long a concern may wait before its coordinators are reminded."""


def sweep(at: datetime) -> int:
    """Remind coordinators, once each, of concerns that nobody has taken up; how many.

    Safe to run twice, and by two workers at once.
    """
    rows = Concern.objects.filter(
        state=ConcernState.RAISED, escalated_at=None, at__lte=at - UNTOUCHED
    )
    rows = rows.select_related("programme", "institution")
    return sum(actions.escalate(concern, at) for concern in rows.order_by("at", "pk"))
