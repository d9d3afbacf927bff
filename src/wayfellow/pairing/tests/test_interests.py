from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from wayfellow.access.refusals import Refused
from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application, MentorAnswers
from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.mentorships.models import WorkGroup
from wayfellow.pairing import actions
from wayfellow.pairing.lifecycle import InterestState
from wayfellow.pairing.models import Interest
from wayfellow.pairing.schedules import sweep
from wayfellow.programmes.models import Programme
from wayfellow.testing.world import World, person

WORDS = "I would like to learn how you found your first job."


@pytest.fixture
def ada(alumni: World) -> Application:
    return alumni.applies(alumni.ada, state=State.ACCEPTED)


@pytest.fixture
def maya(alumni: World) -> Application:
    return alumni.offers(alumni.maya)


def _ask(student: Application, mentor: Application) -> Interest:
    return actions.ask(student, mentor, WORDS, by=student.person)


def test_asking_tells_the_mentor_with_the_message(
    alumni: World, ada: Application, maya: Application
) -> None:
    _ask(ada, maya)

    assert alumni.told() == {(alumni.maya, "pairing/notices/asked")}
    assert ("maya@example.com", "Ada Tan would like you as mentor") in alumni.mailed()


def test_a_double_click_asks_once(alumni: World, ada: Application, maya: Application) -> None:
    _ask(ada, maya)
    with pytest.raises(Refused, match="asked Maya Mentor already"):
        _ask(ada, maya)

    assert Interest.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Interest.objects.create(student=ada, mentor=maya, message=WORDS)


def test_only_so_many_mentors_are_asked_at_once(alumni: World, ada: Application) -> None:
    Programme.objects.update(open_requests=2)
    ada = Application.objects.get(pk=ada.pk)
    mentors = [alumni.offers(person(f"Mentor{n} Aho")) for n in range(3)]
    first = _ask(ada, mentors[0])
    _ask(ada, mentors[1])
    with pytest.raises(Refused, match="asking 2 mentors now"):
        _ask(ada, mentors[2])

    actions.withdraw(first, by=ada.person)

    assert _ask(ada, mentors[2]).state == InterestState.SENT


def test_one_who_waits_for_consent_cannot_ask_yet(
    alumni: World, ada: Application, maya: Application
) -> None:
    Application.objects.filter(pk=ada.pk).update(consent_needed=True)

    with pytest.raises(Refused, match="guardian has consented"):
        _ask(ada, maya)


def test_a_paused_or_full_mentor_is_not_asked(
    alumni: World, ada: Application, maya: Application
) -> None:
    MentorAnswers.objects.filter(application=maya).update(most=1)
    alumni.group(alumni.ben, mentor=alumni.maya)
    with pytest.raises(Refused, match="takes nobody new"):
        _ask(ada, maya)

    milo = alumni.offers(alumni.milo)
    Application.objects.filter(pk=milo.pk).update(is_paused=True)
    with pytest.raises(Refused, match="takes nobody new"):
        _ask(ada, milo)


def test_where_the_engine_matches_nobody_is_asked(world: World) -> None:
    student = world.applies(world.ada, state=State.ACCEPTED)

    with pytest.raises(Refused, match="not asked this way"):
        _ask(student, world.offers(world.maya))


def test_a_yes_begins_the_work_group(alumni: World, ada: Application, maya: Application) -> None:
    interest = _ask(ada, maya)

    group = actions.accept(interest, by=alumni.maya, answer="Gladly.")

    interest.refresh_from_db()
    assert (interest.state, interest.group, interest.answer) == ("accepted", group, "Gladly.")
    assert set(group.people()) == {alumni.maya, alumni.ada}
    assert (alumni.ada, "pairing/notices/accepted") in alumni.told()
    with pytest.raises(Refused, match="your mentor already"):
        _ask(ada, maya)


def test_a_yes_beyond_the_mentors_own_limit_is_refused_and_changes_nothing(
    alumni: World, ada: Application, maya: Application
) -> None:
    MentorAnswers.objects.filter(application=maya).update(most=1)
    ben = alumni.applies(alumni.ben, state=State.ACCEPTED)
    first, second = _ask(ada, maya), _ask(ben, maya)
    actions.accept(first, by=alumni.maya)

    with pytest.raises(Refused, match="room for 0 more"):
        actions.accept(second, by=alumni.maya)

    assert Interest.objects.get(pk=second.pk).state == InterestState.SENT
    assert WorkGroup.objects.count() == 1


def test_a_request_is_answered_once(alumni: World, ada: Application, maya: Application) -> None:
    interest = _ask(ada, maya)
    stale = Interest.objects.get(pk=interest.pk)
    actions.decline(interest, by=alumni.maya, answer="My time is full.")

    with pytest.raises(IllegalStep):
        actions.accept(stale, by=alumni.maya)

    assert not WorkGroup.objects.exists()
    assert (alumni.ada, "pairing/notices/declined") in alumni.told()


def test_the_mentor_is_reminded_on_days_three_and_seven_once_each(
    alumni: World, ada: Application, maya: Application
) -> None:
    interest = _ask(ada, maya)
    days = [interest.sent_at + timedelta(days=n, minutes=1) for n in range(10)]

    done = [sweep(day) + sweep(day) for day in days]

    assert done == [0, 0, 0, 1, 0, 0, 0, 1, 0, 0]
    assert alumni.happened().count("interest.remind") == 2


def test_a_reminder_missed_for_days_is_sent_once(
    alumni: World, ada: Application, maya: Application
) -> None:
    interest = _ask(ada, maya)

    assert sweep(interest.sent_at + timedelta(days=8)) == 1
    assert sweep(interest.sent_at + timedelta(days=9)) == 0


def test_a_request_without_an_answer_expires_and_both_are_told(
    alumni: World, ada: Application, maya: Application
) -> None:
    interest = _ask(ada, maya)
    due = interest.sent_at + timedelta(days=alumni.programme.request_days)

    assert sweep(due) == 1
    assert sweep(due) == 0

    interest.refresh_from_db()
    assert interest.state == InterestState.EXPIRED
    assert {
        (alumni.ada, "pairing/notices/expired"),
        (alumni.maya, "pairing/notices/expired_mentor"),
    } < alumni.told()
