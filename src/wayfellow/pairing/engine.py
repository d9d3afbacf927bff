"""The one place where this room speaks to the matching engine.

The engine is imported when it is first needed: its solvers take a second to load, and most
pages never need them.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wayfellow.matching import (
        Judgement,
        Mentor,
        Pair,
        Pin,
        Settings,
        Solution,
        Student,
        Unplaced,
    )

type Cells = Mapping[str, Any]

TIME_LIMIT = 120.0
"""Seconds after which a run keeps the best lawful answer so far."""


NOT_IN_THE_LIST = "not in the list"


class Faulty(Exception):
    """The pool or the configuration cannot be matched; each fault in a sentence."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


class Stopped(Exception):
    """Somebody cancelled the run while the engine was at work."""


def check(toml: str) -> None:
    """Faulty unless the engine understands the configuration."""
    _settings(toml)


def solved(pool: Cells, toml: str, cancelled: Callable[[], bool]) -> "Solution":
    """The best groups for a frozen pool; Faulty or Stopped when there can be none."""
    from wayfellow.matching import BadInput, Cancelled, Pool, solve  # noqa: PLC0415

    everybody = Pool(
        students=tuple(_students(pool).values()),
        mentors=tuple(_mentors(pool).values()),
        settings=_settings(toml),
        pins=tuple(_pins(pool["pins"])),
    )
    try:
        return solve(everybody, time_limit=TIME_LIMIT, cancelled=cancelled)
    except BadInput as bad:
        raise Faulty(tuple(fault.reason for fault in bad.faults)) from bad
    except Cancelled as stop:
        raise Stopped from stop


class Bench:
    """Judges single pairs of a frozen pool, whether they are made or not."""

    def __init__(self, pool: Cells, toml: str, pins: Iterable[tuple[str, str, str]] = ()) -> None:
        self.students = _students(pool)
        self.mentors = _mentors(pool)
        self.settings = _settings(toml)
        self.pins = {pin[1:]: pin for pin in [*map(tuple, pool["pins"]), *pins]}

    def judge(self, student: int, mentor: int) -> "Judgement":
        """What rules and criteria say; LookupError for somebody who is not in the pool."""
        from wayfellow.matching import Pool, judge  # noqa: PLC0415

        pair = (str(student), str(mentor))
        pool = Pool(
            students=(self.students[pair[0]],),
            mentors=(self.mentors[pair[1]],),
            settings=self.settings,
            pins=tuple(_pins([self.pins[pair]] if pair in self.pins else [])),
        )
        return judge(pool, *pair)

    def seats(self, mentor: int) -> tuple[int, int]:
        """The fewest and the most students for ``mentor`` in this run."""
        cells = self.mentors[str(mentor)].cells
        return int(cells["fewest"]), int(cells["most"])


def _settings(toml: str) -> "Settings":
    from wayfellow.matching import BadInput, read_settings  # noqa: PLC0415

    try:
        return read_settings(toml)
    except BadInput as bad:
        raise Faulty(tuple(fault.reason for fault in bad.faults)) from bad


def _students(pool: Cells) -> "dict[str, Student]":
    from wayfellow.matching import Student  # noqa: PLC0415

    return {id_: Student(id=id_, cells=cells) for id_, cells in pool["students"].items()}


def _mentors(pool: Cells) -> "dict[str, Mentor]":
    from wayfellow.matching import Mentor  # noqa: PLC0415

    return {id_: Mentor(id=id_, cells=cells) for id_, cells in pool["mentors"].items()}


def _pins(rows: Iterable[Iterable[str]]) -> "list[Pin]":
    from wayfellow.matching import Pin  # noqa: PLC0415

    return [Pin(kind=kind, student=student, mentor=mentor) for kind, student, mentor in rows]


def pair(student: int | str, mentor: int | str, judged: "Judgement") -> "Pair":
    """A pair as the engine would give it."""
    from wayfellow.matching import Pair  # noqa: PLC0415

    return Pair(
        student=str(student),
        mentor=str(mentor),
        score=judged.score,
        because=tuple(judged.values.items()),
        listed=judged.listed,
    )


def not_named(pool: Cells, named: set[str]) -> "tuple[Unplaced, ...]":
    """Students of the pool whom a list made elsewhere leaves out."""
    from wayfellow.matching import Unplaced  # noqa: PLC0415

    return tuple(
        Unplaced(student=pk, reason="seats", nearest=NOT_IN_THE_LIST)
        for pk in pool["students"]
        if pk not in named
    )


def versions(toml: str) -> dict[str, Any]:
    """Whose judgement it is: the engine's version and the configuration's fingerprint."""
    from wayfellow import __version__  # noqa: PLC0415
    from wayfellow.matching.report import digest  # noqa: PLC0415

    return {"version": __version__, "configuration": digest(_settings(toml)), "seconds": {}}
