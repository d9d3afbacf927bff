"""Companies: asking, taking part, promising, putting mentors forward, withdrawing."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from wayfellow.access.doors import may
from wayfellow.access.refusals import Refused
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Membership
from wayfellow.partners import actions, queries
from wayfellow.partners.lifecycle import NominationState, PartnerState
from wayfellow.partners.models import Nomination, Partner
from wayfellow.programmes import actions as programmes
from wayfellow.testing.world import World

ENQUIRY = {
    "company": "Acme Robotics",
    "name": "Ann Lee",
    "email": "ann@acme.example",
    "message": "We would like to offer two mentors.",
}


@pytest.fixture
def live(world: World) -> str:
    page = programmes.draft_page(world.programme, "Words.", "", by=None)
    programmes.show_page(page, by=world.carol)
    return "/partners/join/first-steps/"


def test_a_company_asks_from_the_public_page_and_the_coordinators_are_told(
    world: World, client: Client, live: str
) -> None:
    assert world.carol.pk
    answer = client.post(live, ENQUIRY)
    assert answer.status_code == 302
    assert "Your message is with" in client.get(answer["Location"]).content.decode()
    partner = Partner.objects.get(name="Acme Robotics")
    assert (partner.state, partner.asked_from) == (PartnerState.PROSPECT, "ann@acme.example")
    assert (world.carol, "partners/notices/enquiry") in world.told()
    letters = [address for address, _subject in world.mailed()]
    assert "ann@acme.example" not in letters, "a stranger can make us write to nobody"


def test_a_company_that_is_known_gets_no_second_record(
    world: World, client: Client, live: str
) -> None:
    assert world.harbour.pk
    client.post(live, {**ENQUIRY, "company": "harbour  works"})
    partner = Partner.objects.get()
    assert partner.asked == ENQUIRY["message"]
    assert partner.state == PartnerState.ACTIVE


def test_asking_again_and_again_is_stopped(client: Client, live: str) -> None:
    answers = [client.post(live, {**ENQUIRY, "company": f"C{n}"}).status_code for n in range(6)]
    assert answers == [302] * 5 + [429]


def test_an_unfinished_enquiry_keeps_what_was_typed(client: Client, live: str) -> None:
    answer = client.post(live, {**ENQUIRY, "email": "not an address"})
    assert answer.status_code == 422
    assert ENQUIRY["message"] in answer.content.decode()
    assert not Partner.objects.exists()


def test_one_name_is_one_company_in_a_programme(world: World) -> None:
    assert world.harbour.pk
    with pytest.raises(Refused):
        actions.add(world.programme, {"name": "HARBOUR WORKS"}, by=world.carol)


def test_a_withdrawal_is_in_writing_and_both_sides_are_told(world: World) -> None:
    assert world.carol.pk
    with pytest.raises(Refused):
        actions.withdraw(world.harbour, letter="  ", by=world.pat)
    actions.withdraw(world.harbour, letter="We move abroad.", by=world.pat)
    assert Partner.objects.get().withdrawal == "We move abroad."
    told = {who for who, notice in world.told() if notice == "partners/notices/withdrawn"}
    assert told == {world.carol, world.pat}
    assert not any("abroad" in subject for _address, subject in world.mailed())


def test_a_company_can_come_back(world: World) -> None:
    actions.withdraw(world.harbour, letter="Bye", by=world.carol)
    actions.activate(world.harbour, by=world.carol)
    stored = Partner.objects.get()
    assert (stored.state, stored.withdrawal) == (PartnerState.ACTIVE, "")


def test_hours_for_a_term_are_pledged_once_and_can_be_changed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "DELIVERED", [])
    actions.pledge(world.harbour, world.term, 4, by=world.pat)
    actions.pledge(world.harbour, world.term, 6, by=world.pat)
    assert queries.pledged(world.harbour) == 6
    (row,) = queries.hours_by_term(world.harbour)
    assert (row.term, row.pledged, row.delivered) == (world.term, 6, None)


def test_a_term_with_pledges_cannot_be_removed(world: World) -> None:
    actions.pledge(world.harbour, world.term, 4, by=world.pat)
    with pytest.raises(Refused):
        programmes.remove_term(world.term, by=world.carol)
    assert queries.pledged(world.harbour) == 4


def test_delivered_hours_come_from_higher_rooms(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "DELIVERED", [lambda _partner: {world.term.pk: 2.5}])
    (row,) = queries.hours_by_term(world.harbour)
    assert (row.pledged, row.delivered) == (0, 2.5)


def test_a_nominated_mentor_is_asked_by_mail_to_join(world: World) -> None:
    nomination = actions.nominate(
        world.harbour, name="Nora", email="Nora@Example.com", job_title="Engineer", by=world.pat
    )
    assert world.mailed() == [("nora@example.com", "Harbour Works put you forward as a mentor")]
    assert queries.nomination_of(world.programme, "NORA@example.com") == nomination
    with pytest.raises(Refused):
        actions.nominate(world.harbour, name="N", email="nora@example.com", by=world.carol)


def test_the_company_hears_when_its_mentor_applies(world: World) -> None:
    assert world.pat.pk
    nomination = actions.nominate(world.harbour, name="Nora", email="n@x.example", by=world.carol)
    actions.apply(nomination, by=None)
    assert (world.pat, "partners/notices/applied") in world.told()
    assert Nomination.objects.get().state == NominationState.APPLIED
    assert queries.nomination_of(world.programme, "n@x.example") is None


def test_only_an_active_partner_nominates(world: World) -> None:
    prospect = actions.add(world.programme, {"name": "Acme"}, by=world.carol)
    with pytest.raises(Refused):
        actions.nominate(prospect, name="Nora", email="n@x.example", by=world.carol)


def test_a_contact_is_welcomed_by_address_and_sees_only_the_own_company(
    world: World, client: Client
) -> None:
    other = actions.add(world.programme, {"name": "Acme"}, by=world.carol)
    contact = actions.welcome_contact(
        world.harbour, name="Nils", email="nils@harbour.example", by=world.carol
    )
    nils = contact.person
    assert Membership.objects.held_by(nils.pk, Role.PARTNER_CONTACT).exists()
    assert (nils, "partners/notices/contact") in world.told()
    client.force_login(nils)
    own = client.get("/partners/", follow=True)
    assert own.redirect_chain[-1][0] == f"/partners/{world.harbour.pk}/"
    assert "Withdraw in writing" in own.content.decode()
    assert client.get(f"/partners/{other.pk}/").status_code == 404
    assert client.get(f"/partners/programme/{world.programme.pk}/").status_code == 403
    assert client.get(f"/partners/{world.harbour.pk}/edit/").status_code == 403


def test_students_mentors_and_liaison_officers_see_no_company(world: World) -> None:
    for person in (world.ada, world.maya, world.leo, world.otto, world.petra):
        assert not may(person, "partner.view", world.harbour)
    for person in (world.carol, world.cora, world.ines, world.pat):
        assert may(person, "partner.view", world.harbour)


def test_a_memorandum_that_ends_soon_is_marked(world: World, client: Client) -> None:
    soon = date.today() + timedelta(days=30)  # noqa: DTZ011
    actions.edit(world.harbour, {"mou_expires_on": soon}, by=world.carol)
    client.force_login(world.carol)
    html = client.get(f"/partners/programme/{world.programme.pk}/").content.decode()
    assert "expires soon" in html
    actions.edit(world.harbour, {"mou_expires_on": soon - timedelta(days=60)}, by=world.carol)
    html = client.get(f"/partners/{world.harbour.pk}/").content.decode()
    assert "expired" in html


def test_the_list_is_narrowed_by_state_and_words(world: World, client: Client) -> None:
    assert world.harbour.pk
    actions.add(world.programme, {"name": "Acme", "sector": "Robotics"}, by=world.carol)
    client.force_login(world.carol)
    url = f"/partners/programme/{world.programme.pk}/"
    prospects = client.get(url, {"state": "prospect"}).content.decode()
    assert "Acme" in prospects
    assert "Harbour Works" not in prospects
    found = client.get(url, {"q": "robot"}).content.decode()
    assert "1 company" in found
    assert "No company like this" in client.get(url, {"q": "zzz"}).content.decode()


def test_the_list_costs_the_same_with_one_company_and_with_three(
    world: World, client: Client
) -> None:
    client.force_login(world.carol)
    url = f"/partners/programme/{world.programme.pk}/"

    def add(name: str) -> None:
        partner = actions.add(world.programme, {"name": name, "state": "active"}, by=None)
        actions.pledge(partner, world.term, 4, by=None)
        actions.nominate(partner, name=name, email=f"{name}@x.example", by=None)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    add("one")
    before = cost()
    add("two")
    add("three")
    assert cost() == before


def test_forms_on_the_record_lead_to_actions_and_keep_what_was_refused(
    world: World, client: Client
) -> None:
    client.force_login(world.pat)
    url = f"/partners/{world.harbour.pk}"
    client.post(f"{url}/pledge/", {"term": world.term.pk, "hours": "8"})
    client.post(f"{url}/nominations/", {"name": "Nora", "email": "nora@x.example"})
    again = client.post(f"{url}/nominations/", {"name": "Nora B", "email": "Nora@x.example"})
    assert again.status_code == 422
    assert 'value="Nora B"' in again.content.decode()
    assert queries.pledged(world.harbour) == 8
    client.post(f"/partners/nominations/{Nomination.objects.get().pk}/retract/")
    assert Nomination.objects.get().state == NominationState.WITHDRAWN
    assert client.post(f"{url}/activate/").status_code == 403
