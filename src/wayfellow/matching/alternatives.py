"""Where else a student could go, what that would give or cost, and why it was not done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from wayfellow.matching.encode import Ints, Matrix
from wayfellow.matching.explain import valued
from wayfellow.matching.grid import NEVER, Grid
from wayfellow.matching.market import Flags
from wayfellow.matching.roster import is_active, read_roster
from wayfellow.matching.types import Pair, Pool

type Hurdle = Literal["excluded", "locked", "full", "group", "leaves", "less", "free"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A student in a seat that another would want.

    ``loses``: what moving to the best seat that would be left, that of mentor ``to``, would cost; None
    when there is none.
    """

    student: str
    score: int
    loses: int | None
    locked: bool
    to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """A pair that was not made. ``difference``: its score less the student's score now, 0 without one.

    ``obstacle`` is the first that applies: "excluded" as a pair; the student is "locked" elsewhere;
    the mentor is "full" of ``holders``; has no "group", and one student is too few; the student
    "leaves" a group that would be too small; scores "less", or no more; nothing, the seat is "free".
    ``needs``: how many more a new group would want, or the fewest of the group that is left. ``total``:
    what the sum of the scores gains, after the holder who loses least has made room where it is full;
    None when one or two moves are not enough.
    """

    student: str
    mentor: str
    score: int
    difference: int
    values: tuple[tuple[str, int], ...]
    lawful: bool
    obstacle: Hurdle
    holders: tuple[Holder, ...] = ()
    needs: int = 0
    total: int | None = None
    sentence: str


def prepared(pool: Pool) -> Grid:
    """The pool made ready for many questions; raises ``BadInput`` for one that cannot be read."""
    return Grid(read_roster(pool), pool.settings)


def alternatives(
    pool: Pool, pairs: Sequence[Pair], student_id: str, most: int = 3, *, grid: Grid | None = None
) -> tuple[Alternative, ...]:
    """The best other mentors for a student who is with one in ``pairs``, or with none.

    Every rule lets the student go there; only an exclusion of the pair may stand against it.
    ``grid``: the same pool ``prepared``, which makes it quicker. Raises ``LookupError`` for an
    unknown id; who is inactive has no alternatives.
    """
    desk = _Desk(pool, pairs, grid)
    if not is_active(desk.students[student_id]):
        return ()
    sheet = desk.sheet([student_id])
    now = desk.pair_of.get(student_id)
    could = sheet.kept[0].copy()
    if now and now.mentor in sheet.grid.mentor_at:
        could[sheet.grid.mentor_at[now.mentor]] = False
    cols = np.flatnonzero(could)
    best = cols[np.lexsort((cols, -sheet.score[0, cols]))][:most]
    return tuple(desk.told(student_id, sheet.grid.mentors[col].id) for col in best)


