"""What becomes due by itself as a cohort comes to its end."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wayfellow.mentorships.lifecycle import GroupState
from wayfellow.mentorships.models import WorkGroup
from wayfellow.surveys.queries import ASKED
from wayfellow.timetable.rules import Rule, Step, timetable
from wayfellow.timetable.run import run

GROUP = _("the mentor and the students")
LAST_DAY = _("the cohort's last day")


def sweep(at: datetime) -> int:
    """Do what is due at ``at``; how much. Safe to run twice and by two at once."""
    return run(TABLE, at)


def _groups(states: tuple[str, ...]) -> QuerySet[WorkGroup]:
    rows = WorkGroup.objects.filter(state__in=states, cohort__ends_on__isnull=False)
    return rows.select_related("cohort__programme", "institution", "mentor__person")


def _ending(_day: date) -> QuerySet[WorkGroup]:
    return _groups((GroupState.FORMED, GroupState.ACTIVE, GroupState.CLOSING))


def _ended(_day: date) -> QuerySet[WorkGroup]:
    return _groups(ASKED)


_OF_GROUP: dict[str, Any] = {"programme": "cohort__programme", "institution": "institution"}

TABLE = timetable(
    Rule(
        name="surveys.closing", mail=35,
        label=_("The programme comes to its end"), since=LAST_DAY,
        rows=_ending, start="cohort__ends_on", dated=True, **_OF_GROUP,
        steps=(
            Step(days=-21, verb="near_end", to=GROUP),
            Step(days=-7, verb="near_end", to=GROUP),
        ),
    ),
    Rule(
        name="surveys.feedback", mail=35,
        label=_("How it was"), since=LAST_DAY,
        rows=_ended, start="cohort__ends_on", dated=True, **_OF_GROUP,
        steps=(
            Step(days=3, verb="ask_feedback", to=_("those who have not answered")),
            Step(days=10, verb="ask_feedback", to=_("those who have not answered")),
        ),
    ),
)  # fmt: skip
"""Every timed mail of the room."""
