from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from wayfellow.access.links import token_of
from wayfellow.access.models import Link
from wayfellow.access.refusals import Invalid, Refused
from wayfellow.applications import actions
from wayfellow.applications.lifecycle import ConsentState, State
from wayfellow.applications.models import Consent
from wayfellow.applications.queries import pool
from wayfellow.applications.tests.cast import YES, asked, born, there, token
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Membership
from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.notifications.models import Letter
from wayfellow.programmes.models import Document, DocumentVersion
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


def test_the_guardian_agrees_without_an_account(world: World, client: Client) -> None:
    consent = asked(world)
    actions.accept(consent.application, by=world.carol)
    assert not pool(world.cohort, world.merlion).students.exists()
    url = page()

    shown = client.get(url).content.decode()
    assert "Chen Wei" in shown
    assert "checked" not in shown
    answered = client.post(url, TYPED, follow=True)

    consent.refresh_from_db()
    assert (consent.state, consent.visits, consent.photographs) == ("granted", True, False)
    assert (consent.signature, consent.answered_at is not None) == ("Wei Ling", True)
    assert list(pool(world.cohort, world.merlion).students) == [consent.application]
    assert "You have agreed" in answered.content.decode()


def test_looking_at_the_page_changes_nothing(world: World, client: Client) -> None:
    consent = asked(world)
    happened = world.happened()

    for _again in range(3):
        assert client.get(page()).status_code == 200
        assert client.head(page()).status_code == 200

    consent.refresh_from_db()
    assert (consent.state, world.happened()) == (ConsentState.REQUESTED, happened)
    assert Link.objects.get().used_at is None


def test_a_double_click_counts_once(world: World, client: Client) -> None:
    asked(world)
    url = page()

    answers = [client.post(url, TYPED).status_code, client.post(url, TYPED).status_code]

    assert answers == [302, 302]
    assert world.happened().count("consent.grant") == 1


def test_two_answers_at_the_same_moment_do_not_both_hold(world: World) -> None:
    consent = asked(world)
    other_window = Consent.objects.get(pk=consent.pk)
    actions.grant(consent, YES)

    with pytest.raises(IllegalStep):
        actions.refuse(other_window)

    assert Consent.objects.get(pk=consent.pk).state == ConsentState.GRANTED


def test_a_wrong_token_is_no_page(world: World, client: Client) -> None:
    asked(world)
    good = token("consent")

    join = Link.objects.create(purpose="join", address="x@example.org", expires_at=now())
    for wrong in ("nonsense", good[:-2] + "xx", token_of(join)):
        answer = client.get(reverse("links:consent", args=[wrong]))
        assert answer.status_code == 404
        assert b"Chen" not in answer.content


def test_one_childs_token_answers_for_that_child_only(world: World, client: Client) -> None:
    first = asked(world)
    sibling = world.ben
    born(sibling, date.today() - timedelta(days=16 * 366))  # noqa: DTZ011
    url = page()
    second = asked(world, sibling)

    client.post(url, {**TYPED, "consent": second.pk, "application": second.application_id})

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("granted", "requested")


def test_no_is_an_answer_too(world: World, client: Client) -> None:
    there(world.leo)
    consent = asked(world)
    actions.accept(consent.application, by=world.carol)

    client.post(page(), {"what": "answer", "takes_part": "no", "signature": "Wei Ling"})

    consent.refresh_from_db()
    assert consent.state == ConsentState.REFUSED
    told = {who for who, what in world.told() if "consent_refused" in what}
    assert told == {world.chen, world.leo, world.carol}


def test_an_incomplete_answer_keeps_what_was_typed(world: World, client: Client) -> None:
    consent = asked(world)

    answer = client.post(page(), {**TYPED, "emergency_contact": "", "photographs": ""})

    assert answer.status_code == 422
    assert 'value="Wei Ling"' in answer.content.decode()
    consent.refresh_from_db()
    assert consent.state == ConsentState.REQUESTED


@pytest.mark.parametrize("signature", ["", "  ", "chen wei"])
def test_the_signature_is_the_guardians_own(world: World, signature: str) -> None:
    consent = asked(world)

    with pytest.raises(Invalid) as refused:
        actions.grant(consent, YES | {"signature": signature})

    assert refused.value.field == "signature"


def test_the_text_that_was_read_is_kept(world: World, client: Client) -> None:
    document = Document.objects.create(
        programme=world.programme, kind=Document.Kind.CONSENT, title="Consent"
    )
    first = DocumentVersion.objects.create(document=document, number=1, body="First words")
    consent = asked(world)
    assert "First words" in client.get(page()).content.decode()
    second = DocumentVersion.objects.create(document=document, number=2, body="New words")

    with pytest.raises(Refused):
        actions.grant(consent, YES | {"text": first.pk})
    client.post(page(), {**TYPED, "text": str(second.pk)})
    DocumentVersion.objects.create(document=document, number=3, body="Newer words")

    consent.refresh_from_db()
    assert consent.text == second


