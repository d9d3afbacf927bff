"""Shapes of small charts: numbers in, plain SVG attributes out, so that no style is inline."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.template import Variable, VariableDoesNotExist
from django.template.context import Context

FULL = 1000
COLUMN_HEIGHT = 100
SPARK_WIDTH = 120
SPARK_HEIGHT = 28
MARGIN = 3


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a chart; ``width`` is in thousandths of the longest, ``share`` in per cent."""

    label: str
    value: float
    url: str
    note: str
    tone: str
    width: int
    inset: int
    share: int | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a histogram, in a field 100 high and ten times as many wide as columns."""

    label: str
    value: float
    url: str
    x: int
    y: int
    height: int


def field(row: object, name: str, default: object = "") -> object:
    """Read ``name`` from a dictionary or an object, as a template would."""
    try:
        return Variable(f"row.{name}").resolve(Context({"row": row}))
    except VariableDoesNotExist:
        return default


def number(row: object) -> float:
    """The value of a row; an empty one counts as nothing."""
    value = field(row, "value", 0)
    return float(value) if isinstance(value, int | float) else float(str(value or 0))


def bars(rows: Iterable[object], most: float = 0) -> list[Bar]:
    """Bars against the largest value, or against ``most`` where the scale is given."""
    found = list(rows)
    values = [number(row) for row in found]
    top = max([most, *values, 0]) or 1
    return [_bar(row, value, top, None) for row, value in zip(found, values, strict=True)]


def funnel(rows: Iterable[object]) -> list[Bar]:
    """Bars centred under each other; ``share`` says how many of the first row's came so far.

    Not of the row above: steps need not be taken in order, so that one may hold more than another.
    """
    found = list(rows)
    values = [number(row) for row in found]
    top = max([*values, 0]) or 1
    everybody = values[0] if values else 0
    return [
        _bar(row, value, top, round(100 * value / everybody) if at and everybody else None)
        for at, (row, value) in enumerate(zip(found, values, strict=True))
    ]


def columns(rows: Iterable[object]) -> list[Column]:
    """Columns of a histogram, standing on one ground."""
    found = list(rows)
    values = [number(row) for row in found]
    top = max([*values, 0]) or 1
    heights = [_seen(value, COLUMN_HEIGHT * value / top) for value in values]
    return [
        Column(
            label=str(field(row, "label")),
            value=_whole(value),
            url=str(field(row, "url")),
            x=at * 10 + 1,
            y=COLUMN_HEIGHT - height,
            height=height,
        )
        for at, (row, value, height) in enumerate(zip(found, values, heights, strict=True))
    ]


def spark(values: Sequence[float]) -> str:
    """The points of a small line, left to right, high values high."""
    if not values:
        return ""
    low, high = min(values), max(values)
    spread = (high - low) or 1
    step = (SPARK_WIDTH - 2 * MARGIN) / max(len(values) - 1, 1)
    room = SPARK_HEIGHT - 2 * MARGIN
    return " ".join(
        f"{MARGIN + at * step:.1f},{SPARK_HEIGHT - MARGIN - (value - low) / spread * room:.1f}"
        for at, value in enumerate(values)
    )


def _bar(row: object, value: float, top: float, share: int | None) -> Bar:
    width = _seen(value, FULL * value / top)
    return Bar(
        label=str(field(row, "label")),
        value=_whole(value),
        url=str(field(row, "url")),
        note=str(field(row, "note")),
        tone=str(field(row, "tone")),
        width=width,
        inset=(FULL - width) // 2,
        share=share,
    )


def _seen(value: float, size: float) -> int:
    """Something is never drawn as nothing."""
    return max(round(size), 1) if value > 0 else 0


def _whole(value: float) -> float:
    return int(value) if value == int(value) else value
