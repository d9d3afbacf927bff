"""Methods without an aim beyond the next pair: greedy, queue, deferred acceptance."""

import sys

import numpy as np

from benchmarks._match.reader import Arcs
from benchmarks._match.repair import Choice


def greedy(arcs: Arcs, _seconds: float) -> tuple[Choice, dict[str, object]]:
    """Makes the best pair that is left, again and again."""
    order = np.argsort(-arcs.score, kind="stable")
    return _take(arcs, order), {}


def queue(arcs: Arcs, _seconds: float) -> tuple[Choice, dict[str, object]]:
    """Gives each student in turn the best mentor who has a seat."""
    order = np.lexsort((-arcs.score, arcs.student))
    return _take(arcs, order), {}


def _take(arcs: Arcs, order: Choice) -> Choice:
    choice = np.full(len(arcs.students), -1)
    free, has_place = arcs.most.tolist(), [False] * len(arcs.students)
    students, mentors = arcs.student[order].tolist(), arcs.mentor[order].tolist()
    for student, mentor in zip(students, mentors, strict=True):
        if free[mentor] > 0 and not has_place[student]:
            choice[student] = mentor
            free[mentor] -= 1
            has_place[student] = True
    return choice


def hospitals(arcs: Arcs, _seconds: float) -> tuple[Choice, dict[str, object]]:
    """Deferred acceptance, where both sides rank each other by the score."""
    from matching.games import HospitalResident  # noqa: PLC0415 - only this method needs it

    of_student: dict[int, list[int]] = {}
    of_mentor: dict[int, list[int]] = {}
    for pair in np.argsort(-arcs.score, kind="stable").tolist():
        student, mentor = int(arcs.student[pair]), int(arcs.mentor[pair])
        of_student.setdefault(student, []).append(mentor)
        of_mentor.setdefault(mentor, []).append(student)
    seats = {mentor: int(arcs.most[mentor]) for mentor in of_mentor}
    # The package copies its players deeply, and each of them knows many others.
    sys.setrecursionlimit(100 * (len(of_student) + len(of_mentor)))
    game = HospitalResident.create_from_dictionaries(of_student, of_mentor, seats)
    choice = np.full(len(arcs.students), -1)
    for hospital, residents in game.solve(optimal="resident").items():
        choice[[resident.name for resident in residents]] = hospital.name
    return choice, {}
