"""Records written down as CSV and XLSX, the same bytes every time."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import xlsxwriter

HERE = Path(__file__).parent
Record = dict[str, object]


Table = Sequence[Sequence[object]]


def write_csv(
    path: str, rows: Table, *, encoding: str = "utf-8", delimiter: str = ",", end: str = "\r\n"
) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    (HERE / path).write_bytes(out.getvalue().encode(encoding))


def write_xlsx(path: str, title: str, rows: Table) -> None:
    with xlsxwriter.Workbook(HERE / path, {"strings_to_urls": False}) as book:
        book.set_properties({"created": dt.datetime(2026, 11, 2)})  # noqa: DTZ001 - a cell has no zone
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet(title)
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, dt.date):
                    sheet.write_datetime(at, column, value, day)
                elif isinstance(value, int):
                    sheet.write_number(at, column, value)
                else:
                    sheet.write_string(at, column, str(value))


def table(records: Iterable[Record], columns: dict[str, str]) -> list[list[object]]:
    """Headings, then rows; a heading whose key is unknown is one of their own columns."""
    return [list(columns), *([r.get(key, "") for key in columns.values()] for r in records)]


def shown(record: Record, joint: str, date: str) -> Record:
    return {
        key: joint.join(value)
        if isinstance(value, list)
        else value.strftime(date)
        if isinstance(value, dt.date) and date
        else value
        for key, value in record.items()
    }
