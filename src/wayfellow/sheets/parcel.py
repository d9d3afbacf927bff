"""A workbook is a zip of XML: what would burst is refused before it is opened.

Each limit is far above what a real list needs and far below what hurts. Nothing is
trusted that the file says of itself: sizes are counted while inflating, and the
furthest cell is looked for, because a reader makes room for all cells before it.
"""

import io
import re
import struct
import zipfile
import zlib

from wayfellow.sheets.types import Unreadable, gettext_noop

_ENTRIES = 2_000
_UNPACKED = 240 * 1024 * 1024
_SMALL = 16 * 1024 * 1024
_RATIO = 120
_COLUMNS = 4_096
_CELLS = 12_000_000
_ALPHABET = 26
_FIVE_DIGITS = 99_999
_TEXT = 512 * 1024 * 1024
_CHUNK = 1024 * 1024

# Written so that a search runs at full speed over the millions of ordinary cells.
_ROW = re.compile(rb"""row\b[^>]*?\br\s*=\s*["']([0-9]{1,18})""")
_TOO_FAR = re.compile(rb"""r\s*=\s*["'][A-Za-z]{1,9}([0-9]{6,18})""")
_FAR = re.compile(rb"""r\s*=\s*["'][A-Za-z]{1,9}[0-9]{5}""")
_BEYOND_Z = re.compile(rb"""r\s*=\s*["']([A-Za-z]{2,9})[0-9]""")
_SHARED = re.compile(rb"""\bt\s*=\s*["']s["'][^>]*>\s*<(?:\w+:)?v>\s*([0-9]{1,12})""")
_STRING = re.compile(rb"<(?:\w+:)?si\b.*?(?:</(?:\w+:)?si>|/>)", re.DOTALL)

_BURSTS = gettext_noop(
    "The workbook unpacks to far more than a list holds. "
    "Copy the list into a new workbook, or save it as CSV."
)
_DAMAGED = gettext_noop("The workbook is damaged. Open it, save it again as XLSX, and try again.")


def inspect(data: bytes, *, max_rows: int) -> None:
    """Return when the workbook is safe to parse; raise ``Unreadable`` within a second if not."""
    if data.count(b"PK\x01\x02") > _ENTRIES:
        raise Unreadable(_BURSTS)
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        raise Unreadable(_DAMAGED) from None
    names = [entry.filename for entry in entries]
    if not any(name.lower() == "xl/workbook.xml" for name in names):
        raise Unreadable(
            gettext_noop("This is a zip, but not an XLSX workbook. Save the list as CSV or XLSX.")
        )
    if len(set(names)) != len(names):
        raise Unreadable(_DAMAGED)
    _weigh(entries)
    parts = {entry.filename.lower(): _inflate(data, entry) for entry in entries}
    strings = parts.get("xl/sharedstrings.xml", b"")
    for name, part in parts.items():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            _measure(part, strings, max_rows)


def _weigh(entries: list[zipfile.ZipInfo]) -> None:
    """By what the parcel itself declares: the honest bombs go here, at no cost."""
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if total > _UNPACKED or (total > _SMALL and total > _RATIO * max(packed, 1)):
        raise Unreadable(_BURSTS)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(
            gettext_noop("The workbook is locked with a password. Save it without one.")
        )


def _inflate(data: bytes, entry: zipfile.ZipInfo) -> bytes:
    """The entry's real contents, never more than it declares: the liars go here."""
    at = entry.header_offset
    if data[at : at + 4] != b"PK\x03\x04" or len(data) < at + 30:
        raise Unreadable(_DAMAGED)
    name, extra = struct.unpack_from("<HH", data, at + 26)
    start = at + 30 + name + extra
    packed = memoryview(data)[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        found = bytes(packed)
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        try:
            found = zlib.decompressobj(-15).decompress(packed, entry.file_size + 1)
        except zlib.error:
            raise Unreadable(_DAMAGED) from None
    else:
        raise Unreadable(_DAMAGED)
    if len(found) > entry.file_size:
        raise Unreadable(_BURSTS)
    return found


def _measure(part: bytes, strings: bytes, max_rows: int) -> None:
    """The furthest row and column, and how much text its cells repeat."""
    rows = max((int(found) for found in _ROW.findall(part)), default=0)
    rows = max(rows, max((int(found) for found in _TOO_FAR.findall(part)), default=0))
    # Blank rows below a list are common: the exact count is taken of those that hold something.
    if rows > max(4 * max_rows, 10_000):
        raise Unreadable(
            gettext_noop(
                "The sheet reaches down to row %(row)d. Delete the empty rows below the list."
            ),
            line=rows,
            row=rows,
        )
    columns = max(map(_column, set(_BEYOND_Z.findall(part))), default=_ALPHABET)
    # A cell may say it is further down than its row says.
    reach = max(rows, _FIVE_DIGITS) if columns > _ALPHABET and _FAR.search(part) else rows
    if columns > _COLUMNS or reach * columns > _CELLS:
        raise Unreadable(
            gettext_noop(
                "The sheet reaches out to column %(column)d. "
                "Delete the empty columns beside the list."
            ),
            column=columns,
        )
    longest = max(map(len, strings.split(b"si>")))
    if longest * part.count(b"<v>") > _TEXT:
        _weigh_text(part, strings)


def _weigh_text(part: bytes, strings: bytes) -> None:
    sizes = [len(found) for found in _STRING.findall(strings)]
    total = 0
    for found in _SHARED.finditer(part):
        index = int(found[1])
        total += sizes[index] if index < len(sizes) else 0
    if total > _TEXT:
        raise Unreadable(_BURSTS)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
