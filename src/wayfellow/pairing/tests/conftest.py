import pytest

from wayfellow.pairing.tests.crowd import Crowd
from wayfellow.testing.world import World


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
