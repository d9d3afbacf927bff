from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from wayfellow.access.doors import may
from wayfellow.access.refusals import Invalid
from wayfellow.events.models import Event
from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.notifications.models import Letter
from wayfellow.programmes.models import Office
from wayfellow.safeguarding import actions, queries, schedules
from wayfellow.safeguarding.lifecycle import ConcernState
from wayfellow.safeguarding.models import Concern
from wayfellow.testing.world import World

SECRET = "Our mentor wants to meet one of us alone in the evening."


def raised(world: World, severity: str = "serious") -> Concern:
    group = world.group()
    return actions.raise_concern(
        world.programme,
        {"severity": severity, "text": SECRET},
        institution=world.merlion,
        group=group,
        by=world.ada,
    )


def test_the_raiser_gets_a_receipt_and_the_coordinators_hear_without_a_word_of_it(
    world: World,
) -> None:
    for name in ("carol", "cora", "ines", "lena"):
        getattr(world, name)

    raised(world)

    assert world.told() == {
        (world.ada, "safeguarding/notices/receipt"),
        (world.carol, "safeguarding/notices/raised"),
    }
    assert world.mailed() == [
        ("ada@example.com", "We have your concern"),
        ("carol@example.com", "A serious concern was raised"),
    ]
    assert not Letter.objects.filter(text__contains="alone").exists()


def test_nobody_but_the_raiser_and_the_institutions_coordinators_sees_it(world: World) -> None:
    concern = raised(world)
    cast = ("carol", "cora", "ines", "leo", "lena", "petra", "ada", "ben", "maya", "pat", "otto")

    seeing = {name for name in cast if may(getattr(world, name), "concern.view", concern)}

    assert seeing == {"carol", "ada"}
    assert not may(world.ada, "concern.take_up", concern)


def test_where_there_is_no_coordinator_the_institutions_administrators_handle_it(
    world: World,
) -> None:
    world.ines.name = "Ines"
    concern = raised(world)

    assert may(world.ines, "concern.take_up", concern)
    assert (world.ines, "safeguarding/notices/raised") in world.told()

    world.office("Cai Late", Office.Role.COORDINATOR, world.merlion)
    assert not may(world.ines, "concern.view", concern)


def test_each_reading_by_a_handler_is_recorded_and_the_raisers_own_is_not(
    world: World, client: Client
) -> None:
    concern = raised(world)
    url = reverse("safeguarding:concern", args=[concern.pk])

    for reader in (world.ada, world.carol, world.carol):
        client.force_login(reader)
        assert SECRET in client.get(url).content.decode()

    readings = Event.objects.filter(name="concern.read")
    assert [event.by for event in readings] == [world.carol, world.carol]


def test_the_pile_says_what_waits_but_not_what_was_written(world: World, client: Client) -> None:
    raised(world)
    client.force_login(world.carol)

    page = client.get(reverse("safeguarding:pile")).content.decode()

    assert "serious" in page
    assert SECRET not in page
    assert Event.objects.filter(name="concern.read").count() == 0


def test_the_gravest_open_concern_comes_first_and_filters_narrow(world: World) -> None:
    def concern(severity: str, state: str = ConcernState.RAISED) -> Concern:
        return Concern.objects.create(
            programme=world.programme,
            institution=world.merlion,
            raised_by=world.ada,
            severity=severity,
            text="x",
            state=state,
        )

    closed = concern("immediate", ConcernState.RESOLVED)
    low, immediate, serious = concern("low"), concern("immediate"), concern("serious")

    assert list(queries.to_handle(world.carol)) == [immediate, serious, low, closed]
    assert list(queries.to_handle(world.carol, state="open", severity="low")) == [low]
    assert list(queries.to_handle(world.carol, state="resolved")) == [closed]
    assert list(queries.to_handle(world.cora)) == []


def test_it_is_taken_up_and_resolved_and_the_raiser_reads_what_was_done(
    world: World, client: Client
) -> None:
    concern = raised(world)
    client.force_login(world.carol)

    client.post(reverse("safeguarding:take_up", args=[concern.pk]))
    empty = client.post(reverse("safeguarding:resolve", args=[concern.pk]), {"outcome": " "})
    client.post(
        reverse("safeguarding:resolve", args=[concern.pk]), {"outcome": "Spoke with the mentor."}
    )

    concern.refresh_from_db()
    assert empty.status_code == 422
    assert (concern.state, concern.handler) == (ConcernState.RESOLVED, world.carol)
    assert (world.ada, "safeguarding/notices/taken_up") in world.told()
    client.force_login(world.ada)
    shown = client.get(reverse("safeguarding:concern", args=[concern.pk])).content.decode()
    assert "Spoke with the mentor." in shown


