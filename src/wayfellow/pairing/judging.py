"""Single pairs of a frozen pool, judged whether they are made or not.

As in ``engine``, the matching engine is imported when it is first needed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from wayfellow.pairing.frozen import Cells, key_of, mentors_of, pins_of, settings_of, students_of

if TYPE_CHECKING:
    from wayfellow.matching import Alternative, Pair, Pool
    from wayfellow.matching.grid import Grid


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What rules and criteria say of one pair.

    ``broken``: the keys of the hard rules, and "inactive", "list" or "excluded".
    """

    score: int
    values: Mapping[str, int]
    broken: tuple[str, ...]
    listed: int | None

    @property
    def lawful(self) -> bool:
        return not self.broken


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Some students, a row for each, by every mentor of a bench, a column for each."""

    mentors: tuple[int, ...]
    score: list[list[int]]
    open: list[list[bool]]
    """Whether no "never together" and no wish for none but others stands between the two."""
    lawful: list[list[bool]]
    """Whether no hard rule does either."""


class Bench:
    """Judges single pairs of a frozen pool, whether they are made or not."""

    def __init__(self, pool: Cells, toml: str, pins: Iterable[tuple[str, str, str]] = ()) -> None:
        self.students = students_of(pool)
        self.mentors = mentors_of(pool)
        self.settings = settings_of(toml)
        self.pins = {pin[1:]: pin for pin in [*map(tuple, pool["pins"]), *pins]}

    def judge(
        self, student: int, mentor: int, pins: Iterable[tuple[str, str, str]] = ()
    ) -> Verdict:
        """What rules and criteria say; LookupError for somebody who is not in the pool.

        ``pins`` are the newest of the pair, for a bench that was set up before they were said.
        """
        from wayfellow.matching import Pool, judge  # noqa: PLC0415

        pair = (str(student), str(mentor))
        pool = Pool(
            students=(self.students[pair[0]],),
            mentors=(self.mentors[pair[1]],),
            settings=self.settings,
            pins=tuple(pins_of([*pins] or ([self.pins[pair]] if pair in self.pins else []))),
        )
        said = judge(pool, *pair)
        return Verdict(
            score=said.score,
            values=said.values,
            broken=tuple(key_of(each.rule) if each.rule else each.kind for each in said.broken),
            listed=said.listed,
        )

    def alternatives(
        self, pairs: "Sequence[Pair]", student: int, pins: Iterable[tuple[str, str, str]], most: int
    ) -> "tuple[Alternative, ...]":
        """Where else ``student`` could go: the best ``most`` mentors."""
        from wayfellow.matching import alternatives  # noqa: PLC0415

        return alternatives(self._pool(pins), pairs, str(student), most, grid=self._grid)

    def suitors(
        self, pairs: "Sequence[Pair]", mentor: int, pins: Iterable[tuple[str, str, str]], most: int
    ) -> "tuple[Alternative, ...]":
        """Who else could come to ``mentor``: the best ``most`` students."""
        from wayfellow.matching import suitors  # noqa: PLC0415

        return suitors(self._pool(pins), pairs, str(mentor), most, grid=self._grid)

    def _pool(self, pins: Iterable[tuple[str, str, str]] = ()) -> "Pool":
        from wayfellow.matching import Pool  # noqa: PLC0415

        return Pool(
            students=tuple(self.students.values()),
            mentors=tuple(self.mentors.values()),
            settings=self.settings,
            pins=tuple(pins_of(pins)),
        )

    @cached_property
    def _grid(self) -> "Grid":
        """Everybody made ready for many questions; without pins, which change between two of them."""
        from wayfellow.matching import prepared  # noqa: PLC0415

        return prepared(self._pool())

    def seats(self, mentor: int) -> tuple[int, int]:
        """The fewest and the most students for ``mentor`` in this run."""
        cells = self.mentors[str(mentor)].cells
        return int(cells["fewest"]), int(cells["most"])

    def sheet(self, students: Iterable[int], pins: Iterable[tuple[str, str, str]] = ()) -> "Sheet":
        """What ``judge`` would say of each of ``students`` with every mentor, all at once."""
        import numpy as np  # noqa: PLC0415

        from wayfellow.matching import Pool, prepared  # noqa: PLC0415

        asked = [str(pk) for pk in students]
        said = {**self.pins, **{pin[1:]: pin for pin in pins}}
        apart = [
            pin
            for pair, pin in said.items()
            if pin[0] == "exclude" and pair[0] in asked and pair[1] in self.mentors
        ]
        people = tuple(self.students[id_] for id_ in asked)
        grid = prepared(
            Pool(
                students=people,
                mentors=tuple(self.mentors.values()),
                settings=self.settings,
                pins=tuple(pins_of(apart)),
            )
        )
        place = {student.id: at for at, student in enumerate(grid.students)}
        rows, cols = np.array([place[id_] for id_ in asked], np.int64), np.arange(grid.m)
        return Sheet(
            mentors=tuple(int(mentor.id) for mentor in grid.mentors),
            score=grid.scores(rows, cols).tolist(),
            open=grid.lawful(rows, cols, ()).tolist(),
            lawful=grid.lawful(rows, cols, grid.all_rules()).tolist(),
        )


def pair(student: int | str, mentor: int | str, judged: Verdict) -> "Pair":
    """A pair as the engine would give it."""
    from wayfellow.matching import Pair  # noqa: PLC0415

    return Pair(
        student=str(student),
        mentor=str(mentor),
        score=judged.score,
        because=tuple(judged.values.items()),
        listed=judged.listed,
    )
