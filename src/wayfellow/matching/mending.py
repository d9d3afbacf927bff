"""How a cell of a mentor would have to read so that a rule lets a student through."""

import numpy as np

from wayfellow.matching.cells import many
from wayfellow.matching.encode import Ints
from wayfellow.matching.grid import Grid
from wayfellow.matching.market import Flags
from wayfellow.matching.types import Mentor, Must, Student


class Mending:
    """For each rule, whom a change of one cell can bring together without parting others."""

    def __init__(self, grid: Grid) -> None:
        self._musts = grid.settings.musts
        self._students = grid.students
        self._mentors = [
            np.array([self._may_grow(must, m) for m in grid.mentors], np.bool_)
            for must in self._musts
        ]

    def possible(self, rule: int, rows: Ints, cols: Ints) -> Flags:
        must = self._musts[rule]
        fits = np.array([_fits(must, self._students[row]) for row in rows.tolist()], np.bool_)
        flags: Flags = fits[:, None] & self._mentors[rule][cols]
        return flags

    def change(self, rule: int, student: Student, mentor: Mentor) -> tuple[str, str, str]:
        """The mentor's column, what is new in it, and all that it holds afterwards."""
        must, mine = self._musts[rule], student.cells[self._musts[rule].student]
        if must.kind == "between":
            below = float(mine) < float(mentor.cells[must.low])
            return (must.low if below else must.high), mine, mine
        value = mine if must.kind == "member" else many(mine)[0]
        return must.mentor, value, "|".join((*many(mentor.cells[must.mentor]), value))

    def sentence(self, rule: int, column: str, value: str, mentor: Mentor) -> str:
        if self._musts[rule].kind == "between":
            return f"{column} of {mentor.id} {value} in place of {mentor.cells[column]}"
        return f"{value!r} among the {column} of {mentor.id}"

    def _may_grow(self, must: Must, mentor: Mentor) -> bool:
        """Whether the mentor's cell can admit more by this rule and no fewer by another."""
        if must.kind == "between":
            lows = {m.low for m in self._musts if m.kind == "between"}
            highs = {m.high for m in self._musts if m.kind == "between"}
            return not {must.low, must.high} & lows & highs and float(
                mentor.cells[must.low]
            ) <= float(mentor.cells[must.high])
        # An empty list admits all where it is that of a "member" rule: a first value would shut it.
        shut = {m.mentor for m in self._musts if m.kind == "member"}
        return bool(many(mentor.cells[must.mentor])) or must.mentor not in shut


def _fits(must: Must, student: Student) -> bool:
    """Whether the student's cell holds a value that a mentor's cell can hold too."""
    mine = student.cells[must.student]
    if must.kind == "member":
        return mine != "" and "|" not in mine
    return must.kind == "between" or bool(many(mine))