def test_a_concern_that_is_passed_to_an_authority_is_not_resolved_as_well(world: World) -> None:
    concern = raised(world)
    actions.refer(concern, "Told the police.", by=world.carol)

    with pytest.raises(IllegalStep):
        actions.resolve(concern, "Settled.", by=world.carol)
    with pytest.raises(Invalid):
        actions.raise_concern(
            world.programme, {"text": "  "}, institution=world.merlion, by=world.ada
        )


def test_coordinators_are_reminded_once_when_nobody_touched_it_for_a_day(world: World) -> None:
    _ = world.carol
    concern = raised(world)
    taken = raised_again = actions.raise_concern(
        world.programme, {"text": "Another"}, institution=world.merlion, by=world.ben
    )
    actions.take_up(taken, by=world.carol)

    assert schedules.sweep(now() + timedelta(hours=23)) == 0
    assert schedules.sweep(now() + timedelta(hours=25)) == 1
    assert schedules.sweep(now() + timedelta(hours=49)) == 0
    event = Event.objects.get(name="concern.escalate")
    assert (event.subject, event.data) == (concern, {"hours": 25})
    assert (world.carol, "safeguarding/notices/untouched") in world.told()
    assert raised_again.escalated_at is None


@pytest.mark.parametrize("name", ["ada", "maya", "leo", "carol", "ines", "pat"])
def test_everybody_with_a_place_in_a_programme_can_raise_one(
    world: World, client: Client, name: str
) -> None:
    group = world.group()
    client.force_login(getattr(world, name))
    url = reverse("safeguarding:raise") + f"?group={group.pk}"
    place = client.get(url).context["form"].fields["place"].choices[0][0]
    data = {"place": place, "severity": "low", "text": SECRET, "page": "/groups/1/"}

    assert client.post(url, data).status_code == 302

    concern = Concern.objects.get()
    assert (concern.raised_by, concern.institution, concern.page) == (
        getattr(world, name),
        world.merlion,
        "/groups/1/",
    )
    assert (concern.group == group) == (name != "pat")


def test_an_outsider_is_told_whom_to_ask_and_a_strangers_group_is_not_offered(
    world: World, client: Client
) -> None:
    group = world.group()
    client.force_login(world.otto)
    assert "no place in a programme" in client.get(reverse("safeguarding:raise")).content.decode()

    world.applies(world.kim, state="submitted")  # type: ignore[arg-type]
    assert [place.institution for place in queries.places(world.kim, group.pk)] == [world.kallang]


def test_a_concern_is_kept_as_typed_when_something_is_missing_and_strange_pages_are_dropped(
    world: World, client: Client
) -> None:
    world.group()
    client.force_login(world.ada)
    url = reverse("safeguarding:raise")

    wrong = client.post(url, {"severity": "low", "text": SECRET})
    assert wrong.status_code == 422
    assert SECRET in wrong.content.decode()

    place = queries.places(world.ada)[0].key
    data = {"place": place, "severity": "low", "text": "x", "page": "//evil.example/"}
    client.post(url, data)
    assert Concern.objects.get().page == ""


def test_somebody_in_danger_is_shown_the_institutions_emergency_number(
    world: World, client: Client
) -> None:
    world.merlion.emergency_number = "6555 0199"
    world.merlion.save()
    concern = raised(world, "immediate")
    client.force_login(world.ada)

    for url in (
        reverse("safeguarding:raise"),
        reverse("safeguarding:concern", args=[concern.pk]),
    ):
        assert "6555 0199" in client.get(url).content.decode()


@pytest.mark.parametrize("name", ["pile", "mine", "raise"])
def test_lists_cost_the_same_with_one_and_with_three(
    world: World, client: Client, name: str
) -> None:
    raised(world)
    who = world.ada if name == "mine" else world.carol
    client.force_login(who)
    url = reverse(f"safeguarding:{name}")
    client.get(url)

    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(url)
    for _ in range(2):
        actions.raise_concern(
            world.programme, {"text": "More"}, institution=world.merlion, by=world.ada
        )
    with CaptureQueriesContext(connection) as three:
        client.get(url)

    assert len(one) == len(three)
