"""When what dead senders had in hand has come into other hands, and when nothing waits."""

import time
from datetime import UTC, datetime, timedelta

from wayfellow.notifications.lifecycle import IN_HAND, LetterState
from wayfellow.notifications.models import Letter

GLANCE = 0.25


def recovery(last_kill: float, lease: timedelta, patience: float) -> float:
    """Seconds from the last kill until no letter is in hands that may have been dead by then."""
    leased_before = datetime.fromtimestamp(last_kill, UTC) + lease
    orphans = Letter.objects.filter(state__in=IN_HAND, leased_until__lte=leased_before)
    while orphans.exists() and time.time() - last_kill < patience:
        time.sleep(GLANCE)
    return time.time() - last_kill


def is_empty() -> bool:
    """Whether nothing waits and nothing is in hand."""
    return not Letter.objects.filter(state__in=[LetterState.WAITING, *IN_HAND]).exists()
