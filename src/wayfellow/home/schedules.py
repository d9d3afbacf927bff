"""Everything that happens by itself: one table of rooms, run by one sweep."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError

from wayfellow.applications import schedules as applications
from wayfellow.conversations import schedules as conversations
from wayfellow.mailings import schedules as mailings
from wayfellow.mentorships import schedules as mentorships
from wayfellow.notifications.digest import gather
from wayfellow.notifications.outbox import send_due
from wayfellow.pairing import schedules as pairing
from wayfellow.partners import schedules as partners
from wayfellow.privacy import schedules as privacy
from wayfellow.safeguarding import schedules as safeguarding
from wayfellow.surveys import schedules as surveys
from wayfellow.timetable.run import forget

log = logging.getLogger(__name__)

SWEEPS: dict[str, Callable[[datetime], int]] = {
    "safeguarding": safeguarding.sweep,
    "partners": partners.sweep,
    "applications": applications.sweep,
    "mentorships": mentorships.sweep,
    "pairing": pairing.sweep,
    "conversations": conversations.sweep,
    "surveys": surveys.sweep,
    "privacy": privacy.sweep,
    "timetable": forget,
    "mailings": mailings.sweep,
    # Last, so that what was just written is in it.
    "digests": gather,
}


def sweep(at: datetime, *, send: Callable[[], int] = send_due) -> dict[str, int]:
    """Run what is due at ``at``; how much each room did. Safe to run twice and by two at once.

    A room that fails is written to the log and keeps no other from its work. ``send`` takes what
    is written then out of the house.
    """
    done: dict[str, int] = {}
    for name, run in SWEEPS.items():
        try:
            done[name] = run(at)
        except DatabaseError:
            raise  # no room would fare better without its tables
        except Exception:
            log.exception("what was due in %s was not done", name)
    done["letters"] = send()
    return {name: count for name, count in done.items() if count}
