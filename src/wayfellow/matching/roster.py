"""Reads a pool's own cells: who takes part, seats, wishes, pins; names what is wrong with them."""

from collections.abc import Iterable
from dataclasses import dataclass

from wayfellow.matching.cells import many, number
from wayfellow.matching.types import BadInput, Fault, Mentor, Pin, Pool, Settings, Student

type Person = Student | Mentor


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """The pool after reading: everybody in order of id, inactive people set apart."""

    students: tuple[Student, ...]
    mentors: tuple[Mentor, ...]
    inactive: tuple[Student, ...]
    seats: dict[str, tuple[int, int]]
    locks: dict[str, str]
    bans: frozenset[tuple[str, str]]


def columns_needed(settings: Settings) -> dict[str, tuple[str, ...]]:
    """The columns the settings name, for "students" and for "mentors"."""
    students, mentors = {"id", *settings.audit}, {"id"}
    for must in settings.musts:
        students.add(must.student)
        mentors.update((must.low, must.high) if must.kind == "between" else (must.mentor,))
    for criterion in settings.criteria:
        students.add(criterion.student)
        mentors.update(c for c in (criterion.mentor, criterion.second) if c)
    return {"students": tuple(sorted(students)), "mentors": tuple(sorted(mentors))}


def wishes_of(student: Student) -> tuple[str, ...]:
    """The student's ranked list of mentor ids."""
    return many(student.cells.get("preferences", ""))


def only_listed(student: Student) -> bool:
    return student.cells.get("only_preferences") == "1"


def is_active(person: Person) -> bool:
    return person.cells.get("active", "1") != "0"


def seats_of(mentor: Mentor, settings: Settings) -> tuple[int, int]:
    """Fewest and most of one mentor; raises ValueError when a cell holds no whole number."""
    fewest = int(mentor.cells.get("fewest") or settings.groups.fewest)
    most = int(mentor.cells.get("most") or settings.groups.most)
    return fewest, most


def read_roster(pool: Pool) -> Roster:
    """The pool in order of id; raises ``BadInput`` with every fault in it."""
    reader = _Reader(pool)
    reader.people("students", pool.students)
    reader.people("mentors", pool.mentors)
    reader.numbers()
    seats = reader.seats()
    pins = sorted(pool.pins, key=lambda p: (p.line or 0, p.kind, p.student, p.mentor))
    locks = reader.pins(pins, seats)
    if reader.faults:
        raise BadInput(tuple(reader.faults))
    return Roster(
        students=tuple(_sorted(s for s in pool.students if is_active(s))),
        mentors=tuple(_sorted(m for m in pool.mentors if is_active(m))),
        inactive=tuple(_sorted(s for s in pool.students if not is_active(s))),
        seats=seats,
        locks=locks,
        bans=frozenset((p.student, p.mentor) for p in pool.pins if p.kind == "exclude"),
    )


def _sorted[P: Person](people: Iterable[P]) -> list[P]:
    return sorted(people, key=lambda person: person.id)


