import pytest

from wayfellow.access.refusals import Refused
from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.mentorships import actions as mentorships
from wayfellow.mentorships.models import Member
from wayfellow.pairing import actions
from wayfellow.pairing.models import Proposal, Run
from wayfellow.pairing.queries import choices, left_out, open_seats
from wayfellow.pairing.recipe import Recipe
from wayfellow.pairing.tests.crowd import Crowd


def _three_and_two(crowd: Crowd) -> tuple[Run, Proposal, Proposal]:
    """A run with a group of three and one of two: one pair of the large, one of the small."""
    run = crowd.ready(students=5, mentors=2)
    rows = list(run.proposals.order_by("pk"))
    by_mentor: dict[int, list[Proposal]] = {}
    for row in rows:
        by_mentor.setdefault(row.mentor_id, []).append(row)
    small, large = sorted(by_mentor.values(), key=len)
    assert (len(small), len(large)) == (2, 3)
    return run, large[0], small[0]


def test_a_move_is_kept_with_its_cost_and_marked_as_by_hand(crowd: Crowd) -> None:
    run, pair, target = _three_and_two(crowd)

    actions.move(run, pair.student, target.mentor, by=crowd.world.carol)

    pair.refresh_from_db()
    assert (pair.mentor, pair.moved_by_hand) == (target.mentor, True)
    assert crowd.world.happened()[-1] == "run.move"


def test_a_move_that_leaves_a_group_too_small_is_refused(crowd: Crowd) -> None:
    run, target, pair = _three_and_two(crowd)

    with pytest.raises(Refused, match="would leave needs 2"):
        actions.move(run, pair.student, target.mentor, by=crowd.world.carol)


def test_a_move_to_a_mentor_without_a_place_is_refused(crowd: Crowd) -> None:
    crowd.mentor(1, most=2)
    crowd.mentor(2)
    for n in range(5):
        crowd.student(n)
    run = crowd.run()
    full = crowd.lead(1)
    if not run.proposals.filter(mentor=full).exists():
        pytest.fail("the small mentor was to have a group")
    pair = run.proposals.exclude(mentor=full).first()
    assert pair is not None

    with pytest.raises(Refused, match="no place left"):
        actions.move(run, pair.student, full, by=crowd.world.carol)


def test_an_unlawful_move_is_refused_with_the_rule_in_words(crowd: Crowd) -> None:
    run, pair, target = _three_and_two(crowd)
    actions.exclude(pair.student, target.mentor, by=crowd.world.carol)

    with pytest.raises(Refused, match="never together"):
        actions.move(run, pair.student, target.mentor, by=crowd.world.carol)


def test_the_list_of_moves_says_beforehand_what_the_move_then_costs(crowd: Crowd) -> None:
    run, pair, target = _three_and_two(crowd)
    (choice,) = choices(run, pair.student).rows
    assert choice.is_lawful

    moved = actions.move(run, pair.student, target.mentor, by=crowd.world.carol)

    assert moved.score - pair.score == choice.cost


def test_a_student_without_a_place_can_be_moved_in(crowd: Crowd) -> None:
    crowd.mentor(1, most=3)
    kept = crowd.student(0)
    for n in (1, 2):
        crowd.student(n)
    run = crowd.run()
    assert left_out(run) == []
    run.proposals.filter(student=kept).delete()
    run.unplaced = [{"student": kept.pk, "reason": "seats", "obstacle": None}]
    run.save()
    assert len(left_out(run)) == 1

    actions.move(run, kept, crowd.lead(1), by=crowd.world.carol)

    assert left_out(run) == []


def test_a_published_run_cannot_be_changed(crowd: Crowd) -> None:
    run, pair, target = _three_and_two(crowd)
    stale = Run.objects.get(pk=run.pk)
    actions.publish(run, by=crowd.world.carol)

    with pytest.raises(IllegalStep):
        actions.move(stale, pair.student, target.mentor, by=crowd.world.carol)


def test_a_late_joiner_takes_the_best_open_place(crowd: Crowd) -> None:
    world = crowd.world
    for n in (1, 2):
        mentor = crowd.mentor(n, fields=["infocomm/software"] if n == 1 else [])
        students = [crowd.student(10 * n + each) for each in range(2)]
        mentorships.form_group(
            world.cohort, mentor, students, institution=world.merlion, by=world.carol
        )
    late = crowd.student(99)

    found = open_seats(late, Recipe.of(world.programme))
    assert [seat.group.mentor for seat in found] == [crowd.lead(1), crowd.lead(2)]
    actions.place(found[0].group, late, by=world.carol)

    assert Member.objects.active().get(application=late).group == found[0].group
