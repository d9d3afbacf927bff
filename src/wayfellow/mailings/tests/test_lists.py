"""Which lists become messages, to whom, and for whom they do not."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from wayfellow.applications.lifecycle import State
from wayfellow.mailings.models import Mailing
from wayfellow.mailings.tests.senders import begun, sent, tick, written
from wayfellow.notifications.models import Letter
from wayfellow.people.models import User
from wayfellow.programmes.models import Office
from wayfellow.testing.world import World


def begin(
    client: Client, who: User, listing: str, place: int, query: str = "", **posted: Any
) -> Any:
    client.force_login(who)
    path = reverse("mailings:begin", args=[listing, place])
    return client.post(f"{path}?{query}", posted)


def addresses(mailing: Mailing) -> set[str]:
    sent(written(mailing))
    tick()
    return set(Letter.objects.values_list("address", flat=True))


def test_a_list_under_its_filter_becomes_a_draft_to_the_same_people(
    cohort: World, client: Client
) -> None:
    answer = begin(client, cohort.carol, "applications", cohort.cohort.pk, "state=submitted&page=2")
    mailing = Mailing.objects.get()

    assert answer.headers["Location"] == reverse("mailings:write", args=[mailing.pk])
    assert (mailing.by, mailing.institution, mailing.programme) == (
        cohort.carol,
        cohort.merlion,
        cohort.programme,
    )
    page = client.get(answer.headers["Location"]).content.decode()
    assert "<strong>1 person</strong>" in page
    assert "First Steps" in page
    assert addresses(mailing) == {"ada@example.com"}


def test_a_second_click_finds_the_same_empty_draft(cohort: World, client: Client) -> None:
    for _click in range(2):
        begin(client, cohort.carol, "applications", cohort.cohort.pk)
    assert Mailing.objects.count() == 1


def test_only_those_who_were_ticked_get_it(cohort: World, client: Client) -> None:
    pile = {row.person: row.pk for row in cohort.cohort.applications.select_related("person")}
    begin(
        client,
        cohort.carol,
        "applications",
        cohort.cohort.pk,
        ticked="yes",
        # Kim's is another institution's, whatever the browser sends.
        chosen=[pile[cohort.ben], pile[cohort.kim], "x"],
    )
    assert addresses(Mailing.objects.get()) == {"ben@example.com"}


def test_nobody_ticked_is_nobody_and_not_everybody(cohort: World, client: Client) -> None:
    answer = begin(client, cohort.carol, "applications", cohort.cohort.pk, "q=a", ticked="yes")
    assert answer.headers["Location"].endswith("?q=a")
    assert not Mailing.objects.exists()


@pytest.mark.parametrize(
    ("listing", "query", "expected"),
    [
        ("people", "stage=mentors_accepted", {"maya"}),
        ("people", "stage=accepted", {"ada", "ben"}),
        ("groups", "", {"ada", "ben", "maya"}),
        ("groups", "flag=unrecorded", set()),
        ("officers", "", {"leo", "lena"}),
    ],
)
def test_the_lists_of_the_console(
    world: World, client: Client, listing: str, query: str, expected: set[str]
) -> None:
    world.group()
    assert world.lena.email
    begin(client, world.carol, listing, world.cohort.pk, query)
    mailing = Mailing.objects.get()

    assert client.get(reverse("mailings:write", args=[mailing.pk])).status_code == 200
    listed = client.get(reverse("mailings:audience", args=[mailing.pk])).context["page"]
    assert {person.email.partition("@")[0] for person in listed} == expected


def test_of_groups_the_mentors_or_the_students_are_chosen(world: World) -> None:
    world.group()
    draft = begun(world.carol, "groups", world.cohort, world.merlion)
    assert draft.whom == "everybody"
    written(draft, whom="mentors")
    assert addresses(draft) == {"maya@example.com"}


def test_a_liaison_officer_writes_to_the_own_students_only(world: World, client: Client) -> None:
    world.group()
    world.looks_after(world.lena, world.applies(world.chen, state=State.ACCEPTED))
    assert begin(client, world.lena, "caseload", world.leo.pk).status_code == 404
    begin(client, world.leo, "caseload", world.leo.pk)
    assert addresses(Mailing.objects.get()) == {"ada@example.com", "ben@example.com"}


def test_contacts_of_companies(world: World, client: Client) -> None:
    assert world.pat.email
    begin(client, world.carol, "companies", world.programme.pk, "state=active")
    assert addresses(Mailing.objects.get()) == {"pat@example.com"}


@pytest.mark.parametrize("who", ["ada", "maya", "pat", "otto", "leo", "ines"])
def test_nobody_else_begins_a_message_to_applicants(
    cohort: World, client: Client, who: str
) -> None:
    answer = begin(client, getattr(cohort, who), "applications", cohort.cohort.pk)
    assert answer.status_code == 404
    assert not Mailing.objects.exists()


def test_another_institutions_message_is_not_there(cohort: World, client: Client) -> None:
    mailing = sent(written(begun(cohort.carol, "applications", cohort.cohort, cohort.merlion)))
    draft = begun(cohort.carol, "applications", cohort.cohort, cohort.merlion)
    client.force_login(cohort.cora)
    for name in ("progress", "people", "csv", "figures", "cancel"):
        assert client.get(reverse(f"mailings:{name}", args=[mailing.pk])).status_code == 404
    for name in ("pause", "cancel", "resume"):
        assert client.post(reverse(f"mailings:{name}", args=[mailing.pk])).status_code == 404
    for name in ("write", "preview", "mail", "send", "audience"):
        assert client.get(reverse(f"mailings:{name}", args=[draft.pk])).status_code == 404


def test_a_colleague_sees_what_was_sent_and_no_draft(cohort: World, client: Client) -> None:
    colleague = cohort.office("Cleo Colleague", Office.Role.COORDINATOR, cohort.merlion)
    draft = begun(cohort.carol, "applications", cohort.cohort, cohort.merlion)
    client.force_login(colleague)
    assert client.get(reverse("mailings:write", args=[draft.pk])).status_code == 404
    sent(written(draft))
    assert client.get(reverse("mailings:progress", args=[draft.pk])).status_code == 200
    assert client.post(reverse("mailings:pause", args=[draft.pk])).status_code == 302
