"""From a sheet and its mapping to clean rows: values that fit our fields, or faults by place."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from wayfellow.imports.fields import FIELDS, Field, Sort
from wayfellow.imports.models import Kind
from wayfellow.imports.naming import quiet
from wayfellow.imports.outcome import Fault
from wayfellow.people.actions import identity
from wayfellow.sheets import (
    DateReader,
    Row,
    Sheet,
    Unfit,
    parse_email,
    parse_int,
    parse_time,
    split_list,
)

ITEMS, ITEM = 60, 120
"""The most items of a list, and the longest of them."""
STEP = 500
"""Rows between two reports of progress."""

_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")

type Values = dict[str, Any]
type Report = Callable[[int, int], None]


@dataclass(slots=True)
class Line:
    """One row with its clean values, by our fields' names."""

    line: int
    values: Values


@dataclass(slots=True)
class Reading:
    """All rows of a file: those that fit, every fault, and which rows only repeat others."""

    kind: Kind
    mapping: Mapping[str, str]
    lines: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    repeated: list[tuple[int, int]] = field(default_factory=list)
    """Lines that say what an earlier line said: (line, earlier line)."""

    def fault(self, line: int, name: str, reason: str) -> None:
        """Note a fault at our field ``name``, under the file's own heading."""
        self.faults.append(Fault(line, self.mapping.get(name, ""), reason))

    def notes(self) -> list[str]:
        """A sentence about the repeated rows, if there are any."""
        if not self.repeated:
            return []
        shown = ", ".join(
            _("line %(line)d repeats line %(first)d") % {"line": line, "first": first}
            for line, first in self.repeated[:10]
        )
        more = "…" if len(self.repeated) > len(self.repeated[:10]) else "."
        count = len(self.repeated)
        return [
            ngettext(
                "%(count)d row counts once with another: %(shown)s%(more)s",
                "%(count)d rows count once with others: %(shown)s%(more)s",
                count,
            )
            % {"count": count, "shown": shown, "more": more}
        ]


def read_lines(
    sheet: Sheet, kind: Kind, mapping: Mapping[str, str], *, report: Report | None = None
) -> Reading:
    """Clean every row of ``sheet``; nothing is looked up, so the same file reads always alike."""
    reading = Reading(kind, mapping)
    readers = _readers(sheet, kind, reading)
    keys = _Keys(reading)
    total = len(sheet.rows)
    for count, row in enumerate(sheet.rows, start=1):
        faulty = len(reading.faults)
        values = _values(row, readers, reading)
        if not keys.repeats(row.line, values):
            _check(row.line, values, reading)
            if len(reading.faults) == faulty:
                reading.lines.append(Line(row.line, values))
        if report is not None and count % STEP == 0:
            report(count, total)
    return reading


type _Reader = tuple[Field, int, Callable[[str], Any]]


def _readers(sheet: Sheet, kind: Kind, reading: Reading) -> list[_Reader]:
    """For each mapped field its column and how to read it; a column of dates decides once."""
    at = {column: index for index, column in enumerate(sheet.columns)}
    found: list[_Reader] = []
    for ours in FIELDS[kind]:
        column = reading.mapping.get(ours.name)
        if column is None or column not in at:
            continue
        index = at[column]
        read = _READ[ours.sort]
        if ours.sort is Sort.DATE:
            read = _date_reader(sheet, index, ours, reading)
        found.append((ours, index, read))
    return found


def _date_reader(
    sheet: Sheet, index: int, ours: Field, reading: Reading
) -> Callable[[str], dt.date]:
    try:
        return DateReader.for_column(row.cells[index] for row in sheet.rows).read
    except Unfit as unfit:
        reading.fault(sheet.rows[0].line, ours.name, sentence(unfit))
        return DateReader().read


def sentence(unfit: Unfit) -> str:
    """What is wrong with a cell, in the reader's language."""
    shown = {
        name: f"{value[:60]}…" if isinstance(value, str) and len(value) > len("x" * 60) else value
        for name, value in unfit.params.items()
    }
    return _(unfit.template) % shown if shown else _(unfit.template)


def _values(row: Row, readers: list[_Reader], reading: Reading) -> Values:
    values: Values = {}
    for ours, index, read in readers:
        text = row.cells[index]
        if not text:
            if ours.required:
                reading.fault(row.line, ours.name, _("This is missing."))
            continue
        try:
            value = read(text)
            _fit(ours, value)
        except Unfit as unfit:
            reading.fault(row.line, ours.name, sentence(unfit))
        else:
            values[ours.name] = value
    return values


