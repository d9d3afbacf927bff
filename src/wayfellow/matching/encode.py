"""Columns of cells as arrays that answer for any rectangle of students by mentors."""

from collections.abc import Collection, Mapping, Sequence
from itertools import chain, repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

type Ints = NDArray[np.int64]
type Matrix = NDArray[Any]

DENSE = 512


def vocabulary(left: Sequence[Collection[str]], right: Sequence[Collection[str]]) -> dict[str, int]:
    """Numbers for the values that occur on both sides: no other can ever meet."""
    met = set().union(*set(left)) & set().union(*set(right))
    return {value: at for at, value in enumerate(sorted(met))}


def entries(lists: Sequence[Collection[str]], known: dict[str, int]) -> tuple[Ints, Ints]:
    """The number of each list, beside the number of each known value in it."""
    sizes = np.fromiter(map(len, lists), np.int64, len(lists))
    values = map(known.get, chain.from_iterable(lists), repeat(-1))
    value = np.fromiter(values, np.int64, int(sizes.sum()))
    rows = np.repeat(np.arange(len(lists)), sizes)
    return rows[value >= 0], value[value >= 0]


def sparse(values: Matrix, rows: Ints, cols: Ints, shape: tuple[int, int]) -> Any:
    from scipy.sparse import csr_array  # noqa: PLC0415 - slow to load, and seldom needed

    return csr_array((values, (rows, cols)), shape=shape)


class Overlap:
    """How many values two sets have in common, and how many each has."""

    def __init__(self, left: Sequence[frozenset[str]], right: Sequence[frozenset[str]]) -> None:
        known = vocabulary(left, right)
        self._dense = len(known) <= DENSE
        self._left = self._hot(left, known)
        self._right = self._hot(right, known)
        self.left_size = np.array([len(v) for v in left], dtype=np.int32)
        self.right_size = np.array([len(v) for v in right], dtype=np.int32)

    def _hot(self, sets: Sequence[frozenset[str]], known: dict[str, int]) -> Any:
        rows, cols = entries(sets, known)
        shape = (len(sets), len(known))
        if self._dense:
            dense = np.zeros(shape, dtype=np.float32)
            dense[rows, cols] = 1
            return dense
        return sparse(np.ones(len(rows), dtype=np.int32), rows, cols, shape)

    def common(self, rows: Ints, cols: Ints) -> Matrix:
        """The sizes of the intersections, rows by cols; exact, as they are far below 2**24."""
        product = self._left[rows] @ self._right[cols].T
        if not self._dense:
            product = product.toarray()
        return np.asarray(product, dtype=np.int32)


class Holding:
    """Whether a mentor's list holds a value, for values written as numbers."""

    def __init__(self, lists: Sequence[Collection[str]], known: dict[str, int]) -> None:
        cols, rows = entries(lists, known)
        shape = (len(known) + 1, len(lists))
        self._dense = len(known) <= DENSE
        if self._dense:
            self._table: Any = np.zeros(shape, dtype=np.bool_)
            self._table[rows, cols] = True
        else:
            self._table = sparse(np.ones(len(rows), dtype=np.int8), rows, cols, shape)

    def has(self, codes: Ints, cols: Ints) -> Matrix:
        """A truth for each code and mentor; the code past the last is held by nobody."""
        if self._dense:
            return np.asarray(self._table[codes[:, None], cols])
        return np.asarray(self._table[codes][:, cols].toarray() > 0)


def codes(values: Sequence[str | None], known: Mapping[str, int]) -> Ints:
    """The numbers of the values; what is not known gets the number past the last."""
    none = len(known)
    return np.fromiter(
        (none if v is None else known.get(v, none) for v in values), np.int64, len(values)
    )


def alike(left: Sequence[str], right: Sequence[str]) -> tuple[Ints, Ints]:
    """Numbers that are equal where the texts are equal."""
    known = {value: at for at, value in enumerate(sorted({*left, *right}))}
    return codes(left, known), codes(right, known)
