"""The parts are tried without the rooms that use them."""

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def own_addresses(settings: Settings) -> None:
    settings.ROOT_URLCONF = "wayfellow.ui.tests.addresses"
