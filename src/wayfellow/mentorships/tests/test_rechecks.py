"""What happens between the writing of a letter and its leaving is respected."""

from collections.abc import Callable

import pytest
from django.utils.timezone import now

from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application
from wayfellow.conversations import actions as conversations
from wayfellow.events.record import record
from wayfellow.institutions.models import Membership
from wayfellow.mentorships.lifecycle import GroupState, MemberState
from wayfellow.mentorships.models import Member, WorkGroup
from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.models import Letter
from wayfellow.notifications.outbox import send_due
from wayfellow.notifications.recheck import EVERY, RECHECKS
from wayfellow.people.models import User
from wayfellow.testing.world import World

pytestmark = pytest.mark.django_db


def leave(world: World) -> None:
    Member.objects.filter(application__person=world.ada).update(state=MemberState.LEFT)


def end(_world: World) -> None:
    WorkGroup.objects.update(state=GroupState.DISSOLVED)


def lose_membership(world: World) -> None:
    Membership.objects.filter(person=world.ada).update(ended_at=now())


def lose_consent(world: World) -> None:
    Application.objects.filter(person=world.ada).update(consent_needed=True)


def close_account(world: World) -> None:
    User.objects.filter(pk=world.ada.pk).update(is_active=False)


def unsubscribe(world: World) -> None:
    RECHECKS[EVERY] = [
        lambda _row, letter: "does not want it" if letter.to_id == world.ada.pk else ""
    ]


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (leave, "no longer in the group"),
        (end, "the group has ended"),
        (lose_membership, "membership of the institution has ended"),
        (lose_consent, "consent is missing"),
        (close_account, "the account was closed"),
        (unsubscribe, "does not want it"),
    ],
)
def test_a_message_is_not_told_to_whom_it_no_longer_concerns(
    world: World, happens: Callable[[World], None], reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(RECHECKS, EVERY, [])
    conversations.write(world.group(), "Hello both.", by=world.maya)
    happens(world)

    send_due()

    letter = Letter.objects.get(to=world.ada, notice="conversations/notices/message_written")
    assert letter.state == LetterState.DROPPED
    assert reason in letter.reason
    others = Letter.objects.filter(to=world.ben).values_list("state", flat=True)
    assert set(others) == {LetterState.DROPPED if happens is end else LetterState.SENT}


def test_a_decision_that_was_undone_is_not_told(world: World) -> None:
    application = world.applies(world.ada, state=State.ACCEPTED)
    record("accept", application, by=world.carol)
    Application.objects.filter(pk=application.pk).update(state=State.WITHDRAWN)

    send_due()

    assert Letter.objects.get(to=world.ada).reason == "the application has moved on"


def test_who_cannot_say_whether_it_may_leave_does_not_let_it_leave(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_row: object, _letter: Letter) -> str:
        raise LookupError("the table is on fire")

    monkeypatch.setitem(RECHECKS, EVERY, [breaks])
    conversations.write(world.group(), "Hello both.", by=world.maya)

    assert send_due() == 0

    assert set(Letter.objects.values_list("state", flat=True)) == {LetterState.WAITING}
