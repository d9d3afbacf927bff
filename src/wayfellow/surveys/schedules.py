"""What becomes due by itself half-way, at a cohort's end and after it."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import DateField, F, Func, QuerySet
from django.utils.translation import gettext_lazy as _

from wayfellow.mentorships.lifecycle import LIVE, GroupState
from wayfellow.mentorships.models import WorkGroup
from wayfellow.surveys.models import Pulse
from wayfellow.surveys.occasions import HALF_A_YEAR, YEAR, unasked, unheard
from wayfellow.surveys.queries import ASKED
from wayfellow.timetable.rules import Facts, Rule, Step, timetable
from wayfellow.timetable.run import run

GROUP = _("the mentor and the students")
LAST_DAY = _("the cohort's last day")
SILENT = _("those who have not answered")
TOO_NEW = timedelta(days=28)
"""A group that has only begun is not asked how it goes."""


def sweep(at: datetime) -> int:
    """Do what is due at ``at``; how much. Safe to run twice and by two at once."""
    return run(TABLE, at)


def _groups(states: tuple[str, ...]) -> QuerySet[WorkGroup]:
    return _groups_of(states).filter(cohort__ends_on__isnull=False)


def _groups_of(states: Iterable[str]) -> QuerySet[WorkGroup]:
    rows = WorkGroup.objects.filter(state__in=states)
    return rows.select_related("cohort__programme", "institution", "mentor__person")


def _ending(_day: date) -> QuerySet[WorkGroup]:
    return _groups((GroupState.FORMED, GroupState.ACTIVE, GroupState.CLOSING))


def _ended(_day: date) -> QuerySet[WorkGroup]:
    return _groups(ASKED)


class _Middle(Func):
    """The day in the middle between the cohort's first and last; half a day is left out."""

    template = "(%(first)s + (%(last)s - %(first)s) / 2)"
    output_field = DateField()

    def __init__(self) -> None:
        super().__init__(F("cohort__starts_on"), F("cohort__ends_on"))

    def as_sql(self, compiler: Any, connection: Any, *_args: Any, **_more: Any) -> Any:
        first, last = (compiler.compile(each)[0] for each in self.get_source_expressions())
        return self.template % {"first": first, "last": last}, []

    def as_sqlite(self, compiler: Any, connection: Any, **_more: Any) -> Any:
        first, last = (compiler.compile(each)[0] for each in self.get_source_expressions())
        days = f"CAST((julianday({last}) - julianday({first})) / 2 AS INTEGER)"
        return f"date({first}, '+' || {days} || ' days')", []


def _half_way(_day: date) -> QuerySet[WorkGroup]:
    return _groups((GroupState.FORMED, GroupState.ACTIVE)).annotate(half_way_on=_Middle())


def _old_enough(group: WorkGroup, _step: Step, _at: datetime) -> Facts | None:
    middle: date = group.half_way_on  # type: ignore[attr-defined]
    return {} if group.formed_at.astimezone(UTC).date() < middle - TOO_NEW else None


def _under_review(_day: date) -> QuerySet[WorkGroup]:
    return _groups_of(LIVE).filter(review_on__isnull=False)


def _unheard(group: WorkGroup, _step: Step, _at: datetime) -> Facts | None:
    """Nobody is asked or called where everybody has answered and nobody wants to talk."""
    wanted = group.pulses.filter(occasion=Pulse.Occasion.REVIEW, wants_talk=True)
    return {} if unasked(group).exists() or wanted.exists() else None


def _completed(_day: date) -> QuerySet[WorkGroup]:
    return _groups_of((GroupState.COMPLETED,)).filter(ended_at__isnull=False)


def _somebody_owes(group: WorkGroup, _step: Step, _at: datetime) -> Facts | None:
    return {} if unheard(group).exists() else None


_OF_GROUP: dict[str, Any] = {"programme": "cohort__programme", "institution": "institution"}

TABLE = timetable(
    Rule(
        name="surveys.half_way", mail=26,
        label=_("How is it going?"), since=_("the middle of the cohort's time"),
        rows=_half_way, start="half_way_on", dated=True, facts=_old_enough, **_OF_GROUP,
        steps=(Step(verb="ask_pulse", to=SILENT),),
    ),
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
            Step(days=3, verb="ask_feedback", to=SILENT),
            Step(days=10, verb="ask_feedback", to=SILENT),
        ),
    ),
    Rule(
        name="surveys.review", mail=25,
        label=_("A match is looked at again"), since=_("the match's review date"),
        rows=_under_review, start="review_on", dated=True, facts=_unheard, **_OF_GROUP,
        steps=(
            Step(verb="review", to=SILENT),
            Step(days=7, verb="review", to=SILENT),
            Step(days=14, verb="review", to=SILENT),
            Step(days=21, verb="call", to=_("the coordinators")),
        ),
    ),
    Rule(
        name="surveys.outcome", mail=37,
        label=_("What came of it"), since=_("the group's end"),
        rows=_completed, start="ended_at", facts=_somebody_owes, **_OF_GROUP,
        steps=tuple(
            Step(days=since.days + later, verb="ask_outcome", to=SILENT)
            for since in (HALF_A_YEAR, YEAR)
            for later in (0, 14)
        ),
    ),
)  # fmt: skip
"""Every timed mail of the room."""
