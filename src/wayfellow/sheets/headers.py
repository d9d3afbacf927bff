"""Which of their columns is which of our fields: a guess to be confirmed, never a decision."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

_WORD = re.compile(r"[^\W_]+")
_ASIDE = re.compile(r"[(\[][^)\]]*[)\]]")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_EMPTY_WORDS = frozenset({"a", "an", "and", "the", "of", "in", "your", "s", "please", "full"})
# A column that belongs to somebody else must not pass for the person's own.
_SOMEBODY_ELSE = frozenset(
    ("guardian", "parent", "parents", "mother", "father", "kin", "emergency", "referee", "old")
)
_SAME_WORD = {"dob": "date birth", "e mail": "email", "tel": "phone", "mobile": "phone"}
_LEAST = 450


def suggest(columns: Sequence[str], fields: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Our field -> their column, best guesses first; no column is given twice.

    ``fields`` gives the aliases of each field, the most usual first; its own name counts
    as one. The same headings always give the same answer.
    """
    offers = [
        (-score, place, at, field, column)
        for place, (field, aliases) in enumerate(fields.items())
        for at, column in enumerate(columns)
        if (score := _score(column, (field, *aliases))) >= _LEAST
    ]
    found: dict[str, str] = {}
    taken: set[int] = set()
    for _, _, at, field, column in sorted(offers):
        if field not in found and at not in taken:
            found[field] = column
            taken.add(at)
    return {field: found[field] for field in fields if field in found}


def _score(column: str, aliases: Sequence[str]) -> int:
    theirs = _words(column)
    return max(_alike(theirs, _words(alias)) - at for at, alias in enumerate(aliases))


def _alike(theirs: tuple[str, ...], ours: tuple[str, ...]) -> int:
    """0..1000: the same heading, the same words, or our words within theirs."""
    if not theirs or not ours:
        return 0
    if theirs == ours or "".join(theirs) == "".join(ours):
        return 1000
    mine, other = set(ours), set(theirs)
    if mine == other:
        return 950
    if (other - mine) & _SOMEBODY_ELSE or not mine <= other:
        return 0
    return 900 * len(mine) // len(other)


def _words(heading: str) -> tuple[str, ...]:
    bare = _ASIDE.sub(" ", heading)
    text = bare if _WORD.search(bare) else heading
    flat = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", _CAMEL.sub(" ", text))
        if not unicodedata.combining(letter)
    )
    line = " ".join(_WORD.findall(flat.casefold()))
    for form, word in _SAME_WORD.items():
        line = re.sub(rf"\b{form}\b", word, line)
    words = [word for word in line.split() if word not in _EMPTY_WORDS]
    return tuple(words or line.split())
