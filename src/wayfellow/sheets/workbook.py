"""XLSX: looked over as a zip before anything parses it, then read by calamine."""

import datetime as dt
import io
from collections.abc import Iterator

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from wayfellow.sheets.cleaning import clean
from wayfellow.sheets.parcel import inspect
from wayfellow.sheets.types import Row, Unreadable, gettext_noop

type Value = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are a zip or an old Office file, whatever the name says."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06", _OLD_OFFICE))


def records(data: bytes, *, max_rows: int) -> Iterator[Row]:
    """The rows of the first visible sheet that holds anything, cells as text."""
    if data.startswith(_OLD_OFFICE):
        raise Unreadable(
            gettext_noop("The workbook is locked with a password. Save it without one.")
            if _ENCRYPTED in data
            else gettext_noop("This is an old Excel file (XLS). Save the list as XLSX or CSV.")
        )
    inspect(data, max_rows=max_rows)
    try:
        sheet = _first_filled(CalamineWorkbook.from_filelike(io.BytesIO(data)))
        if sheet is None:
            return
        for line, values in enumerate(sheet.iter_rows(), start=1):
            yield Row(line, tuple(map(_text, values)))
    except PasswordError:
        raise Unreadable(
            gettext_noop("The workbook is locked with a password. Save it without one.")
        ) from None
    except (CalamineError, OSError, ValueError):
        raise Unreadable(
            gettext_noop("The workbook is damaged. Open it, save it again as XLSX, and try again.")
        ) from None


def _first_filled(book: CalamineWorkbook) -> CalamineSheet | None:
    for index, about in enumerate(book.sheets_metadata):
        if about.visible == SheetVisibleEnum.Visible and about.typ == SheetTypeEnum.WorkSheet:
            sheet = book.get_sheet_by_index(index)
            if sheet.height:
                return sheet
    return None


def _text(value: Value) -> str:
    if isinstance(value, str):
        return clean(value.replace("_x000D_", "")) if value else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        whole = isinstance(value, int) or value.is_integer()
        return str(int(value)) if whole else repr(value)
    return _moment(value)


def _moment(value: dt.time | dt.date | dt.datetime | dt.timedelta) -> str:
    if isinstance(value, dt.timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    if isinstance(value, dt.time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return value.isoformat()
