"""Which characters the bundled fonts can draw, read from the fonts themselves."""

import functools
import struct
import unicodedata
from collections.abc import Iterator
from pathlib import Path

# Joiners shape names in Indic and Arabic scripts and draw nothing themselves.
JOINERS = "\u200c\u200d"
REPLACEMENT = "\N{WHITE SQUARE}"


def drawable(text: str, fonts: Path) -> str:
    """The text with every character that no font in the folder can draw replaced by a square.

    Control and formatting characters go without a trace; line ends and joiners stay.
    """
    known = covered(fonts)
    mark = REPLACEMENT if ord(REPLACEMENT) in known else "?"
    return "".join(
        _drawn(character, known, mark) for character in unicodedata.normalize("NFC", text)
    )


def _drawn(character: str, known: frozenset[int], mark: str) -> str:
    if character in "\n\t" or ord(character) in known:
        return character
    if unicodedata.category(character) in {"Zs", "Zl", "Zp"}:
        return "\n" if character in "\u2028\u2029" else " "
    if character in JOINERS:
        return character
    return "" if unicodedata.category(character) in {"Cc", "Cf", "Mn", "Me"} else mark


@functools.cache
def covered(fonts: Path) -> frozenset[int]:
    """The code points that at least one TrueType font in the folder maps to a glyph."""
    found: set[int] = set()
    for path in sorted(fonts.glob("*_400Regular.ttf")):
        found.update(_code_points(path.read_bytes()))
    return frozenset(
        point for point in found if unicodedata.category(chr(point)) not in {"Cc", "Cs", "Cf"}
    )


def _code_points(font: bytes) -> Iterator[int]:
    """Reads the cmap table: OpenType specification, subtable formats 4 and 12."""
    (tables,) = struct.unpack_from(">H", font, 4)
    start = next(
        offset
        for tag, _, offset, _ in struct.iter_unpack(">4sIII", font[12 : 12 + 16 * tables])
        if tag == b"cmap"
    )
    (subtables,) = struct.unpack_from(">H", font, start + 2)
    for number in range(subtables):
        _, _, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * number)
        at = start + offset
        match struct.unpack_from(">H", font, at):
            case (4,):
                yield from _segments(font, at)
            case (12,):
                (groups,) = struct.unpack_from(">I", font, at + 12)
                for first, last, glyph in struct.iter_unpack(
                    ">III", font[at + 16 : at + 16 + 12 * groups]
                ):
                    yield from range(first if glyph else first + 1, last + 1)


def _segments(font: bytes, at: int) -> Iterator[int]:
    (doubled,) = struct.unpack_from(">H", font, at + 6)
    count = doubled // 2

    def column(name: int) -> tuple[int, ...]:
        # One pad word stands between the ends and the starts of the segments.
        where = at + 14 + name * doubled + (2 if name else 0)
        return struct.unpack_from(f">{count}H", font, where)

    for index, (last, first, delta, reach) in enumerate(
        zip(column(0), column(1), column(2), column(3), strict=True)
    ):
        for point in range(first, min(last, 0xFFFE) + 1):
            if reach == 0:
                glyph = (point + delta) & 0xFFFF
            else:
                place = at + 16 + 3 * doubled + 2 * index + reach + 2 * (point - first)
                (glyph,) = struct.unpack_from(">H", font, place)
            if glyph:
                yield point
