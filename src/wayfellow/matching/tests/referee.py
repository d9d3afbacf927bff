"""The contract written down a second time, slowly and without the engine's own arithmetic."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from wayfellow.matching import Criterion, Mentor, Must, Pool, Student

type Answer = dict[str, str]


def cut(cell: str) -> list[str]:
    return [v for v in cell.split("|") if v != ""]


def keeps(must: Must, s: Student, m: Mentor) -> bool:
    if must.kind == "member":
        theirs = cut(m.cells[must.mentor])
        return theirs == [] or s.cells[must.student] in theirs
    if must.kind == "share_any":
        return any(v in cut(m.cells[must.mentor]) for v in cut(s.cells[must.student]))
    level = float(s.cells[must.student])
    return float(m.cells[must.low]) <= level <= float(m.cells[must.high])


def worth(c: Criterion, s: Student, m: Mentor) -> int:
    a, b = s.cells[c.student], m.cells[c.mentor]
    if c.kind == "same":
        return 1000 * (a == b)
    if c.kind == "near":
        return 700 if a == "" else max(0, int(1000 - c.step * abs(float(a) - float(b))))
    if c.kind == "path":
        want, have = [p for p in a.split("/") if p], [p for p in b.split("/") if p]
        depth = max(d for d in range(len(want) + 1) if want[:d] == have[:d])
        return 1000 * depth // len(want) if want else 0
    if c.kind == "words":
        x, y = _words(a), _words(b)
        return 1000 * len(x & y) // len(x | y) if x | y else 0
    return _of_lists(c, s, m)


def _of_lists(c: Criterion, s: Student, m: Mentor) -> int:
    want, have = cut(s.cells[c.student]), cut(m.cells[c.mentor])
    if c.kind == "share":
        unlike = set(want)
        return 1000 * sum(v in have for v in unlike) // len(unlike) if want else 0
    if c.kind == "first":
        if not want:
            return 0
        return 1000 if want[0] in have else 500 * any(v in have for v in want)
    second = cut(m.cells[c.second]) if c.second else []
    marks = [0]
    for rank, wish in enumerate(want):
        full = max(1000 - 250 * rank, 0)
        marks.append(full if wish in have else 600 * full // 1000 if wish in second else 0)
    return max(marks)


def _words(text: str) -> set[str]:
    letters = "".join(ch if ch.isalnum() else " " for ch in text.lower())
    return {w for w in letters.split() if len(w) > 1}


def score(pool: Pool, s: Student, m: Mentor) -> int:
    criteria = pool.settings.criteria
    base = sum(c.weight * worth(c, s, m) for c in criteria) // sum(c.weight for c in criteria)
    listed = cut(s.cells.get("preferences", ""))
    wish = pool.settings.preferences
    if wish is None or m.id not in listed:
        return base
    return wish.first - wish.step * listed.index(m.id) + base * (1000 - wish.first) // 1000


def active(person: Student | Mentor) -> bool:
    return person.cells.get("active", "1") != "0"


def seats(pool: Pool, m: Mentor) -> tuple[int, int]:
    groups = pool.settings.groups
    return (
        int(m.cells.get("fewest") or groups.fewest),
        int(m.cells.get("most") or groups.most),
    )


def may(pool: Pool, s: Student, m: Mentor) -> bool:
    """Whether the contract lets the pair be made, locks considered."""
    locks = {p.student: p.mentor for p in pool.pins if p.kind == "lock"}
    if not (active(s) and active(m)):
        return False
    if s.id in locks:
        return locks[s.id] == m.id
    if any((p.student, p.mentor) == (s.id, m.id) for p in pool.pins):
        return False
    if s.cells.get("only_preferences") == "1" and m.id not in cut(s.cells.get("preferences", "")):
        return False
    return all(keeps(rule, s, m) for rule in pool.settings.musts)


def faults(pool: Pool, answer: Answer) -> list[str]:
    """Everything unlawful in an answer."""
    students, mentors = {s.id: s for s in pool.students}, {m.id: m for m in pool.mentors}
    found = [f"{a}->{b}" for a, b in answer.items() if not may(pool, students[a], mentors[b])]
    found += [
        f"lock {p.student}"
        for p in pool.pins
        if p.kind == "lock" and answer.get(p.student) != p.mentor
    ]
    for mentor, size in Counter(answer.values()).items():
        low, high = seats(pool, mentors[mentor])
        if not low <= size <= high:
            found.append(f"{mentor}: {size}")
    return found


type Key = tuple[int, int, int]


def best(pool: Pool) -> Key | None:
    """Placed, minus those below the floor, total utility: the best of all lawful answers, by trying all.

    None when a lock cannot be kept. Mentor by mentor, every set of students is tried as the group.
    """
    known: dict[int, Key] = {0: (0, 0, 0)}
    locked = {p.student: p.mentor for p in pool.pins if p.kind == "lock"}
    for mentor in pool.mentors:
        groups = list(_groups(pool, mentor))
        after: dict[int, Key] = {}
        for taken, key in known.items():
            for group, worth in groups:
                if taken & group:
                    continue
                total = (key[0] + worth[0], key[1] + worth[1], key[2] + worth[2])
                after[taken | group] = max(after.get(taken | group, total), total)
        known = after
    musts = sum(1 << at for at, s in enumerate(pool.students) if s.id in locked)
    return max((key for taken, key in known.items() if taken & musts == musts), default=None)


def _groups(pool: Pool, mentor: Mentor) -> Iterator[tuple[int, Key]]:
    """Every lawful group of the mentor as bits, nobody included, with what it adds."""
    yield 0, (0, 0, 0)
    low, high = seats(pool, mentor)
    floor = pool.settings.floor
    able = [
        (1 << at, score(pool, s, mentor))
        for at, s in enumerate(pool.students)
        if may(pool, s, mentor)
    ]
    for size in range(max(low, 1), high + 1):
        for group in combinations(able, size):
            scores = [points for _, points in group]
            below = 0 if floor is None else sum(v < floor for v in scores)
            yield (
                sum(bit for bit, _ in group),
                (size, -below, sum(utility(pool, v) for v in scores)),
            )


def utility(pool: Pool, points: int) -> int:
    """What a score is worth: points below the knee count ``lift`` times."""
    knee = pool.settings.knee
    if knee is None:
        return points
    return points + (pool.settings.lift - 1) * min(points, knee)
