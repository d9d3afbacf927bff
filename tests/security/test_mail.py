"""What people write arrives in a mail as what they wrote: no markup, no header, no other address."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from wayfellow.applications.tests.cast import asked
from wayfellow.conversations.actions import write
from wayfellow.mentorships.actions import ask_to_leave, plan_meeting
from wayfellow.mentorships.models import Meeting
from wayfellow.notifications.compose import compose
from wayfellow.notifications.models import Letter
from wayfellow.notifications.notice import Correspondent
from wayfellow.notifications.outbox import Words, post
from wayfellow.people.models import User
from wayfellow.programmes.models import Programme
from wayfellow.safeguarding.actions import raise_concern
from wayfellow.testing.world import World, at

pytestmark = pytest.mark.django_db

MARKUP = """<img src=x onerror=1> & "O'Hara" <b>"""
ESCAPED = "&lt;img src=x onerror=1&gt; &amp; &quot;O&#x27;Hara&quot; &lt;b&gt;"
BREAKS = ["\r\n", "\n", "\r", "\r\n ", "\u2028", "\u0085", "\v"]
INVITED = {
    "starts_at": at(2027, 3, 4, 2),
    "ends_at": at(2027, 3, 4, 3),
    "mode": Meeting.Mode.IN_PERSON,
    "place": MARKUP,
    "agenda": MARKUP,
}


def _much_happens(world: World) -> None:
    """Everybody and everything is called like markup, and mails are written about them."""
    group = world.group()
    assert {world.carol, world.leo}
    User.objects.update(name=MARKUP, preferred_name="")
    Programme.objects.update(name=MARKUP)
    for name in ("ada", "ben", "maya", "chen", "carol"):
        getattr(world, name).refresh_from_db()
    group.refresh_from_db()
    plan_meeting(group, INVITED, by=world.maya)
    write(group, MARKUP, by=world.ada)
    values = {"severity": "serious", "category": "other", "text": MARKUP}
    raise_concern(
        group.cohort.programme, values, institution=world.merlion, group=group, by=world.ada
    )
    asked(world)
    ask_to_leave(group, {"reason": "circumstances", "note": MARKUP}, by=world.ben)


def _mails() -> Iterator[tuple[Letter, EmailMessage]]:
    for letter in Letter.objects.order_by("pk"):
        yield letter, _read(letter)


def _read(letter: Letter) -> EmailMessage:
    return message_from_bytes(compose(letter).message().as_bytes(), policy=policy.default)


def _part(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_no_name_and_no_message_is_markup_in_a_mail(world: World) -> None:
    _much_happens(world)

    kinds = set()
    for letter, mail in _mails():
        html, plain = _part(mail, "html"), _part(mail, "plain")
        assert "<img" not in html, letter.key
        assert "<b>" not in html, letter.key
        assert "&amp;lt;" not in html, letter.key
        assert "&lt;" not in plain + str(mail["Subject"]), letter.key
        if MARKUP in letter.subject + letter.text:
            assert ESCAPED in html, letter.key
            assert MARKUP in re.sub(r"\s+", " ", f"{mail['Subject']} {plain}"), letter.key
            kinds.add(letter.key.split(":")[1])
    assert len(kinds) >= 6, "too few mails named anybody for this to say anything"


@pytest.mark.parametrize("line_end", BREAKS)
def test_a_line_end_in_a_name_adds_no_header_and_no_reader(world: World, line_end: str) -> None:
    name = f"Ada{line_end}Bcc: evil@example.com{line_end}{line_end}Another body"
    group = world.group()
    User.objects.filter(pk__in=[world.ada.pk, world.ben.pk]).update(name=name, preferred_name=name)
    world.ada.refresh_from_db()

    write(group, "Hello.", by=world.ada)

    about = 0
    for letter, mail in _mails():
        assert "Bcc" not in mail, letter.key
        assert mail["Subject"].splitlines() == [str(mail["Subject"])]
        assert [each.addr_spec for each in mail["To"].addresses] == [letter.address]
        assert len(compose(letter).recipients()) == 1
        about += "Bcc: evil" in str(mail["Subject"])
    assert about, "no subject named Ada"


@pytest.mark.parametrize("line_end", BREAKS)
def test_a_line_end_in_a_subject_stays_a_subject(world: World, line_end: str) -> None:
    words = Words(
        subject=f"Hello{line_end}Bcc: evil@example.com{line_end}{line_end}<b>", text="x", action="y"
    )
    guardian = Correspondent(name=f"Wei{line_end}Cc: evil@example.com", address="w@example.org")
    post("test:line-end", words, to=guardian, opens="/me/")

    mail = _read(Letter.objects.get())

    assert str(mail["Subject"]) == "Hello Bcc: evil@example.com <b>"
    assert ("Bcc" in mail, "Cc" in mail) == (False, False)
    (to,) = mail["To"].addresses
    assert (to.display_name, to.addr_spec) == ("Wei Cc: evil@example.com", "w@example.org")
