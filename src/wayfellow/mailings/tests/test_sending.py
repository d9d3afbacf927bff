"""The last look, the one sending, and what stops it."""

from typing import Any

from django.test import Client
from django.urls import reverse

from wayfellow.applications.lifecycle import State
from wayfellow.mailings.lifecycle import MailingState
from wayfellow.mailings.models import Custom, Mailing, Recipient
from wayfellow.mailings.tests.forms import PARTY, typed
from wayfellow.mailings.tests.senders import begun, crowd, sent, tick, written
from wayfellow.mailings.wording import Wording
from wayfellow.notifications.models import Letter, Preference, Undeliverable
from wayfellow.notifications.outbox import compose
from wayfellow.people.models import User
from wayfellow.programmes.models import Contact
from wayfellow.testing.world import World


def confirmed(client: Client, draft: Mailing, **values: Any) -> Any:
    address = reverse("mailings:send", args=[draft.pk])
    return client.post(address, typed(client.get(address), **values))


def test_it_is_sent_once_however_often_the_button_is_pressed(
    draft: Mailing, client: Client
) -> None:
    written(draft, PARTY)
    address = reverse("mailings:send", args=[draft.pk])
    form = typed(client.get(address))
    answers = [client.post(address, form) for _click in range(3)]

    progress = reverse("mailings:progress", args=[draft.pk])
    assert [answer.headers["Location"] for answer in answers] == [progress] * 3
    assert Recipient.objects.count() == 2
    page = client.get(progress).content.decode()
    assert "hx-get" in page
    assert "0 of 2 done, 2 to go" in page


def test_a_list_that_has_changed_is_looked_at_once_more(
    cohort: World, draft: Mailing, client: Client
) -> None:
    written(draft)
    address = reverse("mailings:send", args=[draft.pk])
    form = typed(client.get(address))
    cohort.applies(cohort.chen, state=State.SUBMITTED)
    answer = client.post(address, form)

    assert answer.status_code == 422
    assert "The list has changed" in answer.content.decode()
    assert "Send it to 3 people" in answer.content.decode()
    assert not Recipient.objects.exists()
    assert client.post(address, typed(answer)).status_code == 302
    assert Recipient.objects.count() == 3


def test_words_that_have_changed_are_read_once_more(draft: Mailing, client: Client) -> None:
    written(draft)
    address = reverse("mailings:send", args=[draft.pk])
    form = typed(client.get(address))
    written(draft, PARTY)
    assert client.post(address, form).status_code == 422
    assert not Recipient.objects.exists()


def test_a_large_number_is_typed(world: World, client: Client) -> None:
    crowd(world.merlion, 201)
    client.force_login(world.ines)
    draft = written(begun(world.ines, "members", world.merlion, world.merlion, "role=student"))
    for wrong in ("", "200", "all"):
        answer = confirmed(client, draft, number=wrong)
        assert answer.status_code == 422
        assert "number" in answer.context["form"].errors
    assert confirmed(client, draft, number="2 01").status_code == 302
    assert Recipient.objects.count() == 201


def test_the_last_look_says_who_gets_no_mail(cohort: World, draft: Mailing, client: Client) -> None:
    Preference.objects.create(person=cohort.ada, category="news", channel="none")
    Undeliverable.objects.create(address="ben@example.com", reason="550")
    cohort.applies(cohort.chen, state=State.SUBMITTED)
    User.objects.filter(pk=cohort.chen.pk).update(is_active=False)
    written(draft)
    page = " ".join(client.get(reverse("mailings:send", args=[draft.pk])).content.decode().split())
    assert "1 person wants no such mail" in page
    assert "1 address was refused" in page
    assert "1 account is closed" in page
    assert "Send it to 2 people" in page


def test_nothing_incomplete_is_sent(draft: Mailing, client: Client) -> None:
    written(draft, Wording(subject="Only a subject {nobody}"))
    address = reverse("mailings:send", args=[draft.pk])
    page = client.get(address)
    assert "Not complete yet" in page.content.decode()
    form = {"seen": page.context["found"].digest, "version": draft.version}
    answer = client.post(address, form)
    assert answer.status_code == 422
    assert not Recipient.objects.exists()


def test_replies_go_to_the_programme_unless_the_institution_allows_otherwise(
    cohort: World, draft: Mailing, client: Client
) -> None:
    Contact.objects.create(programme=cohort.programme, name="Office", email="office@example.edu")
    address = reverse("mailings:write", args=[draft.pk])
    assert "replies_to_sender" not in client.get(address).context["form"].fields
    written(draft, replies_to_sender=True)
    sent(draft)
    tick()
    mail = compose(Letter.objects.all()[0]).message()
    assert mail["Reply-To"] == "office@example.edu"

    client.force_login(cohort.ines)
    rules = reverse("mailings:custom", args=[cohort.merlion.slug])
    assert rules in client.get(reverse("mailings:index")).content.decode()
    client.post(rules, {"own_addresses": "on"})
    assert Custom.objects.get().own_addresses
    other = begun(cohort.carol, "applications", cohort.cohort, cohort.merlion)
    written(other, replies_to_sender=True)
    sent(other)
    assert other.reply_to == "carol@example.com"
    client.force_login(cohort.carol)
    assert client.get(rules).status_code == 403


def test_pause_go_on_and_stop(draft: Mailing, client: Client) -> None:
    sent(written(draft))
    for verb, state in (
        ("pause", MailingState.PAUSED),
        ("resume", MailingState.SENDING),
        ("cancel", MailingState.CANCELLED),
    ):
        assert client.post(reverse(f"mailings:{verb}", args=[draft.pk])).status_code == 302
        draft.refresh_from_db()
        assert draft.state == state
    assert client.post(reverse("mailings:resume", args=[draft.pk])).status_code == 409
    assert "left out" in client.get(reverse("mailings:people", args=[draft.pk])).content.decode()
