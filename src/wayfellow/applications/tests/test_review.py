from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wayfellow.applications import actions
from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application
from wayfellow.applications.queries import Filters, pile, tally
from wayfellow.applications.tests.cast import asked, offer
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Membership
from wayfellow.testing.world import World, person


@pytest.fixture
def carols(client: Client, world: World) -> Client:
    client.force_login(world.carol)
    return client


def url(world: World, name: str = "pile") -> str:
    return reverse(f"applications:{name}", args=[world.cohort.pk])


def student(world: World, name: str, state: State = State.SUBMITTED) -> Application:
    who = person(name)
    Membership.objects.create(institution=world.merlion, person=who, role=Role.STUDENT)
    return world.applies(who, state=state, school="Engineering")


def test_the_pile_holds_its_own_institutions_students_and_everybodys_mentors(
    world: World, carols: Client
) -> None:
    ada = world.applies(world.ada, state=State.SUBMITTED)
    world.applies(world.kim, state=State.SUBMITTED)
    world.applies(world.ben)
    maya = offer(world, world.maya, years=9)
    everything = Filters()

    assert set(pile(world.carol, world.cohort, everything)) == {ada, maya}
    assert list(pile(world.cora, world.cohort, Filters(part="student"))) != [ada]
    assert maya in pile(world.cora, world.cohort, everything)
    assert "Kim Lee" not in carols.get(url(world)).content.decode()


def test_another_institutions_coordinator_finds_no_such_student(
    world: World, client: Client
) -> None:
    ada = world.applies(world.ada, state=State.SUBMITTED)
    maya = offer(world, world.maya, years=9)
    client.force_login(world.cora)

    for name in ("show", "accept", "decline", "note", "charge", "ask_consent"):
        method: Callable[..., object] = client.get if name == "show" else client.post
        answer = method(reverse(f"applications:{name}", args=[ada.pk]))
        assert answer.status_code == 404  # type: ignore[attr-defined]
    assert client.get(reverse("applications:show", args=[maya.pk])).status_code == 200
    assert client.post(reverse("applications:accept", args=[maya.pk])).status_code == 403
    client.post(url(world, "decide"), {"verb": "accept", "chosen": [ada.pk]})
    ada.refresh_from_db()
    assert ada.state == State.SUBMITTED


def test_only_coordinators_open_the_pile(world: World, client: Client) -> None:
    world.applies(world.ada, state=State.SUBMITTED)

    for stranger in (world.leo, world.maya, world.otto, world.ada):
        client.force_login(stranger)
        assert client.get(url(world)).status_code in (403, 404)
    assert Client().get(url(world)).status_code == 302


def test_every_filter_says_how_many_it_holds(world: World) -> None:
    student(world, "Dora Lim")
    student(world, "Eero Salo", State.ACCEPTED)
    asked(world)
    offer(world, world.maya, years=9)

    counted = tally(world.carol, world.cohort, Filters(state="submitted"))

    assert counted.parts == {"student": 2, "mentor": 1}
    assert counted.states == {"submitted": 3, "accepted": 1}
    assert counted.consent_missing == 1
    assert pile(world.carol, world.cohort, Filters(consent="missing")).count() == 1
    assert pile(world.carol, world.cohort, Filters(q="eero")).count() == 1
    assert pile(world.carol, world.cohort, Filters(school="Engineering")).count() == 2


def test_unknown_filters_mean_everything() -> None:
    asked_for = {"part": "pirate", "state": "draft", "consent": "x", "q": " a "}

    assert Filters.read(asked_for) == Filters(q="a")


def test_flags_point_at_what_a_reviewer_should_see(world: World) -> None:
    asked(world)
    offer(world, world.maya, years=2)
    student(world, "Dora Lim")

    flagged = {row.person.name: row for row in pile(world.carol, world.cohort, Filters())}

    assert flagged["Chen Wei"].lacks_consent  # type: ignore[attr-defined]
    assert not flagged["Chen Wei"].lacks_guardian  # type: ignore[attr-defined]
    assert flagged["Maya Mentor"].is_short  # type: ignore[attr-defined]
    assert not flagged["Dora Lim"].has_namesake  # type: ignore[attr-defined]


