"""Why a student has no mentor: what stood nearest in the way."""

from dataclasses import replace

import numpy as np

from wayfellow.matching.encode import Ints
from wayfellow.matching.flow import NOWHERE, counts
from wayfellow.matching.grid import NEVER, Grid
from wayfellow.matching.market import Flags
from wayfellow.matching.remedies import remedies
from wayfellow.matching.roster import only_listed
from wayfellow.matching.types import Obstacle, Reason, Unplaced

CHUNK = 2_000_000


def unplaced(grid: Grid, at: Ints, *, helped: bool = True) -> list[Unplaced]:
    """Every student without a mentor, with the reason, sorted by student.

    And, where they are to be ``helped``, with the smallest changes that would place them.
    """
    found = [
        Unplaced(student=s.id, reason="inactive", obstacle=Obstacle(kind="inactive"))
        for s in grid.roster.inactive
    ]
    count = counts(at, grid.m) + grid.locked
    waiting = (at == NOWHERE) & ~grid.aside
    barred = waiting.copy()
    for number, block in enumerate(grid.blocks):
        mine = np.flatnonzero(waiting[block.rows])
        scores = grid.block_scores(number) if len(mine) else np.empty(0)
        for k in mine:
            row, score = int(block.rows[k]), scores[k]
            able = np.flatnonzero(score != NEVER)
            if len(able):
                barred[row] = False
                found.append(_crowded(grid, row, (block.cols[able], score[able]), count))
    rows = np.flatnonzero(barred)
    tall = max(1, CHUNK // max(1, grid.m))
    for top in range(0, len(rows), tall):
        found += _barred(grid, rows[top : top + tall])
    if helped:
        changes = remedies(grid, at)
        found = [replace(u, remedies=changes.get(u.student, ())) for u in found]
    return sorted(found, key=lambda u: u.student)


def _crowded(grid: Grid, row: int, able: tuple[Ints, Ints], count: Ints) -> Unplaced:
    """Lawful mentors there are: all full, or one whose group did not reach its fewest."""
    student = grid.students[row]
    mentors, score = able
    order = np.lexsort((mentors, -score, count[mentors] >= grid.most[mentors]))
    mentor, points = int(mentors[order[0]]), int(score[order[0]])
    name, most, fewest = grid.mentors[mentor].id, int(grid.most[mentor]), int(grid.fewest[mentor])
    reason: Reason
    if count[mentor] < most:
        reason = "group minimum"
        obstacle = Obstacle(kind="group", mentor=name, score=points, of=fewest)
    else:
        reason = "seats"
        obstacle = Obstacle(kind="seats", mentor=name, score=points, count=len(mentors), of=most)
    if only_listed(student):
        free = _keeping_rules(grid, np.array([row]))[0] & (count > 0) & (count < grid.most)
        if free.any():
            reason = "only preferences"
            obstacle = replace(obstacle, unlisted=int(free.sum()))
    return Unplaced(student=student.id, reason=reason, obstacle=obstacle)


def _keeping_rules(grid: Grid, rows: Ints) -> Flags:
    everyone = np.arange(grid.m)
    kept = np.ones((len(rows), grid.m), dtype=np.bool_)
    for at in grid.all_rules():
        kept &= grid.rule(at, rows, everyone)
    return kept & (grid.most > 0)


def _barred(grid: Grid, rows: Ints) -> list[Unplaced]:
    """No lawful mentor there is: because of the list, or of the rules."""
    everyone = np.arange(grid.m)
    breaks = [~grid.rule(r, rows, everyone) for r in grid.all_rules()]
    failing = np.zeros((len(rows), grid.m), dtype=np.int16)
    for broken in breaks:
        failing += broken
    others = ((failing == 0) & (grid.most > 0)).sum(axis=1)
    found = []
    for k, row in enumerate(rows):
        student = grid.students[row]
        reason: Reason = "no eligible mentor"
        if only_listed(student) and others[k]:
            reason = "only preferences"
            obstacle = Obstacle(kind="list", count=int(others[k]))
        else:
            obstacle = _strictest(grid, [b[k] for b in breaks], failing[k])
        found.append(Unplaced(student=student.id, reason=reason, obstacle=obstacle))
    return found


def _strictest(grid: Grid, breaks: list[Ints], failing: Ints) -> Obstacle:
    if not grid.m:
        return Obstacle(kind="no mentor")
    if not failing.size or not breaks or (failing == 0).any():
        return Obstacle(kind="closed")
    alone = [int((b & (failing == 1)).sum()) for b in breaks]
    removed = [int(b.sum()) for b in breaks]
    at = max(range(len(breaks)), key=lambda r: (alone[r], removed[r], -r))
    rule = grid.settings.musts[at]
    if alone[at]:
        return Obstacle(kind="rule", rule=rule, count=alone[at])
    return Obstacle(kind="rules", rule=rule, count=removed[at], of=grid.m)
