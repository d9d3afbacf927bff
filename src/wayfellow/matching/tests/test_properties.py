import random
from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from wayfellow.matching import (
    BadInput,
    Pin,
    Pool,
    Solution,
    WhatIf,
    judge,
    nearest,
    solve,
    solve_from,
)
from wayfellow.matching.tests import referee
from wayfellow.matching.tests.pools import pools


def aims(solution: Solution) -> referee.Key:
    """What the answer reaches of the three aims."""
    report = solution.report
    third = report.total if report.utility is None else report.utility
    return report.placed, -(report.below_floor or 0), third


def answer_of(solution: Solution) -> referee.Answer:
    return {p.student: p.mentor for p in solution.pairs}


def solved(pool: Pool) -> Solution | None:
    """The answer, or None when a lock cannot be kept; any other fault is a failure."""
    try:
        return solve(pool)
    except BadInput as bad:
        if all(f.where == "pairs" for f in bad.faults):
            return None
        raise


@settings(max_examples=120, deadline=None)
@given(pools(most_students=8, most_mentors=5))
def test_a_small_answer_is_lawful_and_as_good_as_trying_all(pool: Pool) -> None:
    solution = solved(pool)
    best = referee.best(pool)

    if solution is None:
        assert best is None
        return
    report = solution.report
    assert referee.faults(pool, answer_of(solution)) == []
    assert aims(solution) == best
    assert report.placed_bound >= report.placed
    assert report.upper_bound >= report.total


