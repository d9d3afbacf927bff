import pytest
from django.test import Client

from wayfellow.applications.lifecycle import State
from wayfellow.mailings.models import Mailing
from wayfellow.mailings.tests.senders import begun
from wayfellow.testing.world import World


@pytest.fixture
def cohort(world: World) -> World:
    """Ada waits, Ben is accepted, Kim waits at the other institution; Maya is a mentor."""
    world.applies(world.ada, state=State.SUBMITTED)
    world.applies(world.ben, state=State.ACCEPTED)
    world.applies(world.kim, state=State.SUBMITTED)
    world.offers(world.maya)
    return world


@pytest.fixture
def draft(cohort: World, client: Client) -> Mailing:
    """To Ada and Ben, begun by Carol, who is signed in."""
    client.force_login(cohort.carol)
    return begun(cohort.carol, "applications", cohort.cohort, cohort.merlion, "part=student")