def test_the_same_name_twice_is_flagged(world: World) -> None:
    student(world, "Dora Lim")
    twin = student(world, "Dorothy Lim")
    type(twin.person).objects.filter(pk=twin.person_id).update(name="DORA LIM")

    rows = pile(world.carol, world.cohort, Filters())

    assert [row.has_namesake for row in rows] == [True, True]  # type: ignore[attr-defined]


def test_many_are_decided_at_once_and_each_stands_by_itself(world: World, carols: Client) -> None:
    dora, eero = student(world, "Dora Lim"), student(world, "Eero Salo", State.DECLINED)
    maya = offer(world, world.maya, years=2)
    chosen = [dora.pk, eero.pk, maya.pk]

    answer = carols.post(url(world, "decide"), {"verb": "accept", "chosen": chosen}, follow=True)

    page = answer.content.decode()
    assert "1 application decided" in page
    assert "Eero Salo: decided already" in page
    assert "less experience" in page
    assert set(Application.objects.accepted()) == {dora}


def test_declining_many_asks_for_a_reason_and_keeps_the_ticks(world: World, carols: Client) -> None:
    dora = student(world, "Dora Lim")

    answer = carols.post(url(world, "decide"), {"verb": "decline", "chosen": [dora.pk]})
    assert answer.status_code == 422
    assert "checked" in answer.content.decode()

    carols.post(
        url(world, "decide"), {"verb": "decline", "chosen": [dora.pk], "reason": "No place left"}
    )
    dora.refresh_from_db()
    assert (dora.state, dora.reason) == (State.DECLINED, "No place left")


def test_the_second_reviewer_is_told_that_it_was_decided(world: World, carols: Client) -> None:
    dora = student(world, "Dora Lim")
    accept = reverse("applications:accept", args=[dora.pk])
    assert carols.post(accept).status_code == 302

    assert carols.post(accept).status_code == 409


def test_a_decision_leads_on_to_the_next_one(world: World, carols: Client) -> None:
    dora, eero = student(world, "Dora Lim"), student(world, "Eero Salo")
    query = "?state=submitted"
    show = reverse("applications:show", args=[dora.pk])
    page = carols.get(show + query).content.decode()
    assert f'name="next" value="{eero.pk}"' in page

    accept = reverse("applications:accept", args=[dora.pk])
    answer = carols.post(accept + query, {"next": eero.pk})

    assert answer.headers["Location"] == reverse("applications:show", args=[eero.pk]) + query


def test_a_refused_decision_keeps_what_was_typed(world: World, carols: Client) -> None:
    maya = offer(world, world.maya, years=2)
    accept = reverse("applications:accept", args=[maya.pk])

    answer = carols.post(accept, {"reason": "Welcome aboard"})

    assert answer.status_code == 422
    assert "Welcome aboard" in answer.content.decode()


def test_a_reviewers_note_is_hidden_from_the_applicant(world: World, client: Client) -> None:
    dora = student(world, "Dora Lim")
    actions.note(dora, "Ask about the second year", by=world.carol)

    for reader, seen in ((world.carol, True), (dora.person, False)):
        client.force_login(reader)
        page = client.get(reverse("applications:show", args=[dora.pk])).content.decode()
        assert ("second year" in page) is seen


def test_the_pile_costs_the_same_with_one_row_and_with_three(world: World, carols: Client) -> None:
    student(world, "Dora Lim")
    one = _queries(carols, url(world))
    student(world, "Eero Salo")
    offer(world, world.maya, years=2)
    asked(world)
    three = _queries(carols, url(world))

    assert one == three
    assert three < 20


def test_my_applications_cost_the_same_with_one_and_with_two(world: World, client: Client) -> None:
    world.applies(world.ada)
    client.force_login(world.ada)
    one = _queries(client, reverse("applications:mine"))
    world.offers(world.ada)

    assert _queries(client, reverse("applications:mine")) == one


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)
