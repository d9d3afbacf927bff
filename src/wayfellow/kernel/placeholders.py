"""Words in curly braces, and what stands in their place: one pass, nothing put in is read again."""

import re
from collections.abc import Collection, Mapping

_PIECE = re.compile(r"\{\{|\}\}|\{[^{}]*\}|[{}]")
_LITERAL = {"{{": "{", "}}": "}"}


def faults(text: str, known: Collection[str]) -> list[str]:
    """The pieces of ``text`` that stand for nothing, each once, as they were written.

    Only ``{name}`` with a known name is a placeholder; ``{{`` and ``}}`` are braces.
    """
    found = (piece[0] for piece in _PIECE.finditer(text))
    wrong = (piece for piece in found if piece not in _LITERAL and piece[1:-1] not in known)
    return list(dict.fromkeys(wrong))


def fill(text: str, values: Mapping[str, str]) -> str:
    """``text`` with ``values`` in place of their names; ValueError for what stands for nothing."""

    def said(piece: re.Match[str]) -> str:
        written = piece[0]
        if written in _LITERAL:
            return _LITERAL[written]
        try:
            return values[written[1:-1]]
        except KeyError:
            raise ValueError(f"{written} stands for nothing") from None

    return _PIECE.sub(said, text)
