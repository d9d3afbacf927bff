"""What becomes due by itself with concerns."""

from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wayfellow.safeguarding import actions
from wayfellow.safeguarding.lifecycle import ConcernState
from wayfellow.safeguarding.models import Concern
from wayfellow.timetable.rules import ALWAYS, Rule, Step, timetable
from wayfellow.timetable.run import run

UNTOUCHED = timedelta(hours=24)
"""How long a concern may wait before its coordinators are reminded."""


def sweep(at: datetime) -> int:
    """Remind coordinators, once each, of concerns that nobody has taken up; how many.

    Safe to run twice, and by two workers at once.
    """
    return run(TABLE, at)


def _untouched(_day: date) -> QuerySet[Concern]:
    rows = Concern.objects.filter(state=ConcernState.RAISED, escalated_at=None)
    return rows.select_related("programme", "institution")


TABLE = timetable(
    Rule(
        name="safeguarding.untouched", mail=32,
        label=_("Nobody has taken up a concern"), since=_("the concern is raised"),
        rows=_untouched, start="at", programme="programme", institution="institution",
        # It does not wait for the morning, and only its handlers know of it.
        quiet=False, listed=False,
        act=lambda concern, _step, at: actions.escalate(concern, at),
        steps=(
            Step(hours=int(UNTOUCHED.total_seconds()) // 3600, verb="escalate", late=ALWAYS,
                 to=_("the coordinators")),
        ),
    ),
)  # fmt: skip
"""Every timed mail of the room."""