def suitors(
    pool: Pool, pairs: Sequence[Pair], mentor_id: str, most: int = 3, *, grid: Grid | None = None
) -> tuple[Alternative, ...]:
    """The students who would do best to come to a mentor: those without one, then those who gain most.

    As ``alternatives``, seen from the mentor. Who is locked anywhere is left out.
    """
    desk = _Desk(pool, pairs, grid)
    if not is_active(desk.mentors[mentor_id]):
        return ()
    whole = grid or prepared(pool)
    sheet = _Sheet.of(whole, np.flatnonzero(~whole.aside), np.array([whole.mentor_at[mentor_id]]))
    now = [desk.pair_of.get(s) for s in sheet.ids]
    there = [pair is not None and pair.mentor == mentor_id for pair in now]
    rows = np.flatnonzero(sheet.kept[:, 0] & ~np.array(there, np.bool_))
    score = np.array([pair.score if pair else 0 for pair in now], np.int64)[rows]
    placed = np.array([pair is not None for pair in now], np.bool_)[rows]
    best = rows[np.lexsort((rows, score - sheet.score[rows, 0], placed))]
    ids = [sheet.ids[row] for row in best if sheet.ids[row] not in desk.locks]
    return tuple(desk.told(student, mentor_id) for student in ids[:most])


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Some students by some mentors: the scores, and which pairs keep the rules."""

    grid: Grid
    ids: list[str]
    score: Matrix
    kept: Flags

    @classmethod
    def of(cls, grid: Grid, rows: Ints, cols: Ints) -> "_Sheet":
        kept: Flags = np.repeat((grid.most > 0)[cols][None, :], len(rows), axis=0)
        for at in grid.all_rules():
            kept &= grid.rule(at, rows, cols)
        row, col, _ = grid.listed.within(rows, grid.place(cols))
        named = np.repeat(~grid.only[rows][:, None], len(cols), axis=1)
        named[row, col] = True
        ids = [grid.students[row].id for row in rows.tolist()]
        return cls(grid, ids, grid.scores(rows, cols), kept & named)


class _Desk:
    """An answer, and who is where in it."""

    def __init__(self, pool: Pool, pairs: Iterable[Pair], grid: Grid | None) -> None:
        self.pool, self.grid = pool, grid
        self.students = {s.id: s for s in pool.students}
        self.mentors = {m.id: m for m in pool.mentors}
        self.pair_of = {pair.student: pair for pair in pairs}
        self.group: dict[str, list[Pair]] = {}
        for pair in self.pair_of.values():
            self.group.setdefault(pair.mentor, []).append(pair)
        self.bans = {(p.student, p.mentor) for p in pool.pins if p.kind == "exclude"}
        self.locks = {p.student for p in pool.pins if p.kind == "lock"}
        self.row = {s.id: at for at, s in enumerate(grid.students)} if grid else {}

    def sheet(self, ids: Sequence[str]) -> _Sheet:
        """These students by all mentors; those who are locked are not in a prepared grid."""
        grid, row = self.grid, self.row
        if grid is None or not {*ids} <= {*row}:
            some = tuple(self.students[i] for i in sorted(ids) if is_active(self.students[i]))
            grid = prepared(replace(self.pool, students=some, pins=()))
            row = {s.id: at for at, s in enumerate(grid.students)}
        rows = np.array([row[i] for i in ids if i in row], np.int64)
        return _Sheet.of(grid, rows, np.arange(grid.m))

    def told(self, student: str, mentor: str) -> Alternative:
        """The pair with what stands against it."""
        values, _, score = valued(self.pool.settings, self.students[student], self.mentors[mentor])
        now = self.pair_of.get(student)
        difference = score - (now.score if now else 0)
        obstacle = self._obstacle(student, mentor, difference)
        holders = self._holders(now, mentor) if obstacle == "full" else ()
        needs = self._needs(obstacle, now, mentor)
        return Alternative(
            student=student,
            mentor=mentor,
            score=score,
            difference=difference,
            values=tuple(values.items()),
            lawful=(student, mentor) not in self.bans,
            obstacle=obstacle,
            holders=holders,
            needs=needs,
            total=_total(obstacle, difference, holders),
            sentence=f"{mentor} (score {score}{_than(difference, now)}): "
            + _why(obstacle, now, needs, holders),
        )

    def _obstacle(self, student: str, mentor: str, difference: int) -> Hurdle:
        now = self.pair_of.get(student)
        fewest, most = self._seats(mentor)
        count = len(self.group.get(mentor, ()))
        if (student, mentor) in self.bans:
            return "excluded"
        if student in self.locks:
            return "locked"
        if count >= most:
            return "full"
        if count + 1 < fewest:
            return "group"
        if now and 1 < len(self.group[now.mentor]) <= self._seats(now.mentor)[0]:
            return "leaves"
        return "less" if now and difference <= 0 else "free"

    def _seats(self, mentor: str) -> tuple[int, int]:
        person, groups = self.mentors.get(mentor), self.pool.settings.groups
        cells = person.cells if person else {}
        return int(cells.get("fewest") or groups.fewest), int(cells.get("most") or groups.most)

    def _holders(self, wants: Pair | None, mentor: str) -> tuple[Holder, ...]:
        """Who is there, the best first, and what each would lose by making room."""
        there = sorted(self.group[mentor], key=lambda pair: (-pair.score, pair.student))
        sheet = self.sheet([pair.student for pair in there])
        left = np.array([self._has_room(m.id, mentor, wants) for m in sheet.grid.mentors])
        found = []
        for pair in there:
            row = sheet.ids.index(pair.student)
            able = left & sheet.kept[row]
            for student, other in self.bans:
                if student == pair.student and other in sheet.grid.mentor_at:
                    able[sheet.grid.mentor_at[other]] = False
            locked = pair.student in self.locks
            free = able.any() and not locked
            held = Holder(student=pair.student, score=pair.score, loses=None, locked=locked)
            if free:
                best = int(np.where(able, sheet.score[row], NEVER).argmax())
                loses = pair.score - int(sheet.score[row, best])
                held = replace(held, loses=loses, to=sheet.grid.mentors[best].id)
            found.append(held)
        return tuple(found)

    def _has_room(self, mentor: str, full: str, wants: Pair | None) -> bool:
        """Whether somebody from the full group could go there once the other has come in."""
        if mentor == full:
            return False
        if wants and mentor == wants.mentor:
            return True
        fewest, most = self._seats(mentor)
        count = len(self.group.get(mentor, ()))
        # Without a swap the group that is left must be able to spare its student.
        spared = not wants or not 1 < len(self.group[wants.mentor]) <= self._seats(wants.mentor)[0]
        return spared and max(fewest, 1) <= count + 1 <= most

    def _needs(self, obstacle: Hurdle, now: Pair | None, mentor: str) -> int:
        if obstacle == "group":
            return self._seats(mentor)[0] - len(self.group.get(mentor, ())) - 1
        return self._seats(now.mentor)[0] if obstacle == "leaves" and now else 0


def _total(obstacle: Hurdle, difference: int, holders: Sequence[Holder]) -> int | None:
    if obstacle in ("free", "less"):
        return difference
    losses = [holder.loses for holder in holders if holder.loses is not None]
    return difference - min(losses) if losses else None


def _why(obstacle: Hurdle, now: Pair | None, needs: int, holders: Sequence[Holder]) -> str:
    there = now.mentor if now else "nobody"
    return {
        "full": "full, with " + ", ".join(map(_held, holders)),
        "group": f"leads no group, and {needs} more would have to come",
        "leaves": f"the group of {there} would be left with fewer than {needs}",
        "locked": "the student is locked" + (f" to {there}" if now else ""),
        "excluded": "excluded as a pair",
        "less": f"has a seat, and {there} scores no less",
        "free": "has a seat; the search did not get there",
    }[obstacle]


def _than(difference: int, now: Pair | None) -> str:
    if now is None:
        return ""
    if not difference:
        return ", the same"
    return f", {abs(difference)} {'more' if difference > 0 else 'less'}"


def _held(holder: Holder) -> str:
    if holder.locked:
        fate = "locked"
    elif holder.loses is None:
        fate = "nowhere else to go"
    elif holder.loses >= 0:
        fate = f"would lose {holder.loses or 'nothing'}"
    else:
        fate = f"would gain {-holder.loses}"
    return f"{holder.student} (score {holder.score}, {fate})"
