from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from wayfellow.access.links import sealed
from wayfellow.applications.lifecycle import State
from wayfellow.notifications.models import Letter
from wayfellow.pairing import actions
from wayfellow.pairing.models import Interest
from wayfellow.people.models import User
from wayfellow.testing.world import World

WORDS = "I would like to learn how you found your first job."

type Address = Callable[[User, str], str]


@pytest.fixture
def alumni(db: None) -> World:
    """A self-directed programme."""
    return World("self-directed")


@pytest.fixture
def interest(alumni: World) -> Interest:
    """Ada asks Maya."""
    student = alumni.applies(alumni.ada, state=State.ACCEPTED)
    return actions.ask(student, alumni.offers(alumni.maya), WORDS, by=alumni.ada)


@pytest.fixture
def address() -> Address:
    """The path of one answer in the newest mail to somebody that has it."""

    def found(reader: User, purpose: str) -> str:
        for letter in Letter.objects.filter(to=reader).order_by("-pk"):
            for name, link, _label in letter.answers:
                if name == purpose:
                    token = sealed(UUID(link), purpose)
                    return reverse("links:answer", args=[purpose, token])
        raise AssertionError(f"no mail to {reader} offers {purpose}")

    return found


@pytest.fixture
def stranger() -> Client:
    """A browser in which nobody is signed in."""
    return Client(enforce_csrf_checks=False)
