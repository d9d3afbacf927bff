"""What a person asks about their own data reaches every institution that keeps it, once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now

from wayfellow.access.doors import may, reach
from wayfellow.access.refusals import Invalid, Refused
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Membership
from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.notifications.models import Letter
from wayfellow.people.models import User
from wayfellow.privacy import actions
from wayfellow.privacy.lifecycle import Kind, RequestState
from wayfellow.privacy.models import DataRequest
from wayfellow.privacy.schedules import sweep
from wayfellow.testing.world import World, person

WORDS = "Please correct my student number."


def asked(world: World, kind: Kind = Kind.CORRECTION, by: User | None = None) -> DataRequest:
    return actions.ask(kind, WORDS, by=by or world.ada)[0]


def keeper_of_kallang(world: World) -> User:
    kaia = person("Kaia Keeper")
    Membership.objects.create(institution=world.kallang, person=kaia, role=Role.INSTITUTION_ADMIN)
    return kaia


def told(template: str) -> set[str]:
    notice = f"privacy/notices/{template}"
    return set(Letter.objects.filter(notice=notice).values_list("address", flat=True))


def test_the_person_gets_a_receipt_and_the_keepers_are_told_at_once(world: World) -> None:
    world.ines, world.carol, world.petra  # noqa: B018 - they sign up
    request = asked(world)

    assert request.due_on == localdate() + timedelta(days=30)
    assert told("receipt") == {"ada@example.com"}
    assert told("asked") == {"ines@example.com"}
    assert not any(WORDS in letter.text for letter in Letter.objects.all())


def test_one_open_request_of_each_kind(world: World) -> None:
    request = asked(world)
    with pytest.raises(Refused, match="already"):
        asked(world)
    asked(world, Kind.COPY)
    assert DataRequest.objects.count() == 2

    actions.fulfil(request, "Corrected.", by=world.ines)
    asked(world)
    assert DataRequest.objects.count() == 3


def test_a_person_of_two_institutions_asks_both_and_each_answers_its_own(world: World) -> None:
    kaia = keeper_of_kallang(world)
    Membership.objects.create(institution=world.kallang, person=world.ada, role=Role.STUDENT)
    here, there = sorted(
        actions.ask(Kind.ERASURE, "", by=world.ada),
        key=lambda row: row.institution != world.merlion,
    )

    assert list(reach(world.ines, "datarequest.answer")) == [here]
    assert list(reach(kaia, "datarequest.answer")) == [there]
    actions.refuse(there, "You are still in a group.", by=kaia)
    here.refresh_from_db()
    assert here.state == RequestState.OPEN
    assert told("answered") == {"ada@example.com"}


def test_who_belongs_nowhere_is_answered_by_the_platform(world: World) -> None:
    world.petra  # noqa: B018 - she signs up
    request = asked(world, by=world.otto)

    assert request.institution is None
    assert told("asked") == {"petra@example.com"}
    assert list(reach(world.petra, "datarequest.answer")) == [request]
    with pytest.raises(Refused):
        asked(world, by=world.otto)
    sweep(now() + timedelta(days=21))
    assert told("still_open") == {"petra@example.com"}


def test_nobody_decides_about_their_own_request(world: World) -> None:
    request = asked(world, by=world.ines)

    assert not may(world.ines, "datarequest.answer", request)
    assert may(world.ines, "datarequest.view", request)
    assert may(world.petra, "datarequest.answer", request)
    second = person("Sam Second")
    Membership.objects.create(institution=world.merlion, person=second, role=Role.INSTITUTION_ADMIN)
    assert may(second, "datarequest.answer", request)
    assert not may(world.petra, "datarequest.answer", request)


def test_the_keepers_hear_once_more_on_the_twentieth_day_if_it_is_open(world: World) -> None:
    world.ines  # noqa: B018 - she signs up
    request, done = asked(world), asked(world, Kind.COPY)
    actions.fulfil(done, "You can download it.", by=world.ines)

    sweep(request.at + timedelta(days=19))
    assert told("still_open") == set()
    for hours in (12, 13, 48):
        sweep(request.at + timedelta(days=20, hours=hours))

    assert Letter.objects.filter(notice="privacy/notices/still_open").count() == 1
    assert told("still_open") == {"ines@example.com"}


def test_an_answer_has_words_and_is_given_once(world: World) -> None:
    request = asked(world)
    with pytest.raises(Invalid):
        actions.fulfil(request, "  ", by=world.ines)
    elsewhere = DataRequest.objects.get(pk=request.pk)
    actions.refuse(request, "It is right as it is.", by=world.ines)

    with pytest.raises(IllegalStep):
        actions.fulfil(elsewhere, "Corrected.", by=world.ines)
    assert DataRequest.objects.get().answer == "It is right as it is."


def test_the_pages_ask_answer_and_show_the_answer(world: World, client: Client) -> None:
    world.ines  # noqa: B018 - she signs up
    client.force_login(world.ada)
    assert "You have asked nothing" in client.get("/me/data/").content.decode()
    wrong = client.post("/me/data/ask/", {"text": WORDS})
    assert wrong.status_code == 422
    assert WORDS in wrong.content.decode()
    sent = {"kind": "correction", "text": WORDS}
    assert client.post("/me/data/ask/", sent)["Location"] == "/me/data/"
    again = client.post("/me/data/ask/", sent)
    assert again.status_code == 409
    assert WORDS in again.content.decode()
    url = reverse("privacy:request", args=[DataRequest.objects.get().pk])
    assert "Take my request back" in client.get(url).content.decode()

    client.force_login(world.ines)
    pile = client.get("/data-requests/").content.decode()
    assert url in pile
    assert WORDS not in pile
    assert WORDS in client.get(url).content.decode()
    assert "datarequest.read" in world.happened()
    empty = client.post(f"{url}fulfil/", {"answer": ""})
    assert empty.status_code == 422
    assert client.post(f"{url}fulfil/", {"answer": "It is 42 now."})["Location"] == url
    assert client.post(f"{url}refuse/", {"answer": "No."}).status_code == 409

    client.force_login(world.ada)
    assert "It is 42 now." in client.get(url).content.decode()


def test_others_find_nothing_and_the_person_does_not_answer(world: World, client: Client) -> None:
    world.ines  # noqa: B018 - she signs up
    kaia = keeper_of_kallang(world)
    url = reverse("privacy:request", args=[asked(world).pk])

    for stranger in (world.ben, world.carol, kaia, world.petra):
        client.force_login(stranger)
        assert client.get(url).status_code == 404
        assert client.post(f"{url}fulfil/", {"answer": "No."}).status_code == 404
    client.force_login(world.ada)
    assert client.post(f"{url}fulfil/", {"answer": "Yes."}).status_code == 403
    assert client.post(f"{url}take-back/").status_code == 302
    assert told("taken_back") == {"ines@example.com"}


def test_the_list_is_narrowed_ordered_and_costs_the_same_for_many(
    world: World, client: Client
) -> None:
    world.ines  # noqa: B018 - she signs up
    first = asked(world)
    client.force_login(world.ines)
    client.get("/data-requests/")
    with CaptureQueriesContext(connection) as one:
        client.get("/data-requests/")
    late = asked(world, by=world.ben)
    DataRequest.objects.filter(pk=late.pk).update(due_on=localdate() - timedelta(days=1))
    done = asked(world, Kind.COPY)
    actions.fulfil(done, "Take it on your page.", by=world.ines)
    with CaptureQueriesContext(connection) as many:
        page = client.get("/data-requests/").content.decode()
    assert len(one) == len(many)

    order = [page.index(f"/data-requests/{row.pk}/") for row in (late, first, done)]
    assert order == sorted(order)
    for show, rows in (("late", {late}), ("open", {first, late}), ("answered", {done})):
        shown = client.get(f"/data-requests/?show={show}").context["page"]
        assert set(shown) == rows
