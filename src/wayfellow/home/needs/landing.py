"""What a landing page holds, whatever the role."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from wayfellow.mentorships.models import WorkGroup
from wayfellow.mentorships.queries import Todo

_ORDER = {"harm": 0, "waits": 1, "info": 2, "good": 3, "quiet": 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Empty:
    """What an empty list teaches: what will appear here, and the next step."""

    title: str
    text: str = ""
    url: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter:
    """So much of so much."""

    label: str
    value: float
    of: float
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that leads to what is behind it."""

    label: str
    value: object
    url: str = ""
    tone: str = ""


@dataclass(slots=True, kw_only=True)
class Landing:
    """What needs this person, what comes, and what it is all about."""

    needs: list[Todo]
    empty: Empty
    coming: list[Todo] = field(default_factory=list)
    groups: list[WorkGroup] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    meters: list[Meter] = field(default_factory=list)
    note: str = ""


def ordered(found: Iterable[Todo]) -> tuple[list[Todo], list[Todo]]:
    """What needs somebody, the gravest first, and apart from it what merely comes."""
    rows = sorted(found, key=lambda each: _ORDER[each.tone])
    return (
        [each for each in rows if each.tone != "quiet"],
        [each for each in rows if each.tone == "quiet"],
    )
