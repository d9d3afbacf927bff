"""Administrators write, look, test and go back; nobody else sees the pages."""

import uuid
from typing import Any

import pytest
from django.test import Client

from wayfellow.conversations.actions import write
from wayfellow.institutions.models import Institution
from wayfellow.notifications.models import Letter
from wayfellow.people.models import User
from wayfellow.testing.world import World
from wayfellow.wordings import actions
from wayfellow.wordings.kinds import every
from wayfellow.wordings.models import Wording
from wayfellow.wordings.tests.words import WROTE, says

pytestmark = pytest.mark.django_db
INDEX = "/institutions/merlion/words/"
PAGE = f"{INDEX}conversations-message_written/en/"
NOTHING = {"subject": "", "text": "", "action": ""}


def posted(client: Client, do: str = "save", page: str = PAGE, **words: Any) -> Any:
    given = {**NOTHING, "seen": 0, "once": uuid.uuid4(), "do": do, **words}
    return client.post(page, given)


def kept(institution: Institution) -> list[tuple[int, str]]:
    rows = Wording.objects.filter(institution=institution, kind=WROTE)
    return list(rows.order_by("number").values_list("number", "subject"))


def signed_in(client: Client, who: User) -> Client:
    client.force_login(who)
    return client


def test_every_kind_is_listed_with_whom_it_goes_to_and_when(world: World, client: Client) -> None:
    says(world.merlion, subject="Psst")
    says(world.kallang, "pairing/notices/accepted", subject="Not ours")
    signed_in(client, world.ines)

    page = client.get(f"{INDEX}?q=wrote in your work group").content.decode()
    own = client.get(f"{INDEX}?own=own").content.decode()
    timed = client.get(f"{INDEX}?q=waits for your answer").content.decode()

    assert "Mei Lin Tan wrote in your work group" in page
    assert "To the others in the group; at once" in page
    assert "own words: English" in page
    assert own.count("own words: ") == 1
    assert "3 days after, 7 days after: the mentor is asked" in timed


def test_the_list_is_in_pages_and_says_what_to_do_where_nothing_fits(
    world: World, client: Client
) -> None:
    signed_in(client, world.ines)

    assert client.get(INDEX).content.decode().count('<th scope="row">') == 40
    assert client.get(f"{INDEX}?page=2").status_code == 200
    assert "Show all mails" in client.get(f"{INDEX}?q=zzzz").content.decode()


def test_every_kind_has_a_page_in_every_language_and_knows_its_readers(
    world: World, client: Client
) -> None:
    signed_in(client, world.ines)
    unknown = [kind.key for kind in every().values() if str(kind.to) == "whom it concerns"]

    assert unknown == []
    for kind in every().values():
        for language in ("en", "fi", "zh-hans"):
            assert client.get(f"{INDEX}{kind.key}/{language}/").status_code == 200


def test_what_the_built_in_words_are_can_be_kept_as_own_words(world: World, client: Client) -> None:
    """Every text from which people start is one that they may keep."""
    signed_in(client, world.ines)
    for kind in every().values():
        if kind.may_be_worded:
            page = f"{INDEX}{kind.key}/fi/"
            begun = client.get(f"{page}?built-in").context["form"].initial
            answer = posted(client, page=page, **{**begun, "seen": 0})
            assert answer.status_code == 302, (kind.key, begun)


@pytest.mark.parametrize("name", ["carol", "leo", "ada", "otto", "pat"])
def test_who_does_not_keep_the_institution_changes_nothing(
    world: World, client: Client, name: str
) -> None:
    signed_in(client, getattr(world, name))

    assert client.get(INDEX).status_code in {403, 404}
    assert posted(client, subject="x").status_code in {403, 404}
    assert client.post(f"{PAGE}versions/0/restore/", {"seen": 0}).status_code in {403, 404}
    assert Wording.objects.count() == 0


