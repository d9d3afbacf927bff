from datetime import date, timedelta

from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from wayfellow.access.models import Link
from wayfellow.applications import actions
from wayfellow.applications.models import Application
from wayfellow.applications.queries import pool
from wayfellow.applications.schedules import sweep
from wayfellow.applications.tests.cast import YES, asked, born, there, token
from wayfellow.notifications.models import Letter
from wayfellow.testing.world import World

TYPED = {
    "what": "answer",
    "takes_part": "yes",
    "visits": "yes",
    "direct_contact": "no",
    "photographs": "no",
    "emergency_contact": "Wei Ling, 555 0100",
    "signature": "Wei Ling",
}


def page() -> str:
    return reverse("links:consent", args=[token("consent")])


def test_nobody_answers_for_somebody_of_age(world: World, client: Client) -> None:
    consent = asked(world)
    born(world.chen, date(2000, 1, 1))

    assert "No consent is needed" in client.get(page()).content.decode()
    assert client.post(page(), TYPED).status_code == 409
    actions.accept(consent.application, by=world.carol)
    assert not pool(world.cohort).students.exists()

    assert sweep(now()) == 1
    assert pool(world.cohort).students.exists()
    assert sweep(now()) == 0


def test_forgetting_a_birthday_does_not_lift_the_need_for_consent(world: World) -> None:
    consent = asked(world)
    type(world.chen.profile).objects.update(born_on=None)

    assert sweep(now()) == 0
    assert Application.objects.get(pk=consent.application_id).consent_needed


def test_guardians_are_reminded_three_times_and_never_twice(world: World) -> None:
    consent = asked(world)
    reminded = []

    for hours in range(0, 24 * 14, 12):
        at = consent.asked_at + timedelta(hours=hours)
        if sweep(at):
            reminded.append(hours // 24)
        assert sweep(at) == 0

    assert reminded == [3, 7, 12]
    letters = Letter.objects.filter(event__name="consent.remind")
    assert {letter.address for letter in letters} == {"weiling@example.org"}
    assert {letter.link for letter in letters} == {Link.objects.get()}


def test_after_a_pause_of_the_worker_only_the_latest_reminder_leaves(world: World) -> None:
    consent = asked(world)

    assert sweep(consent.asked_at + timedelta(days=8)) == 1
    assert sweep(consent.asked_at + timedelta(days=8)) == 0


def test_a_request_expires_after_fourteen_days_and_staff_and_student_hear_of_it(
    world: World, client: Client
) -> None:
    there(world.carol)
    consent = asked(world)

    assert sweep(consent.asked_at + timedelta(days=14)) == 1
    assert sweep(consent.asked_at + timedelta(days=14)) == 0

    told = {who for who, what in world.told() if "consent_expired" in what}
    assert told == {world.chen, world.carol}
    assert "expired" in client.get(page()).content.decode()


def test_a_granted_consent_is_neither_reminded_nor_expired(world: World) -> None:
    consent = asked(world)
    actions.grant(consent, YES)

    assert sweep(consent.asked_at + timedelta(days=20)) == 0
