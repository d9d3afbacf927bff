"""Every address has a door, and what is behind it is not told to those outside."""

from wayfellow.access.policy import GRANTS
from wayfellow.config.routes import routes

OTHER_DOORS = {"public", "signed in", "platform"}


def test_every_route_has_a_door() -> None:
    assert [route.path for route in routes() if not route.permission] == []


def test_every_door_asks_for_a_permission_that_is_granted_to_somebody() -> None:
    asked = {route.permission for route in routes()} - OTHER_DOORS

    assert asked - set(GRANTS) == set()


def test_every_model_with_a_verb_can_be_looked_at() -> None:
    models = {name.partition(".")[0] for name in GRANTS}

    assert {f"{model}.view" for model in models} - set(GRANTS) == set()
