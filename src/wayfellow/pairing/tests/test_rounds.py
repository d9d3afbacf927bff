from collections import Counter
from datetime import timedelta

import pytest
from django.utils.timezone import now

from wayfellow.access.refusals import Refused
from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.mentorships.models import Member
from wayfellow.pairing import actions
from wayfellow.pairing.lifecycle import RunState
from wayfellow.pairing.models import Proposal, Run
from wayfellow.pairing.queries import agreed, proposed_group, rounds, tally
from wayfellow.pairing.schedules import sweep
from wayfellow.pairing.tests.crowd import Crowd
from wayfellow.people.models import User
from wayfellow.programmes.policy import Party
from wayfellow.testing.world import World

Said = Proposal.Said


def everybody_asks(crowd: Crowd) -> Crowd:
    """The programme wants the yes of everybody."""
    crowd.world.programme.pairing_yes = sorted(
        party.value for party in (Party.COORDINATOR, Party.MENTOR, Party.MENTEE)
    )
    crowd.world.programme.save()
    return crowd


@pytest.fixture
def asking(circles: Crowd) -> Crowd:
    return everybody_asks(circles)


def _two_groups(asking: Crowd, mentors: int = 2) -> Run:
    """Six students and mentors with four places each."""
    for n in range(mentors):
        asking.mentor(n, most=4)
    for n in range(6):
        asking.student(n)
    run = asking.run()
    assert run.state == RunState.READY, run.problem
    return run


def _of_larger(run: Run) -> Proposal:
    """A student who can leave without making the group too small."""
    sizes = Counter(run.proposals.values_list("mentor", flat=True))
    mentor, _size = sizes.most_common(1)[0]
    return run.proposals.filter(mentor=mentor).order_by("pk")[0]


def _everybody_asked(asking: Crowd) -> Run:
    """Two groups whose mentors said yes, and whose students were asked."""
    run = _two_groups(asking)
    actions.ask_mentors(run, by=asking.world.carol)
    for n in range(2):
        actions.give_answer(run, asking.lead(n), yes=True, by=asking.lead(n).person)
    actions.ask_students(run, by=asking.world.carol)
    return run


def _round_after(run: Run, by: User) -> Run:
    new = actions.next_round(run, by=by)
    actions.work(new.pk)
    new.refresh_from_db()
    assert new.state == RunState.READY, new.problem
    return new


def test_students_are_asked_only_when_their_mentor_is_willing(asking: Crowd) -> None:
    run = _two_groups(asking)
    with pytest.raises(Refused, match="no student to ask"):
        actions.ask_students(run, by=asking.world.carol)
    actions.ask_mentors(run, by=asking.world.carol)
    actions.give_answer(run, asking.lead(0), yes=True, by=asking.lead(0).person)

    count = actions.ask_students(run, by=asking.world.carol)

    of_willing = run.proposals.filter(mentor=asking.lead(0))
    asked = {who for who, what in asking.world.told() if what == "pairing/notices/student_asked"}
    assert count == of_willing.count()
    assert asked == {row.student.person for row in of_willing.select_related("student__person")}


def test_who_refuses_is_matched_anew_and_nobody_else_is_touched(asking: Crowd) -> None:
    run = _everybody_asked(asking)
    rows = list(run.proposals.order_by("pk"))
    unwilling = rows[0]
    for row in rows[1:]:
        actions.give_reply(run, row.student, yes=True, by=row.student.person)
    actions.give_reply(run, unwilling.student, yes=False, reason="we are cousins", by=None)

    new = _round_after(run, asking.world.carol)

    kept = {(row.student_id, row.mentor_id) for row in rows[1:]}
    carried = new.proposals.filter(carried=True)
    assert set(carried.values_list("student", "mentor")) == kept
    assert set(carried.values_list("mentor_said", "student_said")) == {("yes", "yes")}
    placed_anew = new.proposals.get(student=unwilling.student)
    assert placed_anew.mentor_id != unwilling.mentor_id
    assert (placed_anew.student_said, placed_anew.student_asked_at) == ("", None)
    run.refresh_from_db()
    assert run.state == RunState.FOLLOWED
    assert run.proposals.get(pk=unwilling.pk).student_reason == "we are cousins"
    assert [each.pk for each in rounds(new)] == [run.pk, new.pk]


