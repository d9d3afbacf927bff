"""Stretches of days: windows, terms, deadlines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Span:
    """From ``first`` to ``last``, both days included; None leaves that end open."""

    first: date | None
    last: date | None

    def __contains__(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def is_over(self, day: date) -> bool:
        """Whether ``day`` lies after the last day."""
        return self.last is not None and day > self.last


def age_on(born: date, day: date) -> int:
    """Whole years of age on ``day``; one born on 29 February turns on 1 March in common years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def current[T](spans: Iterable[tuple[Span, T]], day: date) -> T | None:
    """The first thing whose span holds ``day``."""
    return next((thing for span, thing in spans if day in span), None)
