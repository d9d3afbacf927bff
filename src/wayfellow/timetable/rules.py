"""What becomes due by itself, and when: one table, made of every room's rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

HOURS = 24
WEEK = timedelta(days=7)
DAY_OR_TWO = timedelta(days=2)
ALWAYS: timedelta | None = None
"""For what must happen however late it is, such as the end of a request."""

type Words = str | Promise
type Facts = Mapping[str, Any]


def no_facts(_row: Any, _step: "Step", _at: datetime) -> Facts:
    """The row itself says everything."""
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One moment of a rule. Days go by the wall clock of the institution, hours by the clock."""

    verb: str
    """The event that it records on the row; the notices table says who is told."""
    to: Words
    """Who is told, in words."""
    days: int = 0
    hours: int = 0
    late: timedelta | None = WEEK
    """How late it is still of use; what precedes its moment is of use until that moment."""

    @property
    def offset(self) -> int:
        """Hours from the rule's moment, which order the steps and name them for ever."""
        return self.days * HOURS + self.hours


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rule:
    """One row of the answer to "what is due by itself?".

    ``rows`` are the objects that it is about, as they stand: who has acted is not among them. It
    is called with a day, which only rules that come back every week or year look at.
    """

    name: str
    mail: int
    """Its number in the list of mails (docs/timetable.md)."""
    label: Words
    since: Words
    """The moment from which it is reckoned, in words."""
    rows: Callable[[date], QuerySet[Any]]
    start: str
    """That moment: a field, a path or an annotation of ``rows``."""
    dated: bool = False
    """Whether that moment is a day; such steps are due in the morning."""
    programme: str
    institution: str
    """Paths to the two; the institution's time zone is the rule's."""
    steps: tuple[Step, ...]
    """In the order of time."""
    quiet: bool = True
    """Whether it waits while people sleep."""
    known: str = ""
    """A path to when the row came to be: a step that was due before is never made up for."""
    weekly: bool = False
    listed: bool = True
    """Whether coordinators see it coming; concerns are for their handlers alone."""
    about: Callable[[Any], str] = str
    """What the row is called in the calendar."""
    facts: Callable[[Any, Step, datetime], Facts | None] = no_facts
    """What goes with the event; None where there is nothing worth a mail."""
    act: Callable[[Any, Step, datetime], bool] | None = None
    """What is done instead of recording the verb; it records the verb itself."""

    @property
    def model(self) -> type[Model]:
        return self.rows(date.min.replace(year=2000)).model

    def event(self, step: Step) -> str:
        """The name of the event that ``step`` records."""
        return f"{self.model._meta.model_name}.{step.verb}"

    def step(self, offset: int) -> Step | None:
        return next((step for step in self.steps if step.offset == offset), None)


RULES: dict[str, Rule] = {}


def timetable(*rules: Rule) -> tuple[Rule, ...]:
    """Add a room's rows to the table, and give them back to the room."""
    for rule in rules:
        RULES[rule.name] = rule
    return rules
