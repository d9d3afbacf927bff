"""Comma, semicolon or tab: records with the line each begins on."""

import csv
import io
import re
from collections.abc import Iterator

from wayfellow.sheets.cleaning import clean
from wayfellow.sheets.types import Row, Unreadable, gettext_noop

DELIMITERS = (",", ";", "\t")
_SAMPLE = 50
_A_TABLE = 2
_MOSTLY = 0.8
_SAID = re.compile(r"\s*\"?sep=([,;\t])\"?\s*\Z", re.IGNORECASE)


def delimiter_of(text: str) -> str:
    """The delimiter that cuts the first records most evenly; comma when nothing is cut."""
    if said := _SAID.match(text.split("\n", 1)[0]):
        return said[1]
    return max(DELIMITERS, key=lambda d: (*_evenness(text, d), -DELIMITERS.index(d)))


def records(text: str, delimiter: str) -> Iterator[Row]:
    """Each record, cleaned, blank ones too; raises ``Unreadable`` where quotes are broken."""
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if line > 1 or not _SAID.match(delimiter.join(cells)):
                yield Row(line, tuple(map(clean, cells)))
            line = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(_reason(error), line=line) from None


def header_index(rows: list[tuple[str, ...]]) -> int:
    """Where the headings are: the first row, unless lone titles stand above a real table."""
    filled = [sum(1 for cell in row if cell) for row in rows]
    first = next((i for i, count in enumerate(filled) if count), 0)
    if filled and filled[first] == 1:
        return next((i for i, count in enumerate(filled) if count > _A_TABLE), first)
    return first


def _evenness(text: str, delimiter: str) -> tuple[bool, int, int, float]:
    sample = _sample(text, delimiter)
    at = header_index(sample)
    width = len(sample[at]) if sample else 1
    if width == 1:
        return (False, -len(sample), 0, 0.0)
    below = sample[at + 1 :]
    even = sum(1 for cells in below if len(cells) == width) / len(below) if below else 1.0
    return (even >= _MOSTLY, -at, width, even)


def _sample(text: str, delimiter: str) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if any(cells):
                found.append(tuple(cells))
            if len(found) == _SAMPLE:
                break
    except csv.Error:
        pass  # a broken record speaks for itself when the file is read in earnest
    return found


def _reason(error: csv.Error) -> str:
    if "field larger" in str(error) or "unexpected end" in str(error):
        return gettext_noop("The quoted cell that begins on this line never ends.")
    return gettext_noop(
        "The quotation marks on this line are broken: a mark inside a quoted cell is written twice."
    )
