import pytest
from django.urls import NoReverseMatch, reverse
from pytest_django import Settings


@pytest.fixture(autouse=True)
def _workspace(settings: Settings) -> None:
    """Let pages lead to the workspace even where home does not offer it yet."""
    try:
        reverse("home:group", args=[1])
    except NoReverseMatch:
        settings.ROOT_URLCONF = "wayfellow.mentorships.tests.stand_in"