def test_a_mentor_who_refuses_gets_nobody_in_the_next_round(asking: Crowd) -> None:
    run = _two_groups(asking, mentors=3)
    used = set(run.proposals.values_list("mentor", flat=True))
    actions.ask_mentors(run, by=asking.world.carol)
    refusing, *others = sorted(used)
    leads = {lead.pk: lead for lead in (asking.lead(n) for n in range(3))}
    actions.give_answer(run, leads[refusing], yes=False, reason="no time", by=None)
    for pk in others:
        actions.give_answer(run, leads[pk], yes=True, by=None)
    asking.mentor(9)

    new = _round_after(run, asking.world.carol)

    assert not new.proposals.filter(mentor=refusing).exists()
    assert str(refusing) not in new.pool["mentors"]
    assert set(new.pool["mentors"]) <= set(run.pool["mentors"]), "seats of the same run only"


def test_a_group_left_too_small_by_a_refusal_is_free_as_a_whole(asking: Crowd) -> None:
    asking.mentor(0, most=2)
    asking.mentor(1, most=2)
    for n in range(4):
        asking.student(n)
    run = asking.run()
    actions.ask_mentors(run, by=asking.world.carol)
    for n in range(2):
        actions.give_answer(run, asking.lead(n), yes=True, by=None)
    actions.ask_students(run, by=asking.world.carol)
    first, alone = run.proposals.filter(mentor=asking.lead(0))
    actions.give_reply(run, first.student, yes=False, by=None)

    new = _round_after(run, asking.world.carol)

    assert not new.proposals.filter(student=alone.student, carried=True).exists()
    told = {who for who, what in asking.world.told() if what == "pairing/notices/freed"}
    assert told == {alone.student.person}
    assert new.proposals.filter(mentor=asking.lead(1), carried=True).count() == 2


def test_a_yes_to_some_stands_while_the_mentor_is_asked_about_newcomers(asking: Crowd) -> None:
    run = _everybody_asked(asking)
    leaver = _of_larger(run)
    actions.give_reply(run, leaver.student, yes=False, by=None)
    new = _round_after(run, asking.world.carol)
    newcomer = new.proposals.get(student=leaver.student)
    mentor = newcomer.mentor
    asked = actions.ask_mentors(new, by=asking.world.carol)
    group = proposed_group(new, mentor.person)
    assert group is not None
    assert group.said == Said.NOTHING, "the newcomer waits for a word of its own"

    actions.give_answer(new, mentor, yes=False, by=mentor.person)

    assert asked == 1
    said = dict(new.proposals.filter(mentor=mentor).values_list("student", "mentor_said"))
    assert said.pop(leaver.student_id) == Said.NO
    assert set(said.values()) == {Said.YES}


def test_a_round_needs_somebody_who_refused(asking: Crowd) -> None:
    run = _everybody_asked(asking)

    with pytest.raises(Refused, match="Nobody has refused"):
        actions.next_round(run, by=asking.world.carol)


def test_a_round_ends_with_a_sentence_when_the_run_before_was_published(asking: Crowd) -> None:
    run = _everybody_asked(asking)
    rows = list(run.proposals.order_by("mentor", "pk"))
    for row in rows[1:]:
        actions.give_reply(run, row.student, yes=True, by=None)
    actions.give_reply(run, rows[0].student, yes=False, by=None)
    new = actions.next_round(run, by=asking.world.carol)
    actions.begin(new, by=None)
    actions.publish(Run.objects.get(pk=run.pk), by=asking.world.carol)

    actions.work(new.pk)

    new.refresh_from_db()
    assert (new.state, new.proposals.count()) == (RunState.FAILED, 0)
    assert "published or put aside" in new.problem


