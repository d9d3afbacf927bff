"""What becomes due by itself with concerns and checks."""

from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wayfellow.safeguarding import actions, checking
from wayfellow.safeguarding.lifecycle import ConcernState
from wayfellow.safeguarding.models import Check, Concern
from wayfellow.timetable.rules import ALWAYS, Rule, Step, timetable
from wayfellow.timetable.run import run

BOTH = _("the mentor and the coordinators")
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


def _checks(_day: date) -> QuerySet[Check]:
    return checking.latest()


def _of_whom(check: Check) -> str:
    return f"{check.mentor.person.called}, {check.get_kind_display()}"


TABLE = timetable(
    Rule(
        name="safeguarding.check", mail=34,
        label=_("A mentor's check or training runs out"), since=_("it runs out"),
        rows=_checks, start="expires_on", dated=True, about=_of_whom,
        programme="mentor__cohort__programme", institution="mentor__institution",
        steps=(
            Step(days=-60, verb="near_expiry", to=BOTH),
            Step(days=-14, verb="near_expiry", to=BOTH),
        ),
    ),
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
