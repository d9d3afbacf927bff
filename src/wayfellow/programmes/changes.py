"""What differs between two versions of a text, for people to read."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

_PIECES = re.compile(r"\S+|\s+")
_AROUND = 1


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that was kept ("same"), taken out ("out"), put in ("in") or left out here
    because nothing changed in it ("gap")."""

    kind: str
    text: str


def changes(old: str, new: str) -> list[list[Piece]]:
    """The changed lines with a line around them; each line is a list of pieces."""
    before, after = old.splitlines(), new.splitlines()
    lines: list[list[Piece]] = []
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for group in matcher.get_grouped_opcodes(_AROUND):
        if lines or group[0][1] > 0:
            lines.append([Piece("gap", "")])
        for tag, a, b, c, d in group:
            lines.extend(_lines(tag, before[a:b], after[c:d]))
    return lines


def _lines(tag: str, old: Sequence[str], new: Sequence[str]) -> Iterator[list[Piece]]:
    if tag == "equal":
        yield from ([Piece("same", line)] for line in old)
        return
    for before, after in zip(old, new, strict=False):
        yield list(_words(before, after))
    yield from ([Piece("out", line)] for line in old[len(new) :])
    yield from ([Piece("in", line)] for line in new[len(old) :])


def _words(old: str, new: str) -> Iterator[Piece]:
    before, after = _PIECES.findall(old), _PIECES.findall(new)
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    found: list[Piece] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(before[a:b])))
            continue
        found += [Piece("out", "".join(before[a:b])), Piece("in", "".join(after[c:d]))]
    yield from _joined(piece for piece in found if piece.text)


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    for kind, run in groupby(pieces, key=lambda piece: piece.kind):
        yield Piece(kind, "".join(piece.text for piece in run))
