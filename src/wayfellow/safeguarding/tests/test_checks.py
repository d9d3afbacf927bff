"""What mentors have shown is recorded by their coordinators, and both are told before it ends."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from wayfellow.access.refusals import Refused
from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application
from wayfellow.notifications.models import Letter
from wayfellow.safeguarding import checking, schedules
from wayfellow.safeguarding.models import Check
from wayfellow.testing.world import World, at

ENDS = date(2027, 9, 1)
GOOD = {"kind": "background", "done_on": date(2026, 9, 1), "expires_on": ENDS, "note": "B 12"}


def mentor(world: World) -> Application:
    return world.offers(world.maya)


def told(world: World) -> list[tuple[str, str]]:
    rows = Letter.objects.filter(notice__startswith="safeguarding/notices/check_ends")
    return sorted(rows.values_list("address", "subject"))


def sweep(*days_before: int) -> None:
    for days in days_before:
        moment = at(ENDS.year, ENDS.month, ENDS.day, 4) - timedelta(days=days)
        with time_machine.travel(moment):
            schedules.sweep(moment)


def test_the_page_records_keeps_what_was_typed_and_takes_a_second_press(
    world: World, client: Client
) -> None:
    row = mentor(world)
    url = reverse("safeguarding:checks", args=[row.pk])
    client.force_login(world.carol)
    assert "Nothing is recorded yet" in client.get(url).content.decode()
    typed = {
        "kind": "background",
        "done_on": "2026-09-01",
        "expires_on": "2026-08-01",
        "note": "Q7",
    }
    wrong = client.post(url, typed)
    assert wrong.status_code == 422
    assert "It ends before it was done." in wrong.content.decode()
    assert "Q7" in wrong.content.decode()

    good = typed | {"expires_on": "2027-09-01"}
    assert client.post(url, good).status_code == 302
    again = client.post(url, good)

    assert again.status_code == 422
    assert "recorded already" in again.content.decode()
    assert Check.objects.get().expires_on == ENDS
    assert "Q7" in client.get(url).content.decode()
    client.post(reverse("safeguarding:remove_check", args=[Check.objects.get().pk]))
    assert not Check.objects.exists()


def test_only_coordinators_of_the_mentors_institution_see_it(world: World, client: Client) -> None:
    row = mentor(world)
    check = checking.keep(row, GOOD, by=world.carol)
    for stranger in (world.maya, world.ada, world.leo, world.cora):
        client.force_login(stranger)
        assert client.get(reverse("safeguarding:checks", args=[row.pk])).status_code in (403, 404)
        gone = client.post(reverse("safeguarding:remove_check", args=[check.pk]))
        assert gone.status_code in (403, 404)
    student = world.applies(world.ada, state=State.ACCEPTED)
    client.force_login(world.carol)
    assert client.get(reverse("safeguarding:checks", args=[student.pk])).status_code == 403


def test_mentor_and_coordinators_are_told_sixty_and_fourteen_days_before(world: World) -> None:
    checking.keep(mentor(world), GOOD, by=world.carol)

    sweep(61, 60, 59, 14, 13, 1, -1)

    assert [address for address, _subject in told(world)] == [
        *["carol@example.com"] * 2,
        *["maya@example.com"] * 2,
    ]
    assert not any("B 12" in letter.text for letter in Letter.objects.all())


def test_who_has_shown_a_newer_one_or_left_hears_nothing(world: World) -> None:
    row = mentor(world)
    checking.keep(row, GOOD, by=world.carol)
    checking.keep(row, GOOD | {"done_on": date(2027, 6, 1), "expires_on": None}, by=world.carol)
    sweep(60)
    assert told(world) == []

    other = world.offers(world.milo)
    checking.keep(other, GOOD, by=world.carol)
    Application.objects.filter(pk=other.pk).update(state=State.WITHDRAWN)
    sweep(14)
    assert told(world) == []


def test_the_same_check_of_a_day_is_recorded_once(world: World) -> None:
    row = mentor(world)
    checking.keep(row, GOOD, by=world.carol)

    with pytest.raises(Refused, match="recorded already"):
        checking.keep(row, GOOD, by=world.carol)