def _text(text: str) -> str:
    if _UNSEEN.search(text):
        raise Unfit(gettext_noop("This holds a character that cannot be kept."))
    return text


def _name(text: str) -> str:
    if _TURNING.search(text):
        raise Unfit(
            gettext_noop("This holds marks that turn the direction of writing. Type it again.")
        )
    return quiet(" ".join(_text(text).split()))


def _email(text: str) -> str:
    return identity(parse_email(text))


def _items(text: str) -> tuple[str, ...]:
    return split_list(_text(text))


def _spoken(text: str) -> tuple[str, ...]:
    return split_list(_text(text), slashes=True)


def _emails(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(_email, _items(text))))


_READ: Mapping[Sort, Callable[[str], Any]] = {
    Sort.TEXT: _text,
    Sort.NAME: _name,
    Sort.EMAIL: _email,
    Sort.EMAILS: _emails,
    Sort.DATE: _text,
    Sort.TIME: parse_time,
    Sort.NUMBER: parse_int,
    Sort.LIST: _items,
    Sort.SPOKEN: _spoken,
}


def _fit(ours: Field, value: object) -> None:
    if isinstance(value, str):
        if len(value) > ours.most and ours.sort is not Sort.EMAIL:
            raise Unfit(gettext_noop("This is longer than %(most)d characters."), most=ours.most)
    elif isinstance(value, int) and not ours.least <= value <= ours.most:
        raise Unfit(
            gettext_noop("%(value)d is out of range: from %(least)d to %(most)d."),
            value=value,
            least=ours.least,
            most=ours.most,
        )
    elif isinstance(value, tuple):
        if len(value) > ITEMS:
            raise Unfit(gettext_noop("This list has more than %(most)d items."), most=ITEMS)
        if any(len(item) > ITEM and ours.sort is not Sort.EMAILS for item in value):
            raise Unfit(
                gettext_noop("An item of this list is longer than %(most)d characters."), most=ITEM
            )


class _Keys:
    """What may be in a file once: rows by their whole content, people by address and number."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.names = _KEYS[reading.kind]
        self.rows: dict[int, int] = {}
        self.seen: dict[tuple[str, object], int] = {}

    def repeats(self, line: int, values: Values) -> bool:
        """Whether an earlier row says exactly this; a fault where it says something else."""
        content = hash(tuple(values.items()))
        if values and (first := self.rows.get(content)) is not None:
            self.reading.repeated.append((line, first))
            return True
        self.rows[content] = line
        for name, words in self.names.items():
            value = values.get(name)
            if value is None:
                continue
            key = name, value.casefold() if isinstance(value, str) else value
            first = self.seen.setdefault(key, line)
            if first != line:
                self.reading.fault(line, name, _(words) % {"first": first})
                break
        return False


_KEYS: Mapping[Kind, Mapping[str, str]] = {
    Kind.STUDENTS: {
        "student_number": gettext_noop("Line %(first)d gives this number to somebody else."),
        "email": gettext_noop("Line %(first)d has the same address and says something else."),
    },
    Kind.MENTORS: {
        "email": gettext_noop("Line %(first)d has the same address and says something else."),
    },
    Kind.PARTNERS: {
        "name": gettext_noop("Line %(first)d has the same company and says something else."),
    },
    Kind.MEETINGS: {},
}


def _check(line: int, values: Values, reading: Reading) -> None:
    """What one row's values must not say together."""
    for check in _CHECKS:
        if values.get(check.one) is None or values.get(check.other) is None:
            continue
        if check.clash(values[check.one], values[check.other]):
            reading.fault(line, check.other, _(check.words))


@dataclass(frozen=True, slots=True)
class _Check:
    one: str
    other: str
    clash: Callable[[Any, Any], bool]
    words: str


_CHECKS = (
    _Check(
        "email",
        "guardian_email",
        lambda own, guardian: bool(own == guardian),
        gettext_noop("This is the student's own address. Give the parent's or guardian's."),
    ),
    _Check(
        "fewest",
        "most",
        lambda fewest, most: bool(fewest > most),
        gettext_noop("The most students must not be below the fewest."),
    ),
    _Check(
        "mou_signed_on",
        "mou_expires_on",
        lambda signed, expires: bool(expires < signed),
        gettext_noop("The memorandum must not expire before it is signed."),
    ),
    _Check(
        "start",
        "end",
        lambda start, end: bool(end <= start),
        gettext_noop("The end must lie after the start."),
    ),
)
