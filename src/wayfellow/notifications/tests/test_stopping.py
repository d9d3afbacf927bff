"""The address in a mail stops such mail for its reader: at once, alone, and by no accident."""

import re
import string
from email import message_from_bytes, policy

import pytest
from django.test import Client
from django.utils.timezone import now

from wayfellow.conversations.actions import write
from wayfellow.notifications.categories import SWITCHABLE, Category, Channel, Period
from wayfellow.notifications.compose import compose
from wayfellow.notifications.digest import gather
from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.models import Letter
from wayfellow.notifications.outbox import Words, post
from wayfellow.notifications.preferences import UNWANTED, channels, choose
from wayfellow.notifications.stopping import Stop, read, url_of
from wayfellow.notifications.tests.test_digest import LATER, digests, kept
from wayfellow.people.models import User
from wayfellow.safeguarding.actions import raise_concern
from wayfellow.testing.world import World

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def address(letter: Letter) -> str:
    """The path in the header, as a mail program reads it."""
    raw = compose(letter).message().as_bytes()
    mail = message_from_bytes(raw, policy=policy.default)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = re.fullmatch(r"<https?://[^/]+(/l/stop-mail/[\w-]+/)>", mail["List-Unsubscribe"])
    assert found is not None
    return found[1]


def written(world: World) -> Letter:
    write(world.group(), "Hello.", by=world.ada)
    return Letter.objects.get(to=world.ben)


def wish(who: User, category: Category = Category.MESSAGES) -> Channel:
    return channels(who)[category]


@pytest.fixture
def strict() -> Client:
    """A mail program: no cookie, no page before, and the site's own guard switched on."""
    return Client(enforce_csrf_checks=True)


def test_a_post_without_a_cookie_stops_and_drops_what_is_queued(
    world: World, strict: Client
) -> None:
    letter = written(world)

    assert strict.post(address(letter), ONE_CLICK).status_code == 200

    letter.refresh_from_db()
    assert wish(world.ben) == Channel.NONE
    assert (letter.state, letter.reason) == (LetterState.DROPPED, UNWANTED)
    assert (wish(world.ben, Category.MEETINGS), wish(world.maya)) == (Channel.NOW, Channel.NOW)
    # Once more is no mistake.
    assert strict.post(address(letter), ONE_CLICK).status_code == 200
    assert not strict.cookies.get("session")


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_shows_a_page_and_changes_nothing(
    world: World, strict: Client, method: str
) -> None:
    letter = written(world)

    answer = getattr(strict, method)(address(letter))

    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert wish(world.ben) == Channel.NOW
    letter.refresh_from_db()
    assert letter.state == LetterState.WAITING
    if method == "get":
        page = answer.content.decode()
        assert "Stop these mails?" in page
        assert "Messages" in page


def test_the_page_s_own_form_stops_too(world: World, client: Client) -> None:
    path = address(written(world))
    client.get(path)

    page = client.post(path).content.decode()

    assert "From now on you get no mail about" in page
    assert wish(world.ben) == Channel.NONE


def test_the_address_of_one_never_touches_another(world: World, strict: Client) -> None:
    written(world)
    mine, theirs = (address(Letter.objects.get(to=who)) for who in (world.ben, world.maya))
    assert mine != theirs

    token, other = (path.split("/")[3] for path in (mine, theirs))
    forged = [
        other[:22] + token[22:],
        *(token[:-1] + last for last in string.ascii_letters if last != token[-1]),
        f"{token}=",
        token[:20],
        "x",
        "%00",
    ]
    for each in forged:
        assert strict.post(f"/l/stop-mail/{each}/", ONE_CLICK).status_code in (400, 404)
    assert strict.post(mine, ONE_CLICK).status_code == 200

    assert (wish(world.ben), wish(world.maya)) == (Channel.NONE, Channel.NOW)


def test_mail_about_safety_and_signing_in_has_no_such_address(world: World) -> None:
    post("test", Words(subject="Sign in", text="x"), to=world.ben)
    values = {"severity": "serious", "category": "other", "text": "x"}
    raise_concern(world.programme, values, institution=world.merlion, by=world.ben)

    for letter in Letter.objects.all():
        mail = compose(letter).message()
        assert "List-Unsubscribe" not in mail
        assert "stop-mail" not in mail.as_string()
    assert Letter.objects.count() >= 2


def test_a_digest_stops_all_that_is_collected_for_such_digests(
    world: World, strict: Client
) -> None:
    weekly = {Category.MEETINGS: Channel.WEEKLY, Category.GROUP: Channel.WEEKLY}
    choose(world.ben, weekly | {Category.WRITING: Channel.DAILY})
    kept(world.ben, Period.WEEKLY, category=Category.MEETINGS)
    gather(now() + LATER)

    strict.post(address(digests(world.ben)[0]), ONE_CLICK)

    assert {wish(world.ben, category) for category in weekly} == {Channel.NONE}
    assert wish(world.ben, Category.WRITING) == Channel.DAILY
    assert wish(world.ben) == Channel.NOW


def test_a_storm_s_digest_stops_what_it_is_about(world: World, strict: Client) -> None:
    kept(world.ben, Period.HOURLY)
    gather(now())

    strict.post(address(digests(world.ben)[0]), ONE_CLICK)

    assert wish(world.ben) == Channel.NONE
    assert wish(world.ben, Category.MEETINGS) == Channel.NOW


def test_a_long_address_stays_one_word_in_the_header(world: World, settings: object) -> None:
    settings.BASE_URL = f"https://{'a' * 60}.{'b' * 60}.example"  # type: ignore[attr-defined]

    raw = compose(written(world)).message().as_bytes()

    (line,) = re.findall(rb"(?m)^List-Unsubscribe: (.*?)\r?$", raw)
    assert re.fullmatch(rb"<https://a{60}\.b{60}\.example/l/stop-mail/[\w-]+/>", line)


def test_who_has_no_account_any_more_is_told_nothing_else(world: World, strict: Client) -> None:
    path = address(written(world))
    User.objects.filter(pk=world.ben.pk).update(is_active=False)

    assert strict.get(path).status_code == 200
    assert strict.post(path, ONE_CLICK).status_code == 200
    assert wish(world.ben) == Channel.NOW


@pytest.mark.parametrize("periods", [(), (Period.DAILY,), (Period.WEEKLY, Period.DAILY)])
def test_an_address_says_who_and_what(periods: tuple[Period, ...]) -> None:
    for category in SWITCHABLE:
        stop = Stop(2**40 + 7, (category,), periods)
        found = read(url_of(stop).rstrip("/").rpartition("/")[2])
        assert found is not None
        assert (found.reader, found.categories) == (stop.reader, stop.categories)
        assert set(found.periods) == set(periods)
