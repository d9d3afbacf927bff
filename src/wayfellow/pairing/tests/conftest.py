import pytest
from django.urls import NoReverseMatch, reverse
from pytest_django import Settings

from wayfellow.pairing.tests.crowd import Crowd
from wayfellow.testing.world import World


@pytest.fixture(autouse=True)
def _workspace(settings: Settings) -> None:
    """Let notices lead to the workspace even where home does not offer it yet."""
    try:
        reverse("home:group", args=[1])
    except NoReverseMatch:
        settings.ROOT_URLCONF = "wayfellow.mentorships.tests.stand_in"


@pytest.fixture
def crowd(world: World) -> Crowd:
    """A season of assigned groups whose people can be matched."""
    return Crowd(world)


@pytest.fixture
def alumni(db: None) -> World:
    """A self-directed programme."""
    return World("self-directed")


@pytest.fixture
def circles(db: None) -> Crowd:
    """Fixed-term circles, where mentors have a say."""
    return Crowd(World("fixed-term-circles"))
