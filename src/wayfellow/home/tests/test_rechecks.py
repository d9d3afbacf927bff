"""A role that has ended, a request that was answered: mail about it does not leave any more."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils.timezone import now

from wayfellow.applications.lifecycle import State
from wayfellow.events.record import record
from wayfellow.mentorships.lifecycle import MeetingState
from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.models import Letter
from wayfellow.notifications.outbox import send_due
from wayfellow.pairing.lifecycle import InterestState
from wayfellow.pairing.models import Interest
from wayfellow.partners.models import PartnerContact
from wayfellow.people.models import User
from wayfellow.programmes.models import Office
from wayfellow.safeguarding.lifecycle import ConcernState
from wayfellow.safeguarding.models import Concern
from wayfellow.testing.world import World

pytestmark = pytest.mark.django_db
NOT_TOLD = "the reader is none of those who are told"
SENT, DROPPED = LetterState.SENT, LetterState.DROPPED

type Happens = Callable[[], Any]


def left(who: User) -> list[tuple[str, str]]:
    """How it ended with each letter to ``who``, and why."""
    send_due()
    return list(Letter.objects.filter(to=who).order_by("pk").values_list("state", "reason"))


def ends(who: User) -> None:
    Office.objects.filter(person=who).update(ended_at=now())


def a_concern(world: World) -> Concern:
    world.group(world.ada)
    concern: Concern = Concern.objects.create(
        raised_by=world.ada,
        programme=world.programme,
        institution=world.merlion,
        text="x",
    )
    record("raise", concern, by=world.ada)
    return concern


def test_whose_role_ended_hears_no_more_of_a_programme(world: World) -> None:
    assert {world.carol.pk, world.leo.pk}
    record("open", world.cohort, by=None)
    ends(world.carol)

    assert left(world.carol) == [(DROPPED, NOT_TOLD)]
    assert left(world.leo) == [(SENT, "")]


def test_an_appointment_that_was_taken_back_is_not_told(world: World) -> None:
    office = Office.objects.get(person=world.carol)
    record("appoint", office, by=None)
    ends(world.carol)

    assert left(world.carol) == [(DROPPED, "the role has ended")]


def test_who_no_longer_speaks_for_a_company_hears_no_more_of_it(world: World) -> None:
    assert {world.carol.pk, world.pat.pk}
    record("enquire", world.harbour, by=None)
    record("withdraw", world.harbour, by=None)
    PartnerContact.objects.filter(person=world.pat).delete()

    assert left(world.pat) == [(DROPPED, NOT_TOLD)]
    assert left(world.carol) == [(SENT, "")] * 2


def test_a_concern_reaches_only_who_is_in_charge_by_then(world: World) -> None:
    assert {world.carol.pk, world.cora.pk}
    a_concern(world)
    ends(world.carol)

    assert left(world.carol) == [(DROPPED, NOT_TOLD)]
    assert left(world.ada) == [(SENT, "")]


def test_a_concern_that_was_closed_is_told_to_who_raised_it_only(world: World) -> None:
    assert world.carol.pk
    concern = a_concern(world)
    record("escalate", concern, by=None)
    Concern.objects.update(state=ConcernState.RESOLVED)

    assert left(world.carol) == [
        (DROPPED, "the concern was closed"),
        (DROPPED, "somebody has taken the concern up"),
    ]
    assert left(world.ada) == [(SENT, "")]


@pytest.mark.parametrize("verb", ["ask", "remind"])
def test_a_request_that_was_withdrawn_is_not_told(world: World, verb: str) -> None:
    interest = Interest.objects.create(
        student=world.applies(world.ada, state=State.ACCEPTED),
        mentor=world.offers(world.maya),
        message="x",
    )
    record(verb, interest, by=None)
    Interest.objects.update(state=InterestState.WITHDRAWN)

    assert left(world.maya) == [(DROPPED, "the request was answered or withdrawn")]


def test_nobody_is_reminded_of_a_meeting_that_was_called_off(world: World) -> None:
    meeting = world.meeting(world.group(world.ada))
    record("remind", meeting, by=None)
    type(meeting).objects.update(state=MeetingState.CANCELLED)

    assert left(world.ada) == [(DROPPED, "what it asks for was done or called off")]


def test_what_still_holds_leaves(world: World) -> None:
    meeting = world.meeting(world.group(world.ada))
    record("remind", meeting, by=None)

    assert left(world.ada) == [(SENT, "")]
