"""Methods that see a flow from students to seats: exact, but for the smallest group."""

import numpy as np

from benchmarks._match.reader import Arcs
from benchmarks._match.repair import Choice


def flow(arcs: Arcs, _seconds: float) -> tuple[Choice, dict[str, object]]:
    """The largest flow of the smallest cost, by OR-Tools."""
    from ortools.graph.python import min_cost_flow  # noqa: PLC0415 - only this method needs it

    students, mentors, pairs = len(arcs.students), len(arcs.mentors), len(arcs.score)
    sink = students + mentors
    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(
        arcs.student, arcs.mentor + students, np.ones(pairs, np.int64), 1000 - arcs.score
    )
    seats = np.arange(students, sink, dtype=np.int32)
    solver.add_arcs_with_capacity_and_unit_cost(
        seats, np.full(mentors, sink, np.int32), arcs.most, np.zeros(mentors, np.int64)
    )
    solver.set_nodes_supplies(np.arange(students, dtype=np.int32), np.ones(students, np.int64))
    solver.set_node_supply(sink, -students)
    status = solver.solve_max_flow_with_min_cost()
    if status != solver.OPTIMAL:
        raise RuntimeError(f"OR-Tools says {status}")
    used = solver.flows(np.arange(pairs)) > 0
    choice = np.full(students, -1)
    choice[arcs.student[used]] = arcs.mentor[used]
    return choice, {}


def networkx(arcs: Arcs, _seconds: float) -> tuple[Choice, dict[str, object]]:
    """The same flow by NetworkX; who finds no seat takes a dear way to the end."""
    import networkx as nx  # noqa: PLC0415 - only this method needs it

    students = len(arcs.students)
    dear = 1000 * (students + 1)
    graph = nx.DiGraph()
    graph.add_nodes_from((("s", n) for n in range(students)), demand=-1)
    graph.add_node("end", demand=students)
    graph.add_weighted_edges_from((("s", n), "end", dear) for n in range(students))
    for mentor, most in enumerate(arcs.most.tolist()):
        graph.add_edge(("m", mentor), "end", weight=0, capacity=most)
    columns = (arcs.student.tolist(), arcs.mentor.tolist(), (1000 - arcs.score).tolist())
    graph.add_weighted_edges_from(
        (("s", s), ("m", m), cost) for s, m, cost in zip(*columns, strict=True)
    )
    _, ways = nx.network_simplex(graph)
    choice = np.full(students, -1)
    for n in range(students):
        for to, units in ways[("s", n)].items():
            if units and to != "end":
                choice[n] = to[1]
    return choice, {}
