"""Who has no account stops what need not come, for one address and one matter, and undoes it."""

import re
from email import message_from_bytes, policy

import pytest
from django.conf import settings
from django.test import Client

from wayfellow.applications.tests.cast import asked
from wayfellow.institutions.actions import invite
from wayfellow.institutions.lifecycle import Role
from wayfellow.notifications.categories import ALWAYS_MAILED, SWITCHABLE
from wayfellow.notifications.compose import compose
from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.models import Letter, Unwanted
from wayfellow.notifications.notice import NOTICES, Correspondent, no_correspondents
from wayfellow.notifications.outbox import Words, post, send_due
from wayfellow.notifications.outsiders import (
    StopOutside,
    category_of,
    digest_of,
    is_unwanted,
    read,
    stop,
    url_of,
)
from wayfellow.notifications.preferences import UNWANTED
from wayfellow.partners import actions as partners
from wayfellow.people.models import User
from wayfellow.testing.world import World

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
NEW = "nils@example.com"


@pytest.fixture
def strict() -> Client:
    """A mail program: no cookie, no page before, and the site's own guard switched on."""
    return Client(enforce_csrf_checks=True)


def header(letter: Letter) -> str:
    """The path by which a mail program stops such mail; nothing where there is none."""
    mail = message_from_bytes(compose(letter).message().as_bytes(), policy=policy.default)
    if mail["List-Unsubscribe"] is None:
        return ""
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = re.fullmatch(r"<https?://[^/]+(/l/stop-letters/[\w-]+/)>", mail["List-Unsubscribe"])
    assert found is not None
    return found[1]


def invited(world: World, email: str = NEW) -> Letter:
    invite(world.merlion, email=email, name="Nils", role=Role.MENTOR, by=world.ines)
    return Letter.objects.filter(address=email).latest("pk")


def nominated(world: World) -> Letter:
    partners.nominate(world.harbour, name="Nils", email=NEW, by=world.pat)
    return Letter.objects.filter(address=NEW).latest("pk")


def after(letter: Letter) -> tuple[str, str]:
    send_due()
    letter.refresh_from_db()
    return letter.state, letter.reason


def test_one_click_stops_it_for_what_is_queued_and_what_comes(world: World, strict: Client) -> None:
    queued = invited(world)
    other = invited(world, "other@example.com")

    assert strict.post(header(queued), ONE_CLICK).status_code == 200
    assert strict.post(header(queued), ONE_CLICK).status_code == 200
    later = nominated(world)

    assert after(queued) == (LetterState.DROPPED, UNWANTED)
    assert after(later) == (LetterState.DROPPED, UNWANTED)
    assert after(other) == (LetterState.SENT, "")
    assert not strict.cookies.get("session")


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(world: World, strict: Client, method: str) -> None:
    letter = invited(world)

    answer = getattr(strict, method)(header(letter))

    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert not Unwanted.objects.exists()
    assert after(letter) == (LetterState.SENT, "")


def test_it_is_undone_on_the_same_page(world: World, client: Client) -> None:
    path = header(invited(world))
    assert "Stop these mails?" in client.get(path).content.decode()
    stopped = client.post(path).content.decode()
    assert "No more of these mails" in stopped
    assert "Invitations to take part" in stopped
    assert 'name="again"' in client.get(path).content.decode()

    back = client.post(path, {"again": "1"}).content.decode()

    assert "These mails come again" in back
    assert after(nominated(world)) == (LetterState.SENT, "")


def test_what_is_kept_does_not_name_anybody(world: World, client: Client) -> None:
    path = header(invited(world))
    client.post(path)

    (row,) = Unwanted.objects.values_list("digest", "category")
    assert re.fullmatch(r"[0-9a-f]{24}", row[0])
    assert "nils" not in path


def test_an_address_is_known_again_however_it_is_written(world: World, client: Client) -> None:
    client.post(header(invited(world)))

    assert is_unwanted(Letter(address=f" {NEW.upper()}", category="joining"))
    assert not is_unwanted(Letter(address=NEW, category="running"))
    assert not is_unwanted(Letter(address=NEW, category="joining", to=world.ada))


def test_one_s_address_never_touches_another_s(world: World, strict: Client) -> None:
    mine, theirs = (header(invited(world, email)) for email in (NEW, "other@example.com"))
    token, other = (path.split("/")[3] for path in (mine, theirs))

    for forged in (other[:22] + token[22:], f"{token}=", token[:20], "x"):
        assert strict.post(f"/l/stop-letters/{forged}/", ONE_CLICK).status_code == 404
    assert strict.post(mine.replace("letters", "mail"), ONE_CLICK).status_code == 404
    assert not Unwanted.objects.exists()


def test_consent_and_what_one_asked_for_oneself_always_come(world: World, strict: Client) -> None:
    consent = asked(world)
    for category in SWITCHABLE:
        stop(StopOutside(digest_of(consent.email), category, "en"))
    nobody = Correspondent(name="", address=consent.email)
    post("sign-in:test", Words(subject="No account with this address", text="x"), to=nobody)

    letters = Letter.objects.filter(address=consent.email, to=None)
    assert letters.count() == 2
    for letter in letters:
        assert header(letter) == ""
        assert after(letter) == (LetterState.SENT, "")


def test_every_mail_to_outsiders_can_be_stopped_or_is_named_here() -> None:
    notices = [each for rows in NOTICES.values() for each in rows]
    outside = [each for each in notices if each.outside is not no_correspondents]

    always = {each.template for each in outside if not category_of(each)}
    assert always == {
        # A guardian answers for a child: consent, and that a mentor's part was ended.
        "applications/notices/consent_asked",
        "applications/notices/consent_reminder",
        "applications/notices/consent_receipt",
        "applications/notices/consent_ended",
        "safeguarding/notices/letter_guardian",
        # Somebody asked for it on the public page a moment ago.
        "applications/notices/join",
    }
    assert {category_of(each) for each in outside} <= {"", *SWITCHABLE}
    assert not {category_of(each) for each in outside} & set(ALWAYS_MAILED)


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_an_address_says_what_about_and_in_which_language(language: str) -> None:
    for category in SWITCHABLE:
        letter = Letter(address=NEW, category=category, language=language)
        found = read(url_of(letter).rstrip("/").rpartition("/")[2])
        assert found is not None
        assert (found.category, found.language) == (category, language)


def test_who_has_an_account_chooses_there_and_is_not_meant(world: World, client: Client) -> None:
    client.post(header(invited(world, world.otto.email)))
    User.objects.filter(pk=world.otto.pk).update(language="fi")
    post("test", Words(subject="x", text="x"), to=world.otto)

    assert after(Letter.objects.get(key="test")) == (LetterState.SENT, "")
