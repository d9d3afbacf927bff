"""What keepers of the outbox and owners of an address see and decide."""

from typing import Any

import pytest
from django.test import Client

from wayfellow.notifications import actions
from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.models import Letter, Undeliverable
from wayfellow.testing.world import World

pytestmark = pytest.mark.django_db
OUTBOX = "/inbox/outbox/"
REFUSED = "address refused: 550 5.1.1 No such box"


def letter(name: str, state: LetterState, **fields: Any) -> Letter:
    values = {"address": f"{name}@example.com", "subject": "x", "text": "x"} | fields
    return Letter.objects.create(key=name, state=state, **values)


def test_each_part_of_the_outbox_shows_its_own_and_the_count(world: World, client: Client) -> None:
    for state in ("failed", "parked", "held", "waiting"):
        letter(f"{state}-one", LetterState(state), reason="because")
    letter("sent-one", LetterState.SENT)
    client.force_login(world.petra)

    everything = client.get(OUTBOX).content.decode()
    for state in ("failed", "parked", "held", "waiting"):
        page = client.get(f"{OUTBOX}?part={state}").content.decode()
        assert f"{state}-one@" in everything
        assert [f"{other}-one@" in page for other in ("failed", "parked", "held", "waiting")] == [
            other == state for other in ("failed", "parked", "held", "waiting")
        ]
    assert "sent-one@" not in everything


def test_a_parked_letter_is_sent_again_or_set_aside_by_hand(world: World, client: Client) -> None:
    again, aside = (letter(name, LetterState.PARKED) for name in ("again", "aside"))
    client.force_login(world.petra)
    page = client.get(f"{OUTBOX}?part=parked").content.decode()
    assert again.message_id.strip("<>") in page

    assert client.post(f"{OUTBOX}{again.pk}/release/").status_code == 302
    assert client.post(f"{OUTBOX}{aside.pk}/set-aside/").status_code == 302

    for row, state in ((again, LetterState.WAITING), (aside, LetterState.DROPPED)):
        row.refresh_from_db()
        assert row.state == state
    assert aside.reason == actions.SET_ASIDE
    assert world.happened() == ["letter.release", "letter.set_aside"]
    # What was decided is not decided again by a second press.
    assert client.post(f"{OUTBOX}{aside.pk}/release/").status_code == 409


def test_all_that_was_given_up_is_sent_again_with_one_press(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "AT_ONCE", 2)
    for number in range(5):
        letter(f"failed-{number}", LetterState.FAILED, attempts=8)
    parked = letter("parked", LetterState.PARKED)
    client.force_login(world.petra)
    assert "Send all 5 mails again" in client.get(f"{OUTBOX}?part=failed").content.decode()

    assert client.post(f"{OUTBOX}retry/").status_code == 302

    assert Letter.objects.filter(state=LetterState.WAITING).count() == 5
    parked.refresh_from_db()
    assert parked.state == LetterState.PARKED


def test_the_outbox_s_verbs_are_for_its_keepers(world: World, client: Client) -> None:
    row = letter("parked", LetterState.PARKED)
    client.force_login(world.ada)

    for path in (f"{row.pk}/release/", f"{row.pk}/set-aside/", f"{row.pk}/retry/", "retry/"):
        assert client.post(f"{OUTBOX}{path}").status_code == 404


def test_who_cannot_be_reached_reads_it_on_every_page_and_says_that_it_works(
    world: World, client: Client
) -> None:
    refused = Undeliverable.objects.create(address=world.ada.email, reason=REFUSED)
    rows = [letter(name, LetterState.HELD, address=world.ada.email) for name in "ab"]
    other = letter("c", LetterState.HELD, address=world.ben.email)
    Undeliverable.objects.create(address=world.ben.email, reason=REFUSED)
    client.force_login(world.ada)
    page = client.get("/inbox/").content.decode()
    assert ("does not arrive" in page, "No such box" in page) == (True, True)

    answer = client.post(f"/inbox/addresses/{refused.pk}/try-again/", {"next": "/inbox/"})

    assert answer.headers["Location"] == "/inbox/"
    assert "does not arrive" not in client.get("/inbox/").content.decode()
    states = Letter.objects.filter(pk__in=[row.pk for row in [*rows, other]]).order_by("pk")
    assert list(states.values_list("state", flat=True)) == ["waiting", "waiting", "held"]
    assert world.happened() == ["undeliverable.try_again"]


def test_an_address_is_released_by_its_owner_or_its_keepers_only(
    world: World, client: Client
) -> None:
    refused = Undeliverable.objects.create(address=world.ada.email, reason=REFUSED)
    path = f"/inbox/addresses/{refused.pk}/try-again/"
    for stranger in (world.ben, world.carol, world.kim):
        client.force_login(stranger)
        assert client.post(path).status_code == 404
        assert "does not arrive" not in client.get("/inbox/").content.decode()

    client.force_login(world.ines)
    assert client.post(path).status_code == 302
