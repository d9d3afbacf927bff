"""Dates as people write them; a column decides once whether the day or the month is first."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from wayfellow.sheets.cleaning import clean
from wayfellow.sheets.types import Unfit, gettext_noop

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_NUMBERS = {name[:3]: number for number, name in enumerate(_MONTHS, start=1)}
_NAMES = {form for name in _MONTHS for form in (name, name[:3])} | {"sept"}

_TIME = re.compile(
    r"(?<=[0-9])[T ]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?\s*(?:Z|[+-]00:?00)?\Z"
)
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})\Z")
_YEAR_LAST = re.compile(r"([0-9]{1,2})\s*([-/.])\s*([0-9]{1,2})\s*\2\s*([0-9]{4})\Z")
_CHINESE = re.compile(r"([0-9]{4})\s*年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*日\Z")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})\Z")
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?\Z")
_DAY_NAME = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th|\.)?[-/ ]*([A-Za-z]{3,9})\.?[-/, ]*([0-9]{4}|[0-9]{2})\Z"
)
_NAME_DAY = re.compile(r"([A-Za-z]{3,9})\.?[- ]*([0-9]{1,2})(?:st|nd|rd|th)?[-, ]+([0-9]{4})\Z")

_LAST_MONTH = 12
_EPOCH = dt.date(1899, 12, 30)
_YEARS = range(1900, 2100)
_SHORT_YEAR_TURNS = 69  # as POSIX has it: 00-68 are 2000-2068


def parse_date(text: str, *, day_first: bool = True) -> dt.date:
    """The date in ``text``; raises ``ValueError`` with a sentence for a person."""
    asked = clean(text)
    found = _parts(_TIME.sub("", asked), day_first=day_first)
    if found is None:
        raise Unfit(
            gettext_noop("“%(text)s” is not a date. Write it like 2008-03-14 or 14/03/2008."),
            text=asked,
        )
    try:
        date = dt.date(*found)
    except ValueError:
        raise Unfit(gettext_noop("“%(text)s” is not a day of any calendar."), text=asked) from None
    if date.year not in _YEARS:
        raise Unfit(gettext_noop("“%(text)s” lies in an unlikely year."), text=asked)
    return date


@dataclass(frozen=True, slots=True)
class DateReader:
    """Reads the dates of one column alike."""

    day_first: bool = True

    @classmethod
    def for_column(cls, values: Iterable[str]) -> "DateReader":
        """Decide by the whole column; day first when nothing speaks against it.

        Raises ``ValueError`` naming one value of each kind when they contradict each other.
        """
        day, month = "", ""
        for value in values:
            asked = clean(value)
            if not (match := _YEAR_LAST.match(_TIME.sub("", asked))):
                continue
            first, second = int(match[1]), int(match[3])
            if first > _LAST_MONTH >= second:
                day = day or asked
            elif second > _LAST_MONTH >= first:
                month = month or asked
        if day and month:
            raise Unfit(
                gettext_noop(
                    "Some dates have the day first (%(day)s), others the month (%(month)s). "
                    "Write them all alike, best as 2008-03-14."
                ),
                day=day,
                month=month,
            )
        return cls(day_first=not month)

    def read(self, text: str) -> dt.date:
        """The date in ``text``, by this column's order."""
        return parse_date(text, day_first=self.day_first)


def _parts(text: str, *, day_first: bool) -> tuple[int, int, int] | None:
    """Year, month and day as written, not yet known to exist."""
    if match := _YEAR_FIRST.match(text):
        return int(match[1]), int(match[3]), int(match[4])
    if match := _YEAR_LAST.match(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        return (year, second, first) if day_first else (year, first, second)
    if match := _CHINESE.match(text) or _COMPACT.match(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _SERIAL.match(text):
        date = _EPOCH + dt.timedelta(days=int(match[1]))
        return date.year, date.month, date.day
    return _named(text)


def _named(text: str) -> tuple[int, int, int] | None:
    if match := _DAY_NAME.match(text):
        day, name, year = match[1], match[2].lower(), match[3]
    elif match := _NAME_DAY.match(text):
        name, day, year = match[1].lower(), match[2], match[3]
    else:
        return None
    if name not in _NAMES:
        return None
    return _full_year(year), _NUMBERS[name[:3]], int(day)


def _full_year(year: str) -> int:
    """A spreadsheet's own short form is 14-Mar-08; only beside a month's name is it clear."""
    number = int(year)
    if len(year) > len("08"):
        return number
    return number + (2000 if number < _SHORT_YEAR_TURNS else 1900)
