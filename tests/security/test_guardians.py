"""A guardian's link answers once, in its time, for its own child, and tells nothing else."""

from collections.abc import Mapping

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from wayfellow.access.links import token_of
from wayfellow.access.models import Link
from wayfellow.applications.lifecycle import ConsentState
from wayfellow.applications.models import Consent
from wayfellow.applications.tests.cast import asked, token
from wayfellow.testing.world import World

pytestmark = pytest.mark.django_db

YES = {
    "what": "answer",
    "takes_part": "yes",
    "visits": "yes",
    "direct_contact": "yes",
    "photographs": "yes",
    "emergency_contact": "Wei Ling, 555 0100",
    "signature": "Wei Ling",
}
NO = {"what": "answer", "takes_part": "no", "signature": "Somebody Else"}
CHILD, GUARDIAN = b"Chen", b"Wei Ling"


def _address() -> str:
    return reverse("links:consent", args=[token("consent")])


def _kept(consent: Consent) -> Mapping[str, object]:
    return Consent.objects.filter(pk=consent.pk).values().get()


def test_a_used_link_shows_the_answer_and_takes_no_other(world: World, client: Client) -> None:
    consent, address = asked(world), _address()
    assert client.post(address, YES).status_code == 302
    before, happened = _kept(consent), world.happened()
    assert before["state"] == ConsentState.GRANTED

    for other in (NO, {**YES, "photographs": "no"}, {"what": "ask anew"}, {}):
        assert Client().post(address, other).status_code == 302

    assert (_kept(consent), world.happened()) == (before, happened)


def test_a_consent_taken_back_is_not_given_again_by_the_old_link(
    world: World, client: Client
) -> None:
    consent, address = asked(world), _address()
    client.post(address, YES)
    client.post(address, {"what": "revoke"})
    before = _kept(consent)
    assert before["state"] == ConsentState.REVOKED

    for _again in range(2):
        client.post(address, YES)

    assert _kept(consent) == before


@pytest.mark.parametrize("answered", [False, True])
def test_an_expired_link_takes_no_answer_and_names_nobody(
    world: World, client: Client, *, answered: bool
) -> None:
    consent, address = asked(world), _address()
    if answered:
        client.post(address, YES)
    Link.objects.update(expires_at=now())
    before = _kept(consent)

    for sent in (YES, NO, {"what": "revoke"}):
        client.post(address, sent)
    page = client.get(address).content

    assert _kept(consent) == before
    assert (CHILD in page, GUARDIAN in page) == (False, False)


def test_a_link_that_was_replaced_is_no_page_any_more(world: World, client: Client) -> None:
    consent, first = asked(world), _address()
    client.force_login(world.carol)
    ask = reverse("applications:ask_consent", args=[consent.application_id])
    client.post(ask, {"guardian_name": "Wei Ling", "email": "new@example.org"})
    before = list(Consent.objects.order_by("pk").values())
    assert [row["state"] for row in before] == ["replaced", "requested"]

    answers = [Client().get(first), Client().post(first, YES)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert not any(CHILD in answer.content for answer in answers)
    assert list(Consent.objects.order_by("pk").values()) == before


def test_a_strangers_link_opens_no_consent(world: World, client: Client) -> None:
    consent = asked(world)
    before = _kept(consent)
    own = token("consent")
    link = Link.objects.get(purpose="consent")
    foreign = Link.objects.create(
        purpose="sign-in", address=consent.email, person=world.otto, expires_at=link.expires_at
    )
    nowhere = Link.objects.create(
        purpose="consent", address=consent.email, expires_at=link.expires_at
    )
    flipped = ("A" if own[0] != "A" else "B") + own[1:]

    for other in (token_of(foreign), token_of(nowhere), flipped, own[:-1], own + "A"):
        for answer in (
            client.get(f"/l/consent/{other}/"),
            client.post(f"/l/consent/{other}/", YES | {"consent": str(consent.pk)}),
        ):
            assert answer.status_code == 404, other
            assert CHILD not in answer.content

    assert _kept(consent) == before
