"""How alike two free texts are, in any language, without looking at any other text.

A text is taken as the set of its pieces: every four signs in a row of a word with its borders, so
that words match across their endings and inside compounds; every two signs in a row where a script
writes no spaces. The value is Sørensen's and Dice's: twice the pieces in common to all pieces of
both. Words of fewer than four letters say little and are passed over, unless written in capitals.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayfellow.matching.encode import Ints, Matrix, sparse

type Pieces = NDArray[np.int32]

LENGTH = 4
SHORT = 2
_DENSE_SCRIPT = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
# Vowel signs of Indic and Thai scripts are no letters to ``re``, and yet inside the word.
_WORD = re.compile(rf"([{_DENSE_SCRIPT}]+)|(?:[^\W_{_DENSE_SCRIPT}]|[\u0300-\u036f\u0900-\u0eff])+")


def likeness(mine: str, theirs: str) -> int:
    """0 for nothing in common, 1000 for the same pieces; 0 too where a text has none."""
    left, right = pieces(mine), pieces(theirs)
    common = len(np.intersect1d(left, right, assume_unique=True))
    return 2000 * common // max(1, len(left) + len(right))


class Likeness:
    """``likeness`` for rectangles of texts."""

    def __init__(self, mine: Sequence[str], theirs: Sequence[str]) -> None:
        left, right = [pieces(c) for c in mine], [pieces(c) for c in theirs]
        met = np.intersect1d(_flat(left), _flat(right))
        self._left, self._right = _table(left, met), _table(right, met)
        self._left_size = np.array([len(p) for p in left], dtype=np.int32)
        self._right_size = np.array([len(p) for p in right], dtype=np.int32)

    def values(self, rows: Ints, cols: Ints) -> Matrix:
        common = (self._left[rows] @ self._right[cols].T).toarray()
        either = self._left_size[rows, None] + self._right_size[cols]
        value: Matrix = 2000 * common // np.maximum(either, 1)
        return value


@lru_cache(maxsize=65_536)
def pieces(cell: str) -> Pieces:
    """The numbers of the text's pieces, each once."""
    found: Pieces = np.unique(_vectorizer().transform([cell]).indices.astype(np.int32))
    return found


def spread(text: str) -> str:
    """The words that count, one space between them, and scripts without spaces two signs at a time."""
    words = []
    for found in _WORD.finditer(unicodedata.normalize("NFKC", text)):
        word = found[0]
        if found[1]:
            words += [word[at : at + SHORT] for at in range(max(1, len(word) - SHORT + 1))]
        elif len(word) >= LENGTH or (len(word) >= SHORT and word.isupper()):
            words.append(word.casefold())
    return " ".join(words)


@cache
def _vectorizer() -> Any:
    from sklearn.feature_extraction.text import HashingVectorizer  # noqa: PLC0415 - slow to load

    return HashingVectorizer(
        analyzer="char_wb",
        ngram_range=(LENGTH, LENGTH),
        preprocessor=spread,
        alternate_sign=False,
        binary=True,
        norm=None,
    )


def _flat(texts: Sequence[Pieces]) -> Pieces:
    return np.concatenate([np.empty(0, np.int32), *texts])


def _table(texts: Sequence[Pieces], met: Pieces) -> Any:
    """A 1 for each text and each piece that both sides have."""
    piece = _flat(texts)
    rows = np.repeat(np.arange(len(texts)), [len(p) for p in texts])
    both = np.isin(piece, met)
    cols = np.searchsorted(met, piece[both])
    return sparse(np.ones(len(cols), np.int32), rows[both], cols, (len(texts), len(met)))
