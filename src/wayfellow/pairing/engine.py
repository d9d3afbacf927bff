"""Whole runs: where this room speaks to the matching engine, as ``judging`` does of single pairs.

The engine is imported when it is first needed: its solvers take a second to load, and most
pages never need them.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from wayfellow.pairing.changes import Change
from wayfellow.pairing.frozen import (
    Cells,
    Faulty,
    key_of,
    pins_of,
    pool_of,
    settings_of,
    students_of,
)

if TYPE_CHECKING:
    from wayfellow.matching import (
        Comparison,
        Obstacle,
        Pair,
        Solution,
        WhatIf,
    )
    from wayfellow.pairing.models import Run

TIME_LIMIT = 120.0
"""Seconds after which a run keeps the best lawful answer so far."""

PATIENCE = 20.0
"""Seconds after which a question on a page gets the best lawful answer so far."""


MOST_WARM, WARM_STUDENTS = 2, 10_000
"""How many matchings a process keeps warm, and up to what size: a larger one takes too long to warm."""
_kept_warm: "dict[tuple[int, datetime | None, tuple[tuple[str, str], ...]], WhatIf]" = {}

NOT_NAMED = "not named"
"""The reason of a student whom a list made elsewhere leaves out."""


class Stopped(Exception):
    """Somebody cancelled the run while the engine was at work."""


def load() -> None:
    """Have the engine read from disk before somebody waits for it: about a third of a second."""
    import wayfellow.matching  # noqa: F401, PLC0415


def check(toml: str) -> None:
    """Faulty unless the engine understands the configuration."""
    settings_of(toml)


def solved(
    pool: Cells,
    toml: str,
    cancelled: Callable[[], bool],
    *,
    seconds: float = TIME_LIMIT,
    progress: Callable[[str, float], None] = lambda _stage, _share: None,
) -> "Solution":
    """The best groups for a frozen pool; Faulty or Stopped when there can be none.

    ``progress`` is told the stage and the share of the work that is done, many times a second.
    """
    from wayfellow.matching import BadInput, Cancelled, solve  # noqa: PLC0415
    from wayfellow.matching.watch import told_to  # noqa: PLC0415

    everybody = pool_of(pool, toml)
    try:
        with told_to(progress):
            return solve(everybody, time_limit=seconds, cancelled=cancelled)
    except BadInput as bad:
        raise Faulty(tuple(fault.reason for fault in bad.faults)) from bad
    except Cancelled as stop:
        raise Stopped from stop


def what_if(run: "Run", change: Change) -> "Solution":
    """The groups that ``run`` would have if ``change`` were so; Faulty when there can be none.

    Pins and seats are answered from a matching that the process keeps warm, anything else from the
    groups as they stand.
    """
    seats = change.seats(run.pool)
    large = len(run.pool["students"]) > WARM_STUDENTS
    from wayfellow.matching import BadInput, solve_from  # noqa: PLC0415

    try:
        if not (change.weights or change.without or seats is None or large):
            return _warm(run).solve(pins=pins_of(change.pins), seats=seats)
        pool = pool_of(change.pool(run.pool), change.toml(run.configuration))
        return solve_from(pool, _answer_of(run), time_limit=PATIENCE)
    except BadInput as bad:
        raise Faulty(tuple(fault.reason for fault in bad.faults)) from bad


def _answer_of(run: "Run") -> dict[str, str]:
    """Who is with whom, as the run's groups stand now."""
    pairs = run.proposals.order_by("student").values_list("student", "mentor")
    return {str(student): str(mentor) for student, mentor in pairs}


def _warm(run: "Run") -> "WhatIf":
    """The run's matching kept warm, as its groups stand now; one or two of them in a process."""
    answer = _answer_of(run)
    key = (run.pk, run.finished_at, tuple(answer.items()))
    warm = _kept_warm.pop(key, None)
    if warm is None:
        from wayfellow.matching import WhatIf  # noqa: PLC0415

        warm = WhatIf(pool_of(run.pool, run.configuration), answer)
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
        students=tuple(students_of({"students": students}).values()),
        mentors=(),
        settings=Settings(groups=Groups(fewest=0, most=0), criteria=()),
    )
    return audit(everybody, tuple(pairs), tuple(attributes))


def kept_pair(student: int, mentor: int, score: int, listed: int | None) -> "Pair":
    """A pair as it was kept, for an audit."""
    from wayfellow.matching import Pair  # noqa: PLC0415

    return Pair(student=str(student), mentor=str(mentor), score=score, because=(), listed=listed)


def obstacle(found: "Obstacle") -> dict[str, Any]:
    """What stood nearest in a student's way, as a run keeps it."""
    return {
        "kind": found.kind,
        "rule": key_of(found.rule) if found.rule else None,
        "mentor": int(found.mentor) if found.mentor else None,
        "count": found.count,
    }


def versions(toml: str) -> dict[str, Any]:
    """Whose judgement it is: the engine's version and the configuration's fingerprint."""
    from wayfellow import __version__  # noqa: PLC0415
    from wayfellow.matching.report import digest  # noqa: PLC0415

    return {"version": __version__, "configuration": digest(settings_of(toml)), "seconds": {}}