class _Reader:
    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.faults: list[Fault] = []
        self.students = {s.id: s for s in pool.students}
        self.mentors = {m.id: m for m in pool.mentors}

    def fault(self, where: str, line: int | None, column: str | None, reason: str) -> None:
        self.faults.append(Fault(where=where, line=line, column=column, reason=reason))

    def people(self, where: str, people: Iterable[Person]) -> None:
        """Ids are there and unique; flags are 0 or 1; the named columns exist."""
        needed = {*columns_needed(self.pool.settings)[where]} - {"id"}
        flags = ("active", "only_preferences") if where == "students" else ("active",)
        seen: dict[str, Person] = {}
        missing: set[str] = set()
        for person in people:
            if not person.id:
                self.fault(where, person.line, "id", "the id is empty")
            elif person.id in seen:
                first = seen[person.id].line
                where_first = f", first in line {first}" if first else ""
                self.fault(where, person.line, "id", f"{person.id} is there twice{where_first}")
            seen.setdefault(person.id, person)
            missing |= needed - person.cells.keys()
            for flag in flags:
                if person.cells.get(flag, "") not in {"", "0", "1"}:
                    reason = f"{person.id}: {person.cells[flag]!r} is neither 0 nor 1"
                    self.fault(where, person.line, flag, reason)
        for column in sorted(missing):
            self.fault(where, 1, column, "the configuration names this column; it is not there")

    def numbers(self) -> None:
        """Every cell that a rule or criterion reads as a number is one."""
        settings = self.pool.settings
        strict: dict[str, set[str]] = {"students": set(), "mentors": set()}
        for must in settings.musts:
            if must.kind == "between":
                strict["students"].add(must.student)
                strict["mentors"].update((must.low, must.high))
        lenient = set()
        for criterion in settings.criteria:
            if criterion.kind == "near":
                lenient.add(criterion.student)
                strict["mentors"].add(criterion.mentor)
        lenient -= strict["students"]
        for where, people in (("students", self.pool.students), ("mentors", self.pool.mentors)):
            for column in sorted(strict[where]):
                self._numeric(where, people, column, may_be_empty=False)
        for column in sorted(lenient):
            self._numeric("students", self.pool.students, column, may_be_empty=True)

    def _numeric(
        self, where: str, people: Iterable[Person], column: str, *, may_be_empty: bool
    ) -> None:
        for person in people:
            cell = person.cells.get(column)
            if cell is None or (cell == "" and may_be_empty):
                continue
            if number(cell) is None:
                what = f"{cell!r} is not a number" if cell else "the number is missing"
                self.fault(where, person.line, column, f"{person.id}: {what}")

    def seats(self) -> dict[str, tuple[int, int]]:
        """Fewest and most of every mentor; a most of 0 takes a mentor out for now."""
        seats = {}
        for mentor in self.pool.mentors:
            for column in ("fewest", "most"):
                cell = mentor.cells.get(column, "")
                if cell and not _whole(cell):
                    reason = f"{mentor.id}: {cell!r} is not a whole number from 0"
                    self.fault("mentors", mentor.line, column, reason)
                    break
            else:
                fewest, most = seats[mentor.id] = seats_of(mentor, self.pool.settings)
                if 0 < most < fewest:
                    reason = f"{mentor.id}: most = {most} is below fewest = {fewest}"
                    self.fault("mentors", mentor.line, "most", reason)
        return seats

    def pins(self, pins: Iterable[Pin], seats: dict[str, tuple[int, int]]) -> dict[str, str]:
        """Locks by student; every pin names known people, every lock can be seated."""
        locks: dict[str, str] = {}
        load: dict[str, int] = {}
        for pin in pins:
            if not self._known(pin) or pin.kind != "lock":
                continue
            if locks.setdefault(pin.student, pin.mentor) != pin.mentor:
                reason = f"{pin.student} is locked to {locks[pin.student]} already"
                self.fault("pairs", pin.line, "student", reason)
                continue
            self._lockable(pin)
        for pin in pins:
            if pin.kind == "lock" and locks.get(pin.student) == pin.mentor and pin.mentor in seats:
                most = seats[pin.mentor][1]
                load[pin.mentor] = load.get(pin.mentor, 0) + 1
                if load[pin.mentor] == most + 1 and len(_locked(locks, pin.mentor)) > most:
                    reason = f"{pin.mentor} has more locked students than seats ({most})"
                    self.fault("pairs", pin.line, "mentor", reason)
        return locks

    def _known(self, pin: Pin) -> bool:
        before = len(self.faults)
        if pin.kind not in {"lock", "exclude"}:
            self.fault("pairs", pin.line, "type", f"{pin.kind!r} is neither lock nor exclude")
        if pin.student not in self.students:
            self.fault("pairs", pin.line, "student", f"there is no student {pin.student!r}")
        if pin.mentor not in self.mentors:
            self.fault("pairs", pin.line, "mentor", f"there is no mentor {pin.mentor!r}")
        return len(self.faults) == before

    def _lockable(self, pin: Pin) -> None:
        if not is_active(self.students[pin.student]):
            self.fault("pairs", pin.line, "student", f"{pin.student} is locked, but inactive")
        if not is_active(self.mentors[pin.mentor]):
            self.fault("pairs", pin.line, "mentor", f"{pin.mentor} is locked, but inactive")


def _whole(cell: str) -> bool:
    """Whether a cell is a whole number from 0 that no machine would choke on."""
    digits = cell.strip()
    return digits.isascii() and digits.isdigit() and len(digits) < 10  # noqa: PLR2004


def _locked(locks: dict[str, str], mentor: str) -> list[str]:
    return [student for student, locked_to in locks.items() if locked_to == mentor]