def test_another_institution_s_words_are_not_there(world: World, client: Client) -> None:
    says(world.kallang, subject="Secret of Kallang")
    signed_in(client, world.ines)

    assert client.get(PAGE.replace("merlion", "kallang")).status_code == 404
    assert posted(client, page=PAGE.replace("merlion", "kallang")).status_code == 404
    assert client.post(f"{PAGE}versions/1/restore/", {"seen": 0}).status_code == 404
    for page in (INDEX, PAGE, f"{PAGE}versions/"):
        assert "Secret" not in client.get(page).content.decode()


def test_what_is_kept_is_said_from_then_on_and_what_was_sent_stays(
    world: World, client: Client
) -> None:
    group = world.group()
    write(group, "Before.", by=world.ada)
    signed_in(client, world.ines)

    answer = posted(client, subject="Psst: {who}")
    write(group, "After.", by=world.ada)

    assert answer.status_code == 302
    assert kept(world.merlion) == [(1, "Psst: {who}")]
    subjects = Letter.objects.filter(to=world.ben).order_by("pk").values_list("subject", flat=True)
    assert list(subjects) == ["Ada Tan wrote in your work group", "Psst: Ada Tan"]


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("subject", "{mentor}"),
        ("text", "{who.password}"),
        ("text", "{0}"),
        ("text", "{who!r:>{width}}"),
        ("text", "{% load x %}"),
        ("action", "{"),
        ("text", "}"),
    ],
)
def test_what_stands_for_nothing_is_named_at_its_field_and_nothing_is_lost(
    world: World, client: Client, field: str, typed: str
) -> None:
    signed_in(client, world.ines)

    answer = posted(client, **{"text": "Kept so far", field: f"a {typed} b"})

    assert answer.status_code == 422
    form = answer.context["form"]
    assert list(form.errors) == [field]
    assert "{who}, {reader}, {institution}, {built_in}" in form.errors[field][0]
    assert form[field].value() == f"a {typed} b"
    assert Wording.objects.count() == 0


def test_a_subject_is_one_line_of_at_most_two_hundred_characters(
    world: World, client: Client
) -> None:
    signed_in(client, world.ines)

    assert posted(client, subject="a\nBcc: b@example.org").context["form"].errors["subject"]
    assert posted(client, subject="a" * 201).context["form"].errors["subject"]
    assert posted(client, subject="a" * 200).status_code == 302


def test_the_second_of_two_editors_sees_both_texts_and_loses_nothing(
    world: World, client: Client
) -> None:
    signed_in(client, world.ines)
    posted(client, subject="Theirs")

    answer = posted(client, subject="Mine")
    page = answer.content.decode()
    again = posted(client, **answer.context["form"].initial)

    assert answer.status_code == 409
    assert "Theirs" in page
    assert "Mine" in page
    assert again.status_code == 302
    assert kept(world.merlion) == [(1, "Theirs"), (2, "Mine")]


def test_pressing_twice_keeps_one_version(world: World, client: Client) -> None:
    signed_in(client, world.ines)

    answers = [posted(client, subject="Psst").status_code for _ in range(2)]

    assert answers == [302, 302]
    assert kept(world.merlion) == [(1, "Psst")]


@pytest.mark.parametrize("seen", [0, 7])
def test_who_has_not_seen_the_newest_version_does_not_save(world: World, seen: int) -> None:
    says(world.merlion, subject="First")

    with pytest.raises(actions.Stale):
        actions.save(
            world.merlion, WROTE, "en", {**NOTHING, "subject": "x"}, seen=seen, by=world.ines
        )
    assert kept(world.merlion) == [(1, "First")]


def test_versions_show_what_changed_and_any_can_be_said_again(world: World, client: Client) -> None:
    signed_in(client, world.ines)
    posted(client, subject="One thing")
    posted(client, subject="Another thing", seen=1)
    posted(client, seen=2)

    page = client.get(f"{PAGE}versions/").content.decode()
    answer = client.post(f"{PAGE}versions/1/restore/", {"seen": 3})
    stale = client.post(f"{PAGE}versions/2/restore/", {"seen": 3})
    back = client.post(f"{PAGE}versions/0/restore/", {"seen": 4})

    assert "Another" in page
    assert "Back to the built-in words." in page
    assert "Ines Admin" in page
    assert [answer.status_code, stale.status_code, back.status_code] == [302, 409, 302]
    assert kept(world.merlion) == [
        (1, "One thing"),
        (2, "Another thing"),
        (3, ""),
        (4, "One thing"),
        (5, ""),
    ]


