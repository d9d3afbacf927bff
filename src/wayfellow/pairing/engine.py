"""The one place where this room speaks to the matching engine.

The engine is imported when it is first needed: its solvers take a second to load, and most
pages never need them.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from wayfellow.pairing.changes import Change

if TYPE_CHECKING:
    from wayfellow.matching import (
        Comparison,
        Judgement,
        Mentor,
        Pair,
        Pin,
        Settings,
        Solution,
        Student,
        Unplaced,
        WhatIf,
    )
    from wayfellow.pairing.models import Run

type Cells = Mapping[str, Any]

TIME_LIMIT = 120.0
"""Seconds after which a run keeps the best lawful answer so far."""

PATIENCE = 20.0
"""Seconds after which a question on a page gets the best lawful answer so far."""


MOST_WARM, WARM_STUDENTS = 2, 10_000
"""How many matchings a process keeps warm, and up to what size: a larger one takes too long to warm."""
_kept_warm: "dict[tuple[int, datetime | None, tuple[tuple[str, str], ...]], WhatIf]" = {}

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


def solved(
    pool: Cells, toml: str, cancelled: Callable[[], bool], *, seconds: float = TIME_LIMIT
) -> "Solution":
    """The best groups for a frozen pool; Faulty or Stopped when there can be none."""
    from wayfellow.matching import BadInput, Cancelled, Pool, solve  # noqa: PLC0415

    everybody = Pool(
        students=tuple(_students(pool).values()),
        mentors=tuple(_mentors(pool).values()),
        settings=_settings(toml),
        pins=tuple(_pins(pool["pins"])),
    )
    try:
        return solve(everybody, time_limit=seconds, cancelled=cancelled)
    except BadInput as bad:
        raise Faulty(tuple(fault.reason for fault in bad.faults)) from bad
    except Cancelled as stop:
        raise Stopped from stop


def what_if(run: "Run", change: Change) -> "Solution":
    """The groups that ``run`` would have if ``change`` were so; Faulty when there can be none.

    Pins and seats are answered from a matching that the process keeps warm.
    """
    seats = change.seats(run.pool)
    large = len(run.pool["students"]) > WARM_STUDENTS
    if change.weights or change.without or seats is None or large:
        pool, toml = change.pool(run.pool), change.toml(run.configuration)
        return solved(pool, toml, lambda: False, seconds=PATIENCE)
    from wayfellow.matching import BadInput  # noqa: PLC0415

    try:
        return _warm(run).solve(pins=_pins(change.pins), seats=seats)
    except BadInput as bad:
        raise Faulty(tuple(fault.reason for fault in bad.faults)) from bad


def _warm(run: "Run") -> "WhatIf":
    """The run's matching kept warm, as its groups stand now; one or two of them in a process."""
    pairs = run.proposals.order_by("student").values_list("student", "mentor")
    answer = tuple((str(student), str(mentor)) for student, mentor in pairs)
    key = (run.pk, run.finished_at, answer)
    warm = _kept_warm.pop(key, None)
    if warm is None:
        from wayfellow.matching import Pool, WhatIf  # noqa: PLC0415

        everybody = Pool(
            students=tuple(_students(run.pool).values()),
            mentors=tuple(_mentors(run.pool).values()),
            settings=_settings(run.configuration),
            pins=tuple(_pins(run.pool["pins"])),
        )
        warm = WhatIf(everybody, dict(answer))
    # The last one asked stands last, and the first is the one to go.
    _kept_warm[key] = warm
    while len(_kept_warm) > MOST_WARM:
        _kept_warm.pop(next(iter(_kept_warm)), None)
    return warm


def audited(
    students: Mapping[str, Mapping[str, str]], pairs: "Iterable[Pair]", attributes: Iterable[str]
) -> "tuple[Comparison, ...]":
    """How the students fared by each attribute, and which differences are more than chance."""
    from wayfellow.matching import Groups, Pool, Settings, audit  # noqa: PLC0415

    everybody = Pool(
        students=tuple(_students({"students": students}).values()),
        mentors=(),
        settings=Settings(groups=Groups(fewest=0, most=0), criteria=()),
    )
    return audit(everybody, tuple(pairs), tuple(attributes))


def kept_pair(student: int, mentor: int, score: int, listed: int | None) -> "Pair":
    """A pair as it was kept, for an audit."""
    from wayfellow.matching import Pair  # noqa: PLC0415

    return Pair(student=str(student), mentor=str(mentor), score=score, because=(), listed=listed)


class Bench:
    """Judges single pairs of a frozen pool, whether they are made or not."""

    def __init__(self, pool: Cells, toml: str, pins: Iterable[tuple[str, str, str]] = ()) -> None:
        self.students = _students(pool)
        self.mentors = _mentors(pool)
        self.settings = _settings(toml)
        self.pins = {pin[1:]: pin for pin in [*map(tuple, pool["pins"]), *pins]}

    def judge(
        self, student: int, mentor: int, pins: Iterable[tuple[str, str, str]] = ()
    ) -> "Judgement":
        """What rules and criteria say; LookupError for somebody who is not in the pool.

        ``pins`` are the newest of the pair, for a bench that was set up before they were said.
        """
        from wayfellow.matching import Pool, judge  # noqa: PLC0415

        pair = (str(student), str(mentor))
        pool = Pool(
            students=(self.students[pair[0]],),
            mentors=(self.mentors[pair[1]],),
            settings=self.settings,
            pins=tuple(_pins([*pins] or ([self.pins[pair]] if pair in self.pins else []))),
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
