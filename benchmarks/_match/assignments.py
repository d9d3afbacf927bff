"""Methods that give each student one seat: exact, but for the smallest group."""

import numpy as np
from numpy.typing import NDArray

from benchmarks._match.reader import Arcs
from benchmarks._match.repair import Choice


def _seats(arcs: Arcs) -> Choice:
    """The mentor of each seat."""
    return np.repeat(np.arange(len(arcs.mentors)), arcs.most)


def _table(arcs: Arcs) -> NDArray[np.float64]:
    """What each student is worth in each seat: a place above every score, 0 where unlawful."""
    place = 1000.0 * (len(arcs.students) + 1)
    starts = np.concatenate([[0], np.cumsum(arcs.most)])
    table = np.zeros((len(arcs.students), int(starts[-1])))
    for seat in range(int(arcs.most.max(initial=0))):
        has = arcs.most[arcs.mentor] > seat
        table[arcs.student[has], starts[arcs.mentor[has]] + seat] = place + arcs.score[has]
    return table


def dense(arcs: Arcs, _seconds: float) -> tuple[Choice, dict[str, object]]:
    """SciPy's assignment on the whole table of students and seats."""
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - only this method needs it

    table = _table(arcs)
    rows, columns = linear_sum_assignment(table, maximize=True)
    made = table[rows, columns] > 0
    choice = np.full(len(arcs.students), -1)
    choice[rows[made]] = _seats(arcs)[columns[made]]
    return choice, {}


def sparse(arcs: Arcs, _seconds: float) -> tuple[Choice, dict[str, object]]:
    """SciPy's sparse assignment; everybody has one dear seat more that is no seat."""
    from scipy.sparse import csr_array  # noqa: PLC0415 - only this method needs it
    from scipy.sparse.csgraph import (  # noqa: PLC0415 - as above
        min_weight_full_bipartite_matching,
    )

    students, seats = len(arcs.students), _seats(arcs)
    starts = np.concatenate([[0], np.cumsum(arcs.most)])
    times = arcs.most[arcs.mentor]
    rows = np.repeat(arcs.student, times)
    ahead = np.repeat(np.cumsum(times) - times, times)
    columns = np.repeat(starts[arcs.mentor], times) + np.arange(len(rows)) - ahead
    costs = np.repeat(1001.0 - arcs.score, times)
    everybody = np.arange(students)
    costs = np.concatenate([costs, np.full(students, 1001.0 * (students + 1))])
    rows = np.concatenate([rows, everybody])
    columns = np.concatenate([columns, len(seats) + everybody])
    graph = csr_array((costs, (rows, columns)), shape=(students, len(seats) + students))
    of_row, of_column = min_weight_full_bipartite_matching(graph)
    made = of_column < len(seats)
    choice = np.full(students, -1)
    choice[of_row[made]] = seats[of_column[made]]
    return choice, {}


def munkres(arcs: Arcs, _seconds: float) -> tuple[Choice, dict[str, object]]:
    """The Hungarian method in Python, on the whole table."""
    from munkres import Munkres  # noqa: PLC0415 - only this method needs it

    table = _table(arcs)
    costs = (table.max() - table).astype(int).tolist()
    choice = np.full(len(arcs.students), -1)
    seats = _seats(arcs)
    for row, column in Munkres().compute(costs):
        if table[row, column] > 0:
            choice[row] = seats[column]
    return choice, {}
