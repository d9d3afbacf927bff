"""Writing a message: what is kept, what is said at its field, and what is tried."""

import pytest
from django.test import Client
from django.urls import reverse

from wayfellow.mailings.models import Mailing
from wayfellow.mailings.tests.forms import PARTY, typed
from wayfellow.mailings.tests.senders import begun, sent, tick, written
from wayfellow.mailings.wording import Wording
from wayfellow.notifications.models import Letter
from wayfellow.testing.world import World


def test_what_is_typed_is_kept_by_itself(draft: Mailing, client: Client) -> None:
    page = client.get(reverse("mailings:write", args=[draft.pk]))
    form = typed(page, subject="Half a", language="en")
    address = reverse("mailings:autosave", args=[draft.pk])
    assert client.post(address, form).status_code == 204
    # The same window goes on, though it has an old count.
    assert client.post(address, {**form, "subject": "Half a word"}).status_code == 204
    draft.refresh_from_db()
    assert draft.wording().subject == "Half a word"


def test_two_windows_see_both_texts_and_lose_none(draft: Mailing, client: Client) -> None:
    address = reverse("mailings:write", args=[draft.pk])
    one, two = (typed(client.get(address), language="en") for _window in range(2))
    client.post(address, {**one, "subject": "From the first window"})
    answer = client.post(address, {**two, "subject": "From the second"})

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "From the first window" in page
    assert "From the second" in page
    draft.refresh_from_db()
    assert draft.wording().subject == "From the first window"
    again = typed(answer, language="en", subject="From the second")
    assert client.post(address, again).status_code == 302


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("subject", "Hello {mentor.password}", "{mentor.password} stands for nothing"),
        ("text", "{0} and {", "{0}, { stands for nothing"),
        ("path", "https://evil.example/", "There is no such page here"),
        ("path", "//evil.example/", "There is no such page here"),
        ("path", "/l/sign-in/abc/", "There is no such page here"),
        ("path", "/no/such/page/", "There is no such page here"),
        ("per_minute", "301", "At most 300"),
        ("text", "x" * 10_001, "10000"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_stays_in_the_form(
    draft: Mailing, client: Client, name: str, value: str, said: str
) -> None:
    address = reverse("mailings:write", args=[draft.pk])
    form = typed(client.get(address), language="en", **{name: value})
    answer = client.post(address, form)

    assert answer.status_code == 422
    page = answer.context["form"]
    assert said in " ".join(page.errors[name])
    assert page[name].value() == value


def test_a_text_in_each_language_goes_to_those_who_speak_it(
    cohort: World, draft: Mailing, client: Client
) -> None:
    cohort.ben.language = "fi"
    cohort.ben.save()
    written(draft, PARTY, language="en")
    address = f"{reverse('mailings:write', args=[draft.pk])}?language=fi"
    form = typed(client.get(address), subject="Avajaiset", text="Hei {name}")
    lacking = client.post(address, {**form, "preview": "yes"})
    assert lacking.status_code == 422
    assert "question" in lacking.context["form"].errors
    whole = typed(
        lacking,
        subject="Avajaiset",
        text="Hei {name}",
        question="Tuletko?",
        option_1="Kyllä",
        option_2="En",
        preview="yes",
    )
    assert client.post(address, whole).status_code == 302
    draft.refresh_from_db()
    sent(draft)
    tick()

    found = {letter.to: letter for letter in Letter.objects.select_related("to")}
    assert found[cohort.ben].text == "Hei Ben Virtanen\n\nTuletko?"
    assert [label for *_link, label in found[cohort.ben].answers] == ["Kyllä", "En"]
    assert found[cohort.ada].text == "Dear Ada Tan\n\nWill you come?"
    assert found[cohort.ada].language == "en"


def test_the_preview_shows_one_persons_mail_and_stops_nobodys(
    cohort: World, draft: Mailing, client: Client
) -> None:
    written(draft, Wording(subject="Hi <b>{name}</b>", text="For {name} <script>"))
    address = reverse("mailings:preview", args=[draft.pk])
    page = client.get(f"{address}?person={cohort.ben.pk}").content.decode()
    assert "Hi &lt;b&gt;Ben Virtanen" in page
    assert "Ada Tan" not in page
    assert client.get(f"{address}?person={cohort.kim.pk}").status_code == 404

    mail = client.get(f"{reverse('mailings:mail', args=[draft.pk])}?person={cohort.ben.pk}")
    assert "For Ben Virtanen &lt;script&gt;" in mail.content.decode()
    assert "script-src" not in mail.headers["Content-Security-Policy"]
    assert "default-src 'none'" in mail.headers["Content-Security-Policy"]
    # Whoever looks at it stops nobody's mail by it.
    assert "/l/stop" not in mail.content.decode()


def test_a_test_goes_to_the_writer_alone(draft: Mailing, client: Client) -> None:
    written(draft, PARTY)
    client.post(reverse("mailings:test", args=[draft.pk]))

    letter = Letter.objects.get()
    assert (letter.address, letter.subject) == ("carol@example.com", "[Test] Kick-off")
    assert "[ Yes ]" in letter.text
    address = reverse("mailings:test", args=[draft.pk])
    assert [client.post(address).status_code for _more in range(21)] == [302] * 19 + [429] * 2
    assert Letter.objects.count() == 20


def test_the_pages_are_there_when_there_is_nothing_yet(world: World, client: Client) -> None:
    client.force_login(world.carol)
    assert "No message yet" in client.get(reverse("mailings:index")).content.decode()
    draft = begun(world.carol, "applications", world.cohort, world.merlion)
    for name in ("write", "audience", "preview", "send"):
        assert client.get(reverse(f"mailings:{name}", args=[draft.pk])).status_code == 200
    assert client.post(reverse("mailings:discard", args=[draft.pk])).status_code == 302
    assert "No message yet" in client.get(reverse("mailings:index")).content.decode()
