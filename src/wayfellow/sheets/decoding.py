"""Bytes to text, always the same text for the same bytes."""

import codecs
import re

from wayfellow.sheets.types import Unreadable, gettext_noop

_WIDE = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_MARKUP = re.compile(r"\s*<(?:[!?]|(?:html|head|body|table|script|svg)\b)", re.IGNORECASE)
_FOREIGN = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
    (b"{\\rtf", "RTF"),
)


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding; raises ``Unreadable`` on anything but text."""
    for magic, kind in _FOREIGN:
        if data.startswith(magic):
            raise Unreadable(
                gettext_noop("This is a %(kind)s file. Save the list as CSV or XLSX."), kind=kind
            )
    text, encoding = _decode(data)
    if _MARKUP.match(text):
        raise Unreadable(
            gettext_noop("This is a %(kind)s file. Save the list as CSV or XLSX."), kind="HTML"
        )
    if found := _CONTROL.search(text):
        raise Unreadable(
            gettext_noop(
                "The file holds bytes that are not text. Save the list as “CSV UTF-8” or XLSX."
            ),
            line=line_of(text, found.start()),
        )
    return text, encoding


def line_of(text: str, at: int) -> int:
    """The physical line of a position, counted from 1, whatever ends the lines."""
    before = text[:at]
    return 1 + before.count("\n") + before.count("\r") - before.count("\r\n")


def _decode(data: bytes) -> tuple[str, str]:
    for mark, name in _WIDE:
        if data.startswith(mark):
            try:
                return data[2:].decode(name), "utf-16"
            except UnicodeDecodeError:
                raise Unreadable(
                    gettext_noop("The file begins as UTF-16 but is damaged. Export it again.")
                ) from None
    marked = data.startswith(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8-sig"), "utf-8-sig" if marked else "utf-8"
    except UnicodeDecodeError as broken:
        _refuse_damaged_utf8(data, broken.start + 3 * marked, marked=marked)
    try:
        return data.decode("cp1252"), "windows-1252"
    except UnicodeDecodeError as broken:
        raise Unreadable(
            gettext_noop(
                "The letters of this file are neither UTF-8 nor Windows-1252. "
                "Save the list as “CSV UTF-8” or XLSX."
            ),
            line=line_of(data[: broken.start].decode("latin-1"), broken.start),
        ) from None


def _refuse_damaged_utf8(data: bytes, at: int, *, marked: bool) -> None:
    """Mostly good UTF-8 with a wound must not be read as Windows-1252: names would be ruined."""
    patched = data.decode("utf-8", "replace")
    wounds = patched.count("\ufffd")
    good = sum(1 for letter in patched if letter > "\x7f") - wounds
    if marked or good > wounds:
        raise Unreadable(
            gettext_noop("The file is UTF-8, but damaged on this line. Export it again."),
            line=line_of(data[:at].decode("latin-1"), at),
        )