def test_only_those_who_agreed_are_published_and_small_groups_wait(asking: Crowd) -> None:
    run = _everybody_asked(asking)
    small, large = asking.lead(0), asking.lead(1)
    for row in run.proposals.filter(mentor=large):
        actions.give_reply(run, row.student, yes=True, by=None)
    one, *rest = run.proposals.filter(mentor=small)
    actions.give_reply(run, one.student, yes=True, by=None)
    for row in rest:
        actions.give_reply(run, row.student, yes=False, by=None)
    assert tally(run).agreed == agreed(run).count()

    groups = actions.publish(run, by=asking.world.carol)

    assert [group.mentor for group in groups] == [large]
    assert not Member.objects.filter(application=one.student).exists()


def test_silence_is_remembered_twice_and_then_counts_as_a_no(asking: Crowd) -> None:
    run = _everybody_asked(asking)
    quiet = run.proposals.order_by("pk").first()
    assert quiet is not None
    for row in run.proposals.exclude(pk=quiet.pk):
        actions.give_reply(run, row.student, yes=True, by=None)
    start = now()
    person = quiet.student.person

    assert sweep(start + timedelta(days=2)) == 0
    assert sweep(start + timedelta(days=3, hours=1)) == 1
    assert sweep(start + timedelta(days=3, hours=2)) == 0
    assert sweep(start + timedelta(days=8)) == 1
    assert (person, "pairing/notices/student_reminded") in asking.world.told()
    assert sweep(start + timedelta(days=15)) == 1

    quiet.refresh_from_db()
    assert quiet.student_said == Said.SILENT
    told = asking.world.told()
    assert (person, "pairing/notices/student_lapsed") in told
    assert (asking.world.carol, "pairing/notices/silent_student") in told
    actions.give_reply(run, quiet.student, yes=True, by=person)
    assert agreed(run).count() == run.proposals.count(), "a late yes counts until the next round"


def test_a_silent_mentor_is_told_once_for_the_whole_group(circles: Crowd) -> None:
    run = circles.ready(students=4, mentors=1)
    actions.ask_mentors(run, by=circles.world.carol)

    assert sweep(now() + timedelta(days=4)) == 1
    assert sweep(now() + timedelta(days=15)) == 1

    assert set(run.proposals.values_list("mentor_said", flat=True)) == {Said.SILENT}
    mine = circles.lead(0).person
    told = [what for who, what in circles.world.told() if who == mine]
    assert told.count("pairing/notices/mentor_lapsed") == 1
    assert actions.ask_mentors(run, by=circles.world.carol) == 1, "asked again, time begins anew"
    assert sweep(now() + timedelta(days=2)) == 0


def test_nobody_answers_for_a_run_that_has_gone_on(asking: Crowd) -> None:
    run = _everybody_asked(asking)
    row = run.proposals.order_by("pk").first()
    assert row is not None
    actions.give_reply(run, row.student, yes=False, by=None)
    _round_after(run, asking.world.carol)

    with pytest.raises(IllegalStep):
        actions.give_reply(Run.objects.get(pk=run.pk), row.student, yes=True, by=None)


def test_where_the_coordinators_yes_is_enough_nobody_is_asked(crowd: Crowd) -> None:
    run = crowd.ready()

    with pytest.raises(Refused, match="coordinators' yes is enough"):
        actions.ask_students(run, by=crowd.world.carol)


def test_a_moved_student_is_asked_anew(asking: Crowd) -> None:
    run = _everybody_asked(asking)
    row = _of_larger(run)
    actions.give_reply(run, row.student, yes=True, by=None)
    other = next(lead for lead in (asking.lead(0), asking.lead(1)) if lead.pk != row.mentor_id)

    moved = actions.move(run, row.student, other, by=asking.world.carol)

    moved.refresh_from_db()
    assert (moved.student_said, moved.student_asked_at, moved.mentor_said) == ("", None, "")


def test_self_directed_programmes_have_no_rounds(alumni: World) -> None:
    with pytest.raises(Refused, match="ask mentors themselves"):
        actions.place_late(alumni.cohort, alumni.merlion, configuration="", by=alumni.carol)