@settings(max_examples=40, deadline=None)
@given(pools(), st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(pool: Pool, chance: random.Random) -> None:
    shuffled = replace(
        pool,
        students=tuple(chance.sample(pool.students, len(pool.students))),
        mentors=tuple(chance.sample(pool.mentors, len(pool.mentors))),
        pins=tuple(chance.sample(pool.pins, len(pool.pins))),
    )

    first, second = solved(pool), solved(shuffled)

    assert (first is None) == (second is None)
    if first and second:
        assert (first.pairs, first.unplaced) == (second.pairs, second.unplaced)


@settings(max_examples=60, deadline=None)
@given(pools(most_students=8, most_mentors=5))
def test_no_lawful_move_or_swap_between_open_groups_improves_the_total(pool: Pool) -> None:
    pool = replace(pool, settings=replace(pool.settings, floor=None, knee=None, lift=1))
    solution = solved(pool)
    answer = answer_of(solution) if solution else {}
    students, mentors = {s.id: s for s in pool.students}, {m.id: m for m in pool.mentors}

    def total(of: referee.Answer) -> int:
        return sum(referee.score(pool, students[s], mentors[m]) for s, m in of.items())

    moves = [{**answer, s: m} for s in answer for m in set(answer.values())]
    swaps = [{**answer, a: answer[b], b: answer[a]} for a in answer for b in answer]
    for other in moves + swaps:
        assert referee.faults(pool, other) or total(other) <= total(answer)


@settings(max_examples=60, deadline=None)
@given(pools(most_students=8, most_mentors=5), st.integers(0, 4))
def test_one_more_seat_never_lowers_the_number_placed(pool: Pool, which: int) -> None:
    if which >= len(pool.mentors):
        return
    mentor = pool.mentors[which]
    most = referee.seats(pool, mentor)[1] + 1
    roomier = replace(mentor, cells={**mentor.cells, "most": str(most)})
    more = replace(pool, mentors=tuple(roomier if m.id == mentor.id else m for m in pool.mentors))

    before, after = solved(pool), solved(more)

    if before and after and before.report.optimal and after.report.optimal:
        assert after.report.placed >= before.report.placed


@settings(max_examples=60, deadline=None)
@given(pools(most_students=8, most_mentors=5), st.data())
def test_what_would_happen_if_is_what_happens(pool: Pool, data: st.DataObject) -> None:
    solution = solved(pool)
    if solution is None or not pool.students or not pool.mentors:
        return
    student = data.draw(st.sampled_from([s.id for s in pool.students]))
    mentor = data.draw(st.sampled_from(pool.mentors))
    kind = data.draw(st.sampled_from(["lock", "exclude"]))
    pin = Pin(kind=kind, student=student, mentor=mentor.id)
    pins = tuple(p for p in pool.pins if (p.student, p.mentor) != (student, mentor.id))
    if kind == "lock" and any((p.kind, p.student) == (kind, student) for p in pins):
        return
    changed = replace(pool, pins=(*pins, pin))

    try:
        found = WhatIf(pool, answer_of(solution)).solve(pins=[pin])
    except BadInput:
        assert referee.best(changed) is None
        return

    report = found.report
    best = referee.best(changed)
    assert best is not None
    assert referee.faults(changed, answer_of(found)) == []
    assert aims(found) <= best
    assert report.placed_bound >= best[0]
    if report.placed == best[0] and pool.settings.floor is None and pool.settings.knee is None:
        assert report.upper_bound >= best[2]


@settings(max_examples=60, deadline=None)
@given(pools(most_students=8, most_mentors=5), st.data())
def test_with_other_weights_or_mentors_an_old_answer_leads_to_a_lawful_one(
    pool: Pool, data: st.DataObject
) -> None:
    solution = solved(pool)
    if solution is None or not pool.students or not pool.mentors:
        return
    weight = st.integers(min_value=0, max_value=9)
    criteria = tuple(replace(each, weight=data.draw(weight)) for each in pool.settings.criteria)
    assume(not criteria or any(each.weight for each in criteria))
    again = data.draw(st.sampled_from(pool.mentors))
    changed = replace(
        pool,
        settings=replace(pool.settings, criteria=criteria),
        mentors=(*pool.mentors, replace(again, id="one more")),
    )

    # Whatever else the old answer may hold, it must not come through.
    mentors = st.sampled_from([m.id for m in changed.mentors])
    stray = data.draw(st.dictionaries(st.sampled_from([s.id for s in pool.students]), mentors))

    found = solve_from(changed, answer_of(solution) | stray)

    best = referee.best(changed)
    assert best is not None
    assert referee.faults(changed, answer_of(found)) == []
    assert aims(found) <= best
    assert found.report.placed_bound >= best[0]


@settings(max_examples=60, deadline=None)
@given(pools())
def test_every_score_follows_from_its_reasons(pool: Pool) -> None:
    solution = solved(pool)
    students, mentors = {s.id: s for s in pool.students}, {m.id: m for m in pool.mentors}
    criteria = pool.settings.criteria

    for pair in solution.pairs if solution else ():
        base = sum(c.weight * dict(pair.because)[c.name] for c in criteria)
        base //= sum(c.weight for c in criteria)
        wish = pool.settings.preferences
        if wish and pair.listed is not None:
            base = wish.first - wish.step * pair.listed + base * (1000 - wish.first) // 1000
        assert pair.score == base
        assert pair.score == referee.score(pool, students[pair.student], mentors[pair.mentor])


@settings(max_examples=60, deadline=None)
@given(pools())
def test_everybody_is_either_placed_or_told_why_not(pool: Pool) -> None:
    solution = solved(pool)

    if solution:
        told = [p.student for p in solution.pairs] + [u.student for u in solution.unplaced]
        assert sorted(told) == sorted(s.id for s in pool.students)
        assert sum(solution.report.unplaced.values()) == len(solution.unplaced)
        assert all(nearest(u) for u in solution.unplaced)


@settings(max_examples=40, deadline=None)
@given(pools())
def test_any_pair_can_be_judged_and_agrees_with_the_contract(pool: Pool) -> None:
    free = replace(pool, pins=tuple(p for p in pool.pins if p.kind == "exclude"))
    for student in free.students:
        for mentor in free.mentors:
            judgement = judge(free, student.id, mentor.id)
            assert judgement.score == referee.score(free, student, mentor)
            assert judgement.lawful == referee.may(free, student, mentor)
