"""One season of each style from coming in to the end, by actions only."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils.timezone import now

from wayfellow.applications import actions as applications
from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application, Part
from wayfellow.mentorships import actions as mentorships
from wayfellow.mentorships import queries
from wayfellow.mentorships.lifecycle import GroupState, MemberState
from wayfellow.mentorships.models import Meeting, Member, WorkGroup
from wayfellow.pairing import actions as pairing
from wayfellow.pairing.lifecycle import RunState
from wayfellow.pairing.models import Run
from wayfellow.people.models import User
from wayfellow.testing.world import World

BEFORE = datetime(2027, 1, 5, 8, tzinfo=UTC)
IN_TERM = datetime(2027, 3, 1, 8, tzinfo=UTC)
AFTER_TERM = datetime(2027, 6, 1, 8, tzinfo=UTC)

STUDENT: dict[str, Any] = {
    "languages": ["English"],
    "school": "School of Engineering",
    "course": "Diploma in Aerospace Electronics",
    "field": "engineering/aerospace",
    "motivation": "I want to know which way to go.",
    "aspiration": "To sign off an aircraft.",
    "born_on": date(2005, 5, 1),
    **dict.fromkeys(("privilege", "full_term", "no_promise", "guidelines"), True),
}
MENTOR: dict[str, Any] = {
    "languages": ["English"],
    "company": "Harbour Works",
    "job_title": "Engineer",
    "industry": "Aerospace",
    "years_experience": 12,
    "fields": ["engineering/aerospace"],
    "help_areas": ["career conversation"],
    "motivation": "Somebody once did it for me.",
    **dict.fromkeys(("believes", "knows_careers", "listens", "enjoys", "guidelines"), True),
}


@pytest.mark.django_db
def test_assigned_groups_from_the_application_to_the_certificate() -> None:
    with time_machine.travel(BEFORE, tick=False):
        world = World("assigned-groups")
        assert world.leo.is_active
        mentor = _mentor(world, world.maya)
        students = [_student(world, who) for who in (world.ada, world.ben)]
        run = _matched(world)
        assert dict(run.proposals.values_list("student", "mentor")) == {
            student.pk: mentor.pk for student in students
        }
        (group,) = pairing.publish(run, by=world.carol)
        _agree(group, world.ada, world.ben, world.maya)
        group.refresh_from_db()
        assert group.state == GroupState.ACTIVE

    with time_machine.travel(IN_TERM, tick=False):
        initiation = _met(group, world.ada)
        assert initiation.kind == Meeting.Kind.INITIATION
        assert initiation.liaison_told_before
        for member in group.members.active():
            _writes_about(initiation, member, world.leo)

    with time_machine.travel(AFTER_TERM, tick=False):
        ada, ben = group.members.active().order_by("application__person__name")
        for member in (ada, ben):
            assert queries.owed(member) == ["Reflection on Semester 1"]
        _reflects_on_term(world, ada)
        mentorships.complete(group, by=world.carol)
        facts = queries.certificate(Member.objects.get(pk=ada.pk))
        assert facts.earned
        assert (facts.name, facts.mentor, facts.meetings, facts.hours) == (
            world.ada.name,
            world.maya.name,
            1,
            1.0,
        )
        assert not queries.certificate(Member.objects.get(pk=ben.pk)).earned


@pytest.mark.django_db
def test_self_directed_from_joining_to_meeting_the_goals() -> None:
    with time_machine.travel(BEFORE, tick=False):
        world = World("self-directed")
        mentor = _mentor(world, world.maya)
        student = _joined(world, world.ada, Part.STUDENT, STUDENT)
        assert student.state == State.ACCEPTED, "nobody has to let students in"

        interest = pairing.ask(student, mentor, "May I learn from you?", by=world.ada)
        group = pairing.accept(interest, by=world.maya, answer="Gladly.")
        assert group.review_on == date(2027, 1, 5) + timedelta(days=180)

    with time_machine.travel(IN_TERM, tick=False):
        _met(group, world.ada)
        group.refresh_from_db()
        assert group.state == GroupState.ACTIVE, "a first meeting begins it; no agreement is asked"
        mentorships.complete(group, by=world.carol)

    member = group.members.get()
    assert member.state == MemberState.COMPLETED
    assert queries.certificate(member).earned


@pytest.mark.django_db
def test_fixed_term_circles_from_ranked_choices_to_the_certificate() -> None:
    with time_machine.travel(BEFORE, tick=False):
        world = World("fixed-term-circles")
        liked, other = _mentor(world, world.maya), _mentor(world, world.milo)
        students = [
            _student(world, who, preferred_mentors=[liked.pk, other.pk])
            for who in (world.ada, world.ben)
        ]
        run = _matched(world)
        assert set(run.proposals.values_list("mentor", flat=True)) == {liked.pk}
        pairing.ask_mentors(run, by=world.carol)
        pairing.give_answer(run, liked, yes=True, by=world.maya)
        (group,) = pairing.publish(run, by=world.carol)
        assert group.mentor == liked
        _agree(group, world.ada, world.ben, world.maya)

    for week in range(5):
        with time_machine.travel(IN_TERM + timedelta(weeks=week), tick=False):
            _met(group, world.ada)

    with time_machine.travel(AFTER_TERM, tick=False):
        group.refresh_from_db()
        mentorships.begin_closing(group, by=world.carol)
        mentorships.complete(group, by=world.carol)
        for student in students:
            facts = queries.certificate(Member.objects.get(application=student))
            assert facts.earned, facts.owed
            assert facts.meetings == 5


def _joined(world: World, who: User, part: Part, answers: dict[str, Any]) -> Application:
    application = applications.start(world.cohort, who, part, world.merlion, by=who)
    applications.save(application, answers, version=None, by=who)
    applications.submit(application, by=who)
    return application


def _mentor(world: World, who: User) -> Application:
    application = _joined(world, who, Part.MENTOR, MENTOR)
    applications.accept(application, by=world.carol)
    return application


def _student(world: World, who: User, **answers: Any) -> Application:
    application = _joined(world, who, Part.STUDENT, STUDENT | answers)
    applications.accept(application, by=world.carol)
    return application


def _matched(world: World) -> Run:
    run = pairing.start_run(world.cohort, world.merlion, by=world.carol)
    pairing.work(run.pk)
    run.refresh_from_db()
    assert run.state == RunState.READY, run.problem
    return run


def _agree(group: WorkGroup, *people: User) -> None:
    """The first of ``people`` writes the agreement, and all sign it."""
    writer = people[0]
    agreement = mentorships.draft_agreement(group, by=writer)
    goals = {"goals": "Know three ways into our field."}
    mentorships.save_agreement(agreement, goals, version=0, by=writer)
    mentorships.propose(agreement, by=writer)
    for person in people:
        agreement.refresh_from_db()
        mentorships.sign(agreement, person.name, by=person)


def _met(group: WorkGroup, student: User) -> Meeting:
    """``student`` plans a meeting for the next day; all come, and it is recorded afterwards."""
    begin = now() + timedelta(days=1)
    plan = {"starts_at": begin, "ends_at": begin + timedelta(hours=1), "place": "The works"}
    meeting = mentorships.plan_meeting(group, plan, by=student)
    with time_machine.travel(begin + timedelta(hours=2), tick=False):
        came = set(group.members.active().values_list("pk", flat=True))
        mentorships.record_meeting(meeting, came, {}, by=student)
    return meeting


def _writes_about(meeting: Meeting, member: Member, officer: User) -> None:
    """The student's key points and reflection go to the liaison officer, who acknowledges both."""
    student = member.application.person
    points = meeting.key_points.get(member=member)
    mentorships.save_key_points(points, {"shared_goals": "Three ways in"}, by=student)
    mentorships.send(points, by=student)
    mentorships.acknowledge(points, by=officer)
    reflection = mentorships.open_reflection(member, meeting=meeting, by=student)
    learnt = {"learnt": "It is more varied than I thought."}
    mentorships.save_reflection(reflection, learnt, version=0, by=student)
    mentorships.hand_in(reflection, by=student)
    mentorships.acknowledge(reflection, by=officer)


def _reflects_on_term(world: World, member: Member) -> None:
    student = member.application.person
    reflection = mentorships.open_reflection(member, term=world.term, by=student)
    mentorships.save_reflection(reflection, {"learnt": "To ask."}, version=0, by=student)
    mentorships.hand_in(reflection, by=student)
