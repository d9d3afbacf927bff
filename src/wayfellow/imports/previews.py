"""The first rows of a file as we understand them."""

from dataclasses import dataclass
from datetime import date, time

from django.utils import formats
from django.utils.functional import Promise

from wayfellow.imports.fields import FIELDS
from wayfellow.imports.models import Batch, Kind
from wayfellow.imports.outcome import Fault
from wayfellow.imports.reading import read_lines
from wayfellow.sheets import Row, Sheet


@dataclass(frozen=True, slots=True)
class Column:
    """Their heading, our name for it (empty: left out) and the first values."""

    theirs: str
    ours: str | Promise
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows in our fields, and what is wrong with them."""

    labels: list[str | Promise]
    rows: list[tuple[int, list[tuple[str | Promise, str]]]]
    """Lines of the file with their cells, each under its label."""
    faults: list[Fault]


def columns_of(batch: Batch) -> list[Column]:
    """Every column of the file with three values and what it is taken for."""
    labels = {field.name: field.label for field in FIELDS[Kind(batch.kind)]}
    ours = {column: labels[name] for name, column in batch.mapping.items() if name in labels}
    found: list[Column] = []
    for index, column in enumerate(batch.head.get("columns", [])):
        cells = (cells[index] for _line, cells in batch.head["rows"])
        values = tuple(dict.fromkeys(cell[:60] for cell in cells if cell))[:3]
        found.append(Column(column, ours.get(column, ""), values))
    return found


def preview(batch: Batch) -> Preview:
    """The file's first rows through its mapping; dates may be decided by more rows later."""
    kind = Kind(batch.kind)
    rows = tuple(Row(line, tuple(cells)) for line, cells in batch.head.get("rows", []))
    sheet = Sheet(tuple(batch.head.get("columns", [])), rows, "", None)
    shown = [field for field in FIELDS[kind] if field.name in batch.mapping]
    reading = read_lines(sheet, kind, batch.mapping)
    return Preview(
        labels=[field.label for field in shown],
        rows=[
            (line.line, [(field.label, _shown(line.values.get(field.name))) for field in shown])
            for line in reading.lines
        ],
        faults=sorted(reading.faults),
    )


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, date | time):
        return str(formats.localize(value))
    return str(value)