def test_taking_it_back_holds_at_once(world: World, client: Client) -> None:
    there(world.leo)
    consent = asked(world)
    actions.accept(consent.application, by=world.carol)
    client.post(page(), TYPED)
    long_lived = page()

    assert "Take my consent back" in client.get(long_lived).content.decode()
    client.post(long_lived, {"what": "revoke"})

    consent.refresh_from_db()
    assert consent.state == ConsentState.REVOKED
    assert consent.signature == "Wei Ling"
    assert not pool(world.cohort, world.merlion).students.exists()
    told = {who for who, what in world.told() if "consent_revoked" in what}
    assert told == {world.chen, world.leo, world.carol}
    letters = Letter.objects.filter(event__name="consent.revoke")
    assert letters.filter(address="weiling@example.org").exists()


def test_the_receipts_link_outlives_the_first_one(world: World, client: Client) -> None:
    consent = asked(world)
    actions.grant(consent, YES)
    first, receipt = Link.objects.order_by("created_at")

    assert (receipt.expires_at - first.expires_at).days > 300


def test_an_expired_link_asks_the_staff_for_a_new_one_once(world: World, client: Client) -> None:
    there(world.carol)
    consent = asked(world)
    url = page()
    Link.objects.update(expires_at=now() - timedelta(minutes=1))

    assert "expired" in client.get(url).content.decode()
    assert client.post(url, TYPED).status_code == 302
    for _again in range(2):
        client.post(url, {"what": "ask anew"})

    consent.refresh_from_db()
    assert consent.state == ConsentState.REQUESTED
    assert world.happened().count("consent.ask_anew") == 1
    assert (world.carol, "applications/notices/consent_wanted") in world.told()


def test_asking_again_at_a_corrected_address_closes_the_old_link(
    world: World, client: Client
) -> None:
    consent = asked(world)
    old = page()
    client.force_login(world.carol)
    ask = reverse("applications:ask_consent", args=[consent.application_id])

    client.post(ask, {"guardian_name": "Wei Ling", "email": "new@example.org"})

    assert Client().get(old).status_code == 404
    assert Client().get(page()).status_code == 200
    states = list(Consent.objects.order_by("pk").values_list("state", "email"))
    assert states == [("replaced", "weiling@example.org"), ("requested", "new@example.org")]


def test_a_guardian_is_not_asked_twice_at_once(world: World) -> None:
    consent = asked(world)

    with pytest.raises(Refused):
        actions.ask_consent(consent.application, by=world.carol)

    assert Consent.objects.count() == Letter.objects.filter(event__name="consent.ask").count() == 1


def test_the_coordinator_cannot_ask_at_the_students_address(world: World, client: Client) -> None:
    consent = asked(world)
    client.force_login(world.carol)
    ask = reverse("applications:ask_consent", args=[consent.application_id])

    answer = client.post(ask, {"guardian_name": "Wei", "email": "Chen+2@example.com"})

    assert answer.status_code == 422
    consent.refresh_from_db()
    assert consent.state == ConsentState.REQUESTED


def test_a_decided_or_withdrawn_application_takes_no_answer(world: World, client: Client) -> None:
    consent = asked(world)
    url = page()
    actions.withdraw(consent.application, by=world.chen)

    assert client.post(url, TYPED).status_code == 404
    consent.refresh_from_db()
    assert consent.state == ConsentState.CANCELLED


def test_a_mentor_and_another_institution_see_nothing_of_the_guardian(
    world: World, client: Client
) -> None:
    consent = asked(world)
    Membership.objects.get_or_create(person=world.maya, institution=world.merlion, role=Role.MENTOR)
    world.offers(world.maya)

    for stranger in (world.maya, world.cora, world.ines, world.pat, world.petra, world.lena):
        client.force_login(stranger)
        show = reverse("applications:show", args=[consent.application_id])
        assert client.get(show).status_code == 404
        revoke = reverse("applications:revoke_consent", args=[consent.pk])
        assert client.post(revoke).status_code == 404


def test_the_liaison_officer_reads_but_does_not_decide(world: World, client: Client) -> None:
    consent = asked(world)
    there(world.leo)
    actions.accept(consent.application, by=world.carol)
    actions.grant(consent, YES)
    client.force_login(world.leo)
    pk = consent.application_id

    page = client.get(reverse("applications:show", args=[pk])).content.decode()
    assert "555 0100" in page
    assert "Note for reviewers" not in page
    assert client.post(reverse("applications:note", args=[pk])).status_code == 403
    assert consent.application.state == State.ACCEPTED
