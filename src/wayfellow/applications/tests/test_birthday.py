"""A guardian's consent hangs on the date of birth, so only staff correct it once it is known."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from wayfellow.access.refusals import Refused
from wayfellow.applications import actions
from wayfellow.applications.models import Application, Consent
from wayfellow.applications.tests.cast import GUARDIAN, asked, ready
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Membership
from wayfellow.people.actions import correct_birthday
from wayfellow.people.models import Profile
from wayfellow.testing.world import World

pytestmark = pytest.mark.django_db
ADULT = date(2000, 5, 1)


def page(application: Application) -> str:
    return reverse("applications:birthday", args=[application.pk])


def sixteen() -> str:
    return (localdate() - timedelta(days=16 * 366)).isoformat()


def test_a_student_cannot_correct_a_known_date_of_birth(world: World, client: Client) -> None:
    application = ready(world, world.ada)
    client.force_login(world.ada)

    assert client.post(page(application), {"born_on": "2010-01-01"}).status_code == 403
    with pytest.raises(Refused):
        correct_birthday(world.ada, date(2010, 1, 1), by=world.ada)
    assert Profile.objects.get(person=world.ada).born_on == ADULT


def test_a_coordinator_corrects_it_and_the_guardian_is_asked_then(
    world: World, client: Client
) -> None:
    application = ready(world, world.ada, **GUARDIAN)
    actions.submit(application, by=world.ada)
    client.force_login(world.carol)

    answer = client.post(page(application), {"born_on": sixteen()})

    assert answer.headers["Location"] == reverse("applications:show", args=[application.pk])
    application.refresh_from_db()
    assert application.consent_needed
    assert Consent.objects.get().email == GUARDIAN["guardian_email"]
    assert "user.correct_birthday" in world.happened()
    assert world.ada in {who for who, what in world.told() if "birthday" in what}


def test_who_turns_out_to_be_of_age_needs_no_consent(world: World, client: Client) -> None:
    consent = asked(world)
    client.force_login(world.carol)

    client.post(page(consent.application), {"born_on": "2000-05-01"})

    assert not Application.objects.get().consent_needed
    assert Consent.objects.get().state == "cancelled"


@pytest.mark.parametrize("wrong", ["0200-05-17", "2999-01-01", "soon", ""])
def test_an_impossible_day_is_refused_at_its_field(
    world: World, client: Client, wrong: str
) -> None:
    application = ready(world, world.ada)
    actions.submit(application, by=world.ada)
    client.force_login(world.carol)

    answer = client.post(page(application), {"born_on": wrong})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["born_on"]
    assert Profile.objects.get(person=world.ada).born_on == ADULT


def test_the_institution_s_admin_may_and_another_s_coordinator_does_not_even_see_it(
    world: World, client: Client
) -> None:
    application = ready(world, world.ada)
    actions.submit(application, by=world.ada)
    membership = Membership.objects.get(person=world.ada, role=Role.STUDENT)
    client.force_login(world.ines)
    url = reverse("institutions:birthday", args=[membership.pk])
    assert client.post(url, {"born_on": "2001-05-01"}).status_code == 302
    assert Profile.objects.get(person=world.ada).born_on == date(2001, 5, 1)

    client.force_login(world.cora)
    assert client.get(page(application)).status_code == 404
    assert client.get(url).status_code == 404
