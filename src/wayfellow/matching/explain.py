"""Why a pair, and why not."""

from collections.abc import Iterable
from dataclasses import replace

from wayfellow.matching import cells
from wayfellow.matching.roster import is_active, only_listed, read_roster, wishes_of
from wayfellow.matching.types import (
    BadInput,
    Breach,
    Fault,
    Judgement,
    Mentor,
    Pair,
    Pool,
    Settings,
    Student,
)


def judge(pool: Pool, student_id: str, mentor_id: str) -> Judgement:
    """Score, values and broken rules of any one pair, made or not.

    Raises ``LookupError`` when nobody has the id, ``BadInput`` when a cell of theirs cannot be read.
    """
    student = _find(pool.students, student_id)
    mentor = _find(pool.mentors, mentor_id)
    pins = tuple(p for p in pool.pins if (p.student, p.mentor) == (student_id, mentor_id))
    try:
        values, listed, score = valued(pool.settings, student, mentor)
        broken = tuple(_broken(pool.settings, student, mentor))
    except (KeyError, ValueError) as error:
        read_roster(Pool(students=(student,), mentors=(mentor,), settings=pool.settings, pins=pins))
        fault = Fault(where="students", reason=f"{student_id}, {mentor_id}: {error}")
        raise BadInput((fault,)) from error
    if any(p.kind == "exclude" for p in pins):
        broken += (Breach(kind="excluded", student=student_id, mentor=mentor_id),)
    return Judgement(score=score, values=values, broken=broken, listed=listed)


def valued(
    settings: Settings, student: Student, mentor: Mentor
) -> tuple[dict[str, int], int | None, int]:
    """The pair's values by criterion, its rank on the student's list, and its score."""
    values = {c.name: cells.value(c, student, mentor) for c in settings.criteria}
    score = cells.base(list(values.values()), settings.criteria)
    wishes = wishes_of(student)
    listed = wishes.index(mentor.id) if mentor.id in wishes else None
    if settings.preferences and listed is not None:
        first, step = settings.preferences.first, settings.preferences.step
        score = first - step * listed + score * (1000 - first) // 1000
    return values, listed, score


def pair_of(settings: Settings, student: Student, mentor: Mentor, *, locked: bool) -> Pair:
    values, listed, score = valued(settings, student, mentor)
    return Pair(
        student=student.id,
        mentor=mentor.id,
        score=score,
        because=tuple(values.items()),
        listed=listed,
        locked=locked,
    )


def _find[P: Student | Mentor](people: Iterable[P], id_: str) -> P:
    for person in people:
        if person.id == id_:
            return person
    raise LookupError(id_)


def _broken(settings: Settings, student: Student, mentor: Mentor) -> Iterable[Breach]:
    pair = Breach(kind="inactive", student=student.id, mentor=mentor.id)
    for person in (student, mentor):
        if not is_active(person):
            yield replace(pair, who=person.id)
    for must in settings.musts:
        if not cells.admits(must, student, mentor):
            columns = (must.low, must.high) if must.kind == "between" else (must.mentor,)
            theirs = tuple(mentor.cells[column] for column in columns)
            mine = student.cells[must.student]
            yield replace(pair, kind="rule", rule=must, mine=mine, theirs=theirs)
    if only_listed(student) and mentor.id not in wishes_of(student):
        yield replace(pair, kind="list")
