"""The contract's criteria for many pairs at once: sets are bits, codes are numbers."""

import re
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

type Ints = NDArray[np.int64]
type Index = NDArray[np.int32]
type Cells = list[dict[str, str]]

WORD = re.compile(r"[^\W_]{2,}")


class Measure:
    """One criterion: called with students and mentors, place by place, it gives 0 to 1000."""

    def __init__(self, criterion: dict[str, Any], students: Cells, mentors: Cells) -> None:
        wanted = [row[criterion["student"]] for row in students]
        given = [row[criterion["mentor"]] for row in mentors]
        second = [row[criterion["second"]] for row in mentors] if "second" in criterion else None
        match criterion["kind"]:
            case "share":
                self._value = _share(wanted, given)
            case "ranked":
                self._value = _ranked(wanted, given, second)
            case "same":
                self._value = _same(wanted, given)
            case "path":
                self._value = _path(wanted, given)
            case "first":
                self._value = _first(wanted, given)
            case "near":
                self._value = _near(wanted, given, criterion["step"])
            case "words":
                self._value = _words(wanted, given)
            case kind:
                raise ValueError(f"the benchmark knows no criterion of kind {kind}")

    def __call__(self, student: Index, mentor: Index) -> Ints:
        return self._value(student, mentor)


type Value = Callable[[Index, Index], Ints]


class Bits:
    """Sets of values as bits, in as many words of 64 as there are values for."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self.place = {value: n for n, value in enumerate(sorted(set(vocabulary)))}
        self.words = len(self.place) // 64 + 1

    def of(self, sets: list[list[str]]) -> list[NDArray[np.uint64]]:
        """For each word of 64 values, the bits of every set; unknown values are left out."""
        bits = [[0] * len(sets) for _ in range(self.words)]
        for n, values in enumerate(sets):
            for value in values:
                if value in self.place:
                    word, bit = divmod(self.place[value], 64)
                    bits[word][n] |= 1 << bit
        return [np.array(word, dtype=np.uint64) for word in bits]


def _many(cells: list[str]) -> list[list[str]]:
    return [[value for value in cell.split("|") if value] for cell in cells]


def _common(a: list[NDArray[np.uint64]], b: list[NDArray[np.uint64]]) -> Value:
    def count(student: Index, mentor: Index) -> Ints:
        total = np.zeros(len(student), dtype=np.int64)
        for x, y in zip(a, b, strict=True):
            total += np.bitwise_count(x[student] & y[mentor])
        return total

    return count


def _sizes(sets: list[list[str]]) -> Ints:
    return np.array([len(set(values)) for values in sets], dtype=np.int64)


def _share(wanted: list[str], given: list[str]) -> Value:
    a, b = _many(wanted), _many(given)
    bits = Bits(value for values in a for value in values)
    common, size = _common(bits.of(a), bits.of(b)), np.maximum(_sizes(a), 1)
    return lambda student, mentor: 1000 * common(student, mentor) // size[student]


def _ranked(wanted: list[str], given: list[str], second: list[str] | None) -> Value:
    a = _many(wanted)
    bits = Bits(value for values in a for value in values)
    first, other = bits.of(_many(given)), bits.of(_many(second or [""] * len(given)))
    ranks = [bits.of([values[rank : rank + 1] for values in a]) for rank in range(4)]

    def value(student: Index, mentor: Index) -> Ints:
        best = np.zeros(len(student), dtype=np.int64)
        for rank, wish in enumerate(ranks):
            worth = 1000 - 250 * rank
            for word, has, also in zip(wish, first, other, strict=True):
                asked = word[student]
                np.maximum(best, worth * ((asked & has[mentor]) != 0), out=best)
                np.maximum(best, 600 * worth // 1000 * ((asked & also[mentor]) != 0), out=best)
        return best

    return value


def _same(wanted: list[str], given: list[str]) -> Value:
    codes = {cell: n for n, cell in enumerate(dict.fromkeys([*wanted, *given]))}
    a, b = np.array([codes[cell] for cell in wanted]), np.array([codes[cell] for cell in given])
    return lambda student, mentor: np.where(a[student] == b[mentor], 1000, 0)


def _path(wanted: list[str], given: list[str]) -> Value:
    a, b = (
        [[part for part in cell.split("/") if part] for cell in side] for side in (wanted, given)
    )
    deepest = max((len(parts) for parts in a), default=0)
    codes: dict[tuple[str, ...], int] = {}

    def leading(side: list[list[str]], depth: int, absent: int) -> Ints:
        return np.array(
            [
                codes.setdefault(tuple(parts[:depth]), len(codes))
                if len(parts) >= depth
                else absent
                for parts in side
            ]
        )

    levels = [(leading(a, d, -1), leading(b, d, -2)) for d in range(1, deepest + 1)]
    size = np.array([max(1, len(parts)) for parts in a])

    def value(student: Index, mentor: Index) -> Ints:
        equal = np.zeros(len(student), dtype=np.int64)
        for of_student, of_mentor in levels:
            equal += of_student[student] == of_mentor[mentor]
        share: Ints = 1000 * equal // size[student]
        return share

    return value


def _first(wanted: list[str], given: list[str]) -> Value:
    a = _many(wanted)
    bits = Bits(value for values in a for value in values)
    has = bits.of(_many(given))
    common, hit = _common(bits.of(a), has), _common(bits.of([values[:1] for values in a]), has)

    def value(student: Index, mentor: Index) -> Ints:
        any_shared = common(student, mentor) > 0
        return 500 * any_shared.astype(np.int64) + 500 * hit(student, mentor)

    return value


def _near(wanted: list[str], given: list[str], step: float) -> Value:
    a = np.array([float(cell) if cell else np.nan for cell in wanted])
    b = np.array([float(cell) for cell in given])

    def value(student: Index, mentor: Index) -> Ints:
        raw = np.maximum(0.0, np.trunc(1000 - step * np.abs(a[student] - b[mentor])))
        return np.where(np.isnan(raw), 700.0, raw).astype(np.int64)

    return value


def _words(wanted: list[str], given: list[str]) -> Value:
    a, b = ([WORD.findall(cell.lower()) for cell in side] for side in (wanted, given))
    bits = Bits(word for words in a for word in words)
    common, size_a, size_b = _common(bits.of(a), bits.of(b)), _sizes(a), _sizes(b)

    def value(student: Index, mentor: Index) -> Ints:
        shared = common(student, mentor)
        both: Ints = size_a[student] + size_b[mentor] - shared
        share: Ints = 1000 * shared // np.maximum(1, both)
        return share

    return value
