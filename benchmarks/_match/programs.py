"""Methods that are told every rule, the smallest group too, and search for the proven best."""

from typing import Any

import numpy as np

from benchmarks._match.reader import Arcs
from benchmarks._match.repair import Choice

PLACE = 100_000
"""What a place is worth in a program that has one aim: a hundred best scores."""


def highs(arcs: Arcs, seconds: float) -> tuple[Choice, dict[str, object]]:
    """A mixed-integer program: a mentor is open or not, students are free to be split."""
    import highspy  # noqa: PLC0415 - only this method needs it

    solver = highspy.Highs()
    for option, value in (
        ("output_flag", False),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 0.9),
        ("time_limit", max(1.0, seconds)),
    ):
        solver.setOptionValue(option, value)
    solver.passModel(_program(arcs, highspy))
    solver.run()
    proven = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    info = solver.getInfo()
    choice = np.full(len(arcs.students), -1)
    if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        used = np.asarray(solver.getSolution().col_value)[: len(arcs.score)] > 0.5
        choice[arcs.student[used]] = arcs.mentor[used]
    return choice, {"proven": proven, "bound": -info.mip_dual_bound}


def _program(arcs: Arcs, highspy: Any) -> Any:
    """Columns: the pairs, then whether each mentor is open. Rows: students, most, fewest."""
    students, mentors, pairs = len(arcs.students), len(arcs.mentors), len(arcs.score)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = pairs + mentors, students + 2 * mentors
    lp.col_cost_ = np.concatenate([-(PLACE + arcs.score.astype(float)), np.zeros(mentors)])
    lp.col_lower_ = np.concatenate([np.zeros(pairs), (arcs.fewest == 0).astype(float)])
    lp.col_upper_ = np.ones(pairs + mentors)
    never = np.full(students + mentors, -highspy.kHighsInf)
    lp.row_lower_ = np.concatenate([never, np.zeros(mentors)])
    lp.row_upper_ = np.concatenate(
        [np.ones(students), np.zeros(mentors), np.full(mentors, highspy.kHighsInf)]
    )
    row = np.stack([arcs.student, students + arcs.mentor, students + mentors + arcs.mentor], 1)
    each = np.arange(mentors)
    opening = np.stack([students + each, students + mentors + each], 1)
    limits = np.stack([-arcs.most, -arcs.fewest], 1).astype(float)
    starts = [3 * np.arange(pairs), 3 * pairs + 2 * np.arange(mentors + 1)]
    matrix = lp.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kColwise
    matrix.start_ = np.concatenate(starts)
    matrix.index_ = np.concatenate([row.ravel(), opening.ravel()])
    matrix.value_ = np.concatenate([np.ones(3 * pairs), limits.ravel()])
    free = [highspy.HighsVarType.kContinuous] * pairs
    lp.integrality_ = free + [highspy.HighsVarType.kInteger] * mentors
    return lp


def cpsat(arcs: Arcs, seconds: float) -> tuple[Choice, dict[str, object]]:
    """The same program for a solver that searches by constraints, on two threads."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 - only this method needs it

    model = cp_model.CpModel()
    pairs = [model.new_bool_var("") for _ in range(len(arcs.score))]
    of_student: list[list[cp_model.IntVar]] = [[] for _ in arcs.students]
    of_mentor: list[list[cp_model.IntVar]] = [[] for _ in arcs.mentors]
    for pair, s, m in zip(pairs, arcs.student.tolist(), arcs.mentor.tolist(), strict=True):
        of_student[s].append(pair)
        of_mentor[m].append(pair)
    for options in of_student:
        model.add_at_most_one(options)
    for mentor, options in enumerate(of_mentor):
        if options:
            is_open = model.new_bool_var("")
            model.add(sum(options) <= int(arcs.most[mentor]) * is_open)
            model.add(sum(options) >= int(arcs.fewest[mentor]) * is_open)
    model.maximize(cp_model.LinearExpr.weighted_sum(pairs, (PLACE + arcs.score).tolist()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = max(1.0, seconds)
    status = solver.solve(model)
    choice = np.full(len(arcs.students), -1)
    if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        used = np.array([solver.boolean_value(pair) for pair in pairs], dtype=bool)
        choice[arcs.student[used]] = arcs.mentor[used]
    return choice, {"proven": status == cp_model.OPTIMAL, "bound": solver.best_objective_bound}
