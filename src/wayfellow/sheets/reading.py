"""A file becomes a sheet, or is refused in a sentence."""

from collections import Counter
from collections.abc import Iterable, Iterator

from wayfellow.sheets import delimited, workbook
from wayfellow.sheets.cleaning import unguard
from wayfellow.sheets.decoding import decode
from wayfellow.sheets.types import Row, Sheet, Unreadable, gettext_noop

MAX_BYTES = 200 * 1024 * 1024
MAX_COLUMNS = 300
_TITLES = 12


def read(data: bytes, filename: str, *, max_rows: int = 60_000) -> Sheet:
    """The sheet in ``data``; what it is, is seen from the bytes, the name only words a refusal.

    Raises ``Unreadable`` with a sentence, and the line where there is one.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(
            gettext_noop("%(name)s is larger than %(most)d MB. Split it into smaller files."),
            name=filename,
            most=MAX_BYTES // (1024 * 1024),
        )
    if workbook.is_workbook(data):
        return _sheet(workbook.records(data, max_rows=max_rows), max_rows, "xlsx", None)
    text, encoding = decode(data)
    delimiter = delimited.delimiter_of(text)
    return _sheet(delimited.records(text, delimiter), max_rows, encoding, delimiter)


def _sheet(records: Iterable[Row], max_rows: int, encoding: str, delimiter: str | None) -> Sheet:
    headings, rest = _headings(iter(records))
    kept = [i for i, heading in enumerate(headings.cells) if heading]
    columns = tuple(unguard(headings.cells[i]) for i in kept)
    _refuse_bad_headings(columns, headings.line)
    width = max(kept) + 1
    whole = kept == list(range(width))
    rows: list[Row] = []
    for row in rest:
        if not any(row.cells):
            continue
        if len(rows) == max_rows:
            raise Unreadable(
                gettext_noop("The file has more than %(most)d rows. Split it into smaller files."),
                line=row.line,
                most=max_rows,
            )
        cells = _fitted(row, headings, width)
        rows.append(Row(row.line, cells if whole else tuple(cells[i] for i in kept)))
    return Sheet(columns, tuple(rows), encoding, delimiter)


def _headings(records: Iterator[Row]) -> tuple[Row, Iterator[Row]]:
    """The row of headings, found under any title lines, and what follows it."""
    top: list[Row] = []
    for row in records:
        if any(row.cells):
            top.append(row)
        if len(top) == _TITLES:
            break
    if not top:
        raise Unreadable(gettext_noop("The file is empty."))
    at = delimited.header_index([row.cells for row in top])

    def rest() -> Iterator[Row]:
        yield from top[at + 1 :]
        yield from records

    return top[at], rest()


def _refuse_bad_headings(columns: tuple[str, ...], line: int) -> None:
    if len(columns) > MAX_COLUMNS:
        raise Unreadable(
            gettext_noop("The file has %(count)d columns; %(most)d are the most that are read."),
            line=line,
            count=len(columns),
            most=MAX_COLUMNS,
        )
    seen = Counter(column.casefold() for column in columns)
    twice = dict.fromkeys(column for column in columns if seen[column.casefold()] > 1)
    if twice:
        raise Unreadable(
            gettext_noop("Two columns have the same heading: %(names)s. Rename one of them."),
            line=line,
            names=", ".join(twice),
        )


def _fitted(row: Row, headings: Row, width: int) -> tuple[str, ...]:
    """The row's cells, exactly as many as the headings reach."""
    cells = row.cells
    if len(cells) < width:
        raise Unreadable(
            gettext_noop("This line has %(found)d cells where the headings have %(width)d."),
            line=row.line,
            found=len(cells),
            width=width,
        )
    for at, cell in enumerate(cells):
        if cell and (at >= width or not headings.cells[at]):
            raise Unreadable(
                gettext_noop("“%(cell)s” stands in column %(column)d, which has no heading."),
                line=row.line,
                cell=cell[:40],
                column=at + 1,
            )
    return tuple(map(unguard, cells[:width]))