def test_a_version_says_whether_a_mail_says_it(world: World, client: Client) -> None:
    group = world.group()
    signed_in(client, world.ines)
    posted(client, subject="One thing")
    unsaid = client.get(f"{PAGE}versions/").content.decode()
    write(group, "Hello.", by=world.ada)

    assert "in mails" not in unsaid
    assert "in mails" in client.get(f"{PAGE}versions/").content.decode()


def test_a_preview_says_what_is_typed_with_names_that_are_examples(
    world: World, client: Client
) -> None:
    world.group()
    signed_in(client, world.ines)

    answer = posted(
        client, "preview", subject="Psst: {who}", text="Hello {reader} of {institution}"
    )
    page = answer.content.decode()

    assert answer.status_code == 200
    assert "Psst: Mei Lin Tan" in page
    assert "Hello Ines Admin of Merlion Polytechnic" in page
    assert "Ada Tan" not in page
    assert answer.context["form"].initial | answer.context["form"].data
    assert Wording.objects.count() == 0
    assert Letter.objects.count() == 0


def test_the_mail_with_its_look_is_escaped_and_has_no_script(world: World, client: Client) -> None:
    signed_in(client, world.ines)

    answer = posted(client, page=f"{PAGE}mail/", text='<script>x</script> <b a="{who}">')

    assert answer.status_code == 200
    assert b"&lt;script&gt;x&lt;/script&gt;" in answer.content
    assert b"<script" not in answer.content
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_what_is_left_out_is_said_and_may_be_kept(world: World, client: Client) -> None:
    signed_in(client, world.ines)

    warned = posted(client, "preview", subject="Somebody wrote").content.decode()

    assert "<code>{who}</code>" in warned.partition("Left out")[2][:400]
    assert posted(client, subject="Somebody wrote").status_code == 302


def test_a_test_goes_to_oneself_only_and_once_for_one_press(world: World, client: Client) -> None:
    world.group()
    signed_in(client, world.ines)
    once = uuid.uuid4()
    page = PAGE.replace("/en/", "/fi/")

    draft = {"subject": "Psst: {who}", "text": "Draft"}

    posted(client, "test", page=page, once=once, **draft)
    answer = posted(client, "test", page=page, once=once, **draft)

    letters = list(Letter.objects.values_list("address", "subject", "text", "language", "url"))
    assert letters == [("ines@example.com", "[Test] Psst: Mei Lin Tan", "Draft", "fi", page)]
    assert answer.context["form"].initial["text"] == "Draft"
    assert answer.context["form"].initial["once"] != once
    assert Wording.objects.count() == 0


def test_many_tests_are_refused_and_the_draft_stays(world: World, client: Client) -> None:
    signed_in(client, world.ines)
    answers = [posted(client, "test", subject="Draft") for _ in range(actions.TESTS + 1)]

    assert [answer.status_code for answer in answers] == [200] * actions.TESTS + [429]
    assert answers[-1].context["form"]["subject"].value() == "Draft"
    assert Letter.objects.count() == actions.TESTS


@pytest.mark.parametrize("key", ["safeguarding-receipt", "people-secured"])
def test_words_about_safety_and_accounts_are_shown_and_cannot_be_changed(
    world: World, client: Client, key: str
) -> None:
    signed_in(client, world.ines)
    page = f"{INDEX}{key}/en/"

    shown = client.get(page).content.decode()

    assert "These words are always built in" in shown
    assert "Keep these words" not in shown
    assert posted(client, page=page, subject="x").status_code == 404


def test_words_that_cannot_be_used_are_marked(world: World, client: Client) -> None:
    says(world.merlion, subject="{gone}")
    signed_in(client, world.ines)

    assert "own words not usable: English" in client.get(f"{INDEX}?own=own").content.decode()
    assert "These words cannot be used" in client.get(PAGE).content.decode()
