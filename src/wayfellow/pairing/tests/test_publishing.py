import pytest

from wayfellow.access.refusals import Refused
from wayfellow.applications.models import Application
from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.mentorships import actions as mentorships
from wayfellow.mentorships.models import Member, WorkGroup
from wayfellow.pairing import actions
from wayfellow.pairing.lifecycle import RunState
from wayfellow.pairing.models import Run
from wayfellow.pairing.tests.crowd import Crowd
from wayfellow.programmes.models import Office


def test_publishing_forms_the_groups_and_tells_everybody(crowd: Crowd) -> None:
    run = crowd.ready(students=5, mentors=2)
    colleague = crowd.world.office("Clara Coo", Office.Role.COORDINATOR, crowd.world.merlion)
    elsewhere = crowd.world.cora

    groups = actions.publish(run, by=crowd.world.carol)

    placed = set(Member.objects.active().values_list("application", "group__mentor"))
    assert placed == set(run.proposals.values_list("student", "mentor"))
    assert len(groups) == 2
    run.refresh_from_db()
    assert run.state == RunState.PUBLISHED
    told = crowd.world.told()
    assert {who for who, what in told if what == "pairing/notices/published"} == {colleague}
    assert elsewhere not in {who for who, _what in told}
    people = {who for who, what in told if what.startswith("mentorships/")}
    assert {row.student.person for row in run.proposals.select_related("student__person")} < people


def test_a_run_is_published_once(crowd: Crowd) -> None:
    run = crowd.ready()
    mine, theirs = Run.objects.get(pk=run.pk), Run.objects.get(pk=run.pk)

    actions.publish(mine, by=crowd.world.carol)
    with pytest.raises(IllegalStep):
        actions.publish(theirs, by=crowd.world.carol)

    assert WorkGroup.objects.count() == run.proposals.values("mentor").distinct().count()


def test_a_second_run_of_the_same_students_is_refused_and_says_who(crowd: Crowd) -> None:
    first, second = crowd.ready(), crowd.run()

    actions.publish(first, by=crowd.world.carol)
    with pytest.raises(Refused, match=r"Student0.*Student3"):
        actions.publish(second, by=crowd.world.carol)

    second.refresh_from_db()
    assert second.state == RunState.READY
    assert WorkGroup.objects.count() == 1 or Member.objects.count() == 4


def test_nothing_is_published_when_a_student_lost_the_consent(crowd: Crowd) -> None:
    run = crowd.ready()
    pair = run.proposals.select_related("student__person").first()
    assert pair is not None
    Application.objects.filter(pk=pair.student_id).update(consent_needed=True)

    with pytest.raises(Refused, match=pair.student.person.called):
        actions.publish(run, by=crowd.world.carol)

    assert not WorkGroup.objects.exists()


def test_nothing_is_published_when_a_mentor_has_paused(crowd: Crowd) -> None:
    run = crowd.ready()
    Application.objects.filter(pk=crowd.lead(0).pk).update(is_paused=True)
    Application.objects.filter(pk=crowd.lead(1).pk).update(is_paused=True)

    with pytest.raises(Refused, match="Mentor"):
        actions.publish(run, by=crowd.world.carol)

    assert not WorkGroup.objects.exists()


def test_newcomers_join_the_group_that_their_mentor_leads_already(crowd: Crowd) -> None:
    world = crowd.world
    mentor = crowd.mentor(1)
    students = [crowd.student(1), crowd.student(2)]
    group = mentorships.form_group(
        world.cohort, mentor, students, institution=world.merlion, by=world.carol
    )
    late = crowd.student(3)
    run = crowd.run()

    assert actions.publish(run, by=world.carol) == [group]
    assert Member.objects.active().get(application=late).group == group


def test_with_a_say_of_mentors_only_their_yes_makes_a_group(circles: Crowd) -> None:
    run = circles.ready(students=7, mentors=2)
    world = circles.world
    with pytest.raises(Refused, match="No mentor has said yes"):
        actions.publish(Run.objects.get(pk=run.pk), by=world.carol)

    assert actions.ask_mentors(run, by=world.carol) == 2
    asked = {who for who, what in world.told() if what == "pairing/notices/mentor_asked"}
    assert asked == {circles.lead(0).person, circles.lead(1).person}
    actions.give_answer(run, circles.lead(0), yes=True, by=circles.lead(0).person)
    actions.give_answer(run, circles.lead(1), yes=False, by=circles.lead(1).person)
    groups = actions.publish(run, by=world.carol)

    assert [group.mentor for group in groups] == [circles.lead(0)]
    assert Member.objects.count() == run.proposals.filter(mentor=circles.lead(0)).count()


def test_a_mentor_is_asked_again_about_a_group_that_has_changed(circles: Crowd) -> None:
    run = circles.ready(students=7, mentors=2)
    actions.ask_mentors(run, by=circles.world.carol)
    for n in range(2):
        actions.give_answer(run, circles.lead(n), yes=True, by=None)
    sizes = {n: run.proposals.filter(mentor=circles.lead(n)).count() for n in range(2)}
    large, small = sorted(sizes, key=lambda n: -sizes[n])
    pair = run.proposals.filter(mentor=circles.lead(large)).first()
    assert pair is not None

    actions.move(run, pair.student, circles.lead(small), by=circles.world.carol)

    said = dict(run.proposals.values_list("mentor", "mentor_said"))
    assert said == {circles.lead(small).pk: "", circles.lead(large).pk: "yes"}
