"""A submission with nothing in it is answered as one, never as a mere look at the page."""

import pytest
from django.db import transaction
from django.test import Client

from tests.security.atlas import Atlas, submittable, without_statements
from wayfellow.access.doors import may
from wayfellow.testing.cast import everything
from wayfellow.testing.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "least"), [("ada", 14), ("maya", 14), ("carol", 30), ("ines", 25)]
)
def test_an_empty_submission_is_never_a_look_at_the_page(
    world: World, role: str, least: int
) -> None:
    everything(world)
    without_statements()
    atlas, person = Atlas(world), getattr(world, role)
    client = Client(raise_request_exception=False)

    looked, at_field = [], 0
    client.force_login(person)
    for route in submittable():
        row = atlas.row(route)
        if row and not may(person, route.permission, row):
            continue
        with transaction.atomic():
            answer = client.post(atlas.address(route))
            transaction.set_rollback(True)
        if answer.status_code == 200:
            looked.append(route.path)
        elif answer.status_code == 422:
            at_field += 'class="row-error"' in answer.content.decode()

    assert looked == []
    assert at_field >= least, "too few forms said at their fields what is missing"
