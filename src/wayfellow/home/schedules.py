"""Everything that happens by itself: one table of rooms, run by one sweep."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError

from wayfellow.applications import schedules as applications
from wayfellow.notifications.outbox import send_due
from wayfellow.pairing import schedules as pairing
from wayfellow.safeguarding import schedules as safeguarding

log = logging.getLogger(__name__)

SWEEPS: dict[str, Callable[[datetime], int]] = {
    "applications": applications.sweep,
    "pairing": pairing.sweep,
    "safeguarding": safeguarding.sweep,
}


def sweep(at: datetime) -> dict[str, int]:
    """Run what is due at ``at``; how much each room did. Safe to run twice and by two at once.

    A room that fails is written to the log and keeps no other from its work.
    """
    done: dict[str, int] = {}
    for name, run in SWEEPS.items():
        try:
            done[name] = run(at)
        except DatabaseError:
            raise  # no room would fare better without its tables
        except Exception:
            log.exception("what was due in %s was not done", name)
    done["letters"] = send_due()
    return {name: count for name, count in done.items() if count}
