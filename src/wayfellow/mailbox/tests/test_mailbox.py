"""Replies by mail: they land where they belong, once, and nobody else's do."""

from base64 import b64encode
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now
from hypothesis import given
from hypothesis import strategies as st

from wayfellow.answers import relay
from wayfellow.applications.lifecycle import State
from wayfellow.conversations.actions import write
from wayfellow.conversations.models import Message
from wayfellow.mailbox.actions import receive
from wayfellow.mailbox.models import Incoming
from wayfellow.mailbox.reading import LARGEST, new_words, read
from wayfellow.mentorships.actions import plan_meeting
from wayfellow.mentorships.lifecycle import GroupState
from wayfellow.mentorships.models import Meeting, Reply, WorkGroup
from wayfellow.notifications.models import Letter
from wayfellow.notifications.outbox import compose
from wayfellow.pairing import actions as pairing
from wayfellow.people.models import User
from wayfellow.testing.world import World

Outcome = Incoming.Outcome


@pytest.fixture(autouse=True)
def _takes_mail(settings: Any) -> None:
    settings.MAIL_REPLIES = "reply@mail.example"


@pytest.fixture
def group(world: World) -> WorkGroup:
    """Ada, Ben and Maya; Maya has written."""
    group = world.group()
    write(group, "How are you?", by=world.maya)
    return group


def reply_to(reader: User) -> str:
    """The address that the newest mail to somebody asks replies to."""
    letter = Letter.objects.filter(to=reader).exclude(reply_token="").latest("pk")
    return str(compose(letter).message()["Reply-To"])


def mail(
    sender: User | str, to: str, text: str = "Fine, thank you!", **headers: str
) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender if isinstance(sender, str) else f"{sender.name} <{sender.email}>"
    message["To"] = to
    message["Subject"] = "Re: Maya wrote"
    message["Message-ID"] = headers.pop("message_id", "<1@client.example>")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def outcome(message: EmailMessage) -> str:
    row = receive(message.as_bytes())
    return row.outcome if row else "twice"


def answered(reader: User) -> list[str]:
    rows = Letter.objects.filter(to=reader, key__startswith="mailbox:")
    return list(rows.values_list("text", flat=True))


def test_a_reply_lands_in_the_conversation_without_what_it_quotes(
    world: World, group: WorkGroup
) -> None:
    text = "Fine, thank you!\n\nOn Mon, 3 May 2027 at 09:12, Wayfellow wrote:\n> How are you?\n"
    assert outcome(mail(world.ada, reply_to(world.ada), text)) == Outcome.TAKEN

    message = Message.objects.latest("pk")
    assert (message.body, message.author, message.group) == ("Fine, thank you!", world.ada, group)
    assert (world.ben, "conversations/notices/message_written") in world.told()


def test_the_same_mail_twice_is_one_message(world: World, group: WorkGroup) -> None:
    to = reply_to(world.ada)
    assert [outcome(mail(world.ada, to)) for _ in range(2)] == [Outcome.TAKEN, "twice"]
    assert Message.objects.count() == 2


@pytest.mark.parametrize(
    "header",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "auto_reply"},
        {"Precedence": "bulk"},
        {"X_Auto_Response_Suppress": "All"},
        {"X_Notification_Key": "1:x"},
        {"List_Id": "<a.list>"},
        {"Return_Path": "<>"},
    ],
)
def test_machines_are_neither_heard_nor_answered(
    world: World, group: WorkGroup, header: dict[str, str]
) -> None:
    before = Letter.objects.count()

    assert outcome(mail(world.ada, reply_to(world.ada), **header)) == Outcome.IGNORED
    assert (Message.objects.count(), Letter.objects.count()) == (1, before)


def test_two_machines_that_answer_each_other_stop_at_once(world: World, group: WorkGroup) -> None:
    """Our own mail, brought back to us by somebody's rule, is not answered."""
    receive(mail(world.ben, reply_to(world.ada)).as_bytes())
    ours = compose(Letter.objects.get(key__startswith="mailbox:")).message()
    del ours["To"]
    ours["To"] = reply_to(world.ada)

    row = receive(ours.as_bytes())
    assert row is not None
    assert row.outcome == Outcome.IGNORED
    assert Letter.objects.filter(key__startswith="mailbox:").count() == 1


@pytest.mark.parametrize("sender", ["ben@example.com", "stranger@elsewhere.example"])
def test_an_address_is_its_owners_and_the_owner_is_told(
    world: World, group: WorkGroup, sender: str
) -> None:
    _ = world.ben
    assert outcome(mail(sender, reply_to(world.ada))) == Outcome.REFUSED

    assert Message.objects.count() == 1
    (said,) = answered(world.ada)
    assert "another address than yours" in said
    assert not Letter.objects.filter(address="stranger@elsewhere.example").exists()


def test_nobody_is_answered_more_than_a_few_times_a_day(world: World, group: WorkGroup) -> None:
    to = reply_to(world.ada)
    for number in range(9):
        receive(mail("x@y.example", to, message_id=f"<{number}@y>").as_bytes())

    assert len(answered(world.ada)) == 5


def test_a_closed_account_an_ended_group_and_who_left_are_refused(
    world: World, group: WorkGroup
) -> None:
    to, bens = reply_to(world.ada), reply_to(world.ben)
    User.objects.filter(pk=world.ben.pk).update(is_active=False)
    assert outcome(mail(world.ben, bens, message_id="<b@x>")) == Outcome.REFUSED
    assert answered(world.ben) == []

    WorkGroup.objects.update(state=GroupState.COMPLETED)
    assert outcome(mail(world.ada, to, message_id="<c@x>")) == Outcome.REFUSED
    assert Message.objects.count() == 1
    assert len(answered(world.ada)) == 1


def test_files_are_not_taken_and_that_is_said(world: World, group: WorkGroup) -> None:
    message = mail(world.ada, reply_to(world.ada))
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="cv.pdf")

    assert outcome(message) == Outcome.TAKEN
    assert Message.objects.latest("pk").body == "Fine, thank you!"
    assert "The files have not" in answered(world.ada)[0]


def test_too_large_too_long_and_empty_are_refused_with_a_word(
    world: World, group: WorkGroup
) -> None:
    to = reply_to(world.ada)
    large = mail(world.ada, to, message_id="<l@x>").as_bytes() + b"x" * LARGEST
    row = receive(large)
    assert row is not None
    assert row.reason == "it is too large"
    assert outcome(mail(world.ada, to, "x " * 2100, message_id="<m@x>")) == Outcome.REFUSED
    assert outcome(mail(world.ada, to, "> only quoted", message_id="<n@x>")) == Outcome.REFUSED

    assert Message.objects.count() == 1
    assert len(answered(world.ada)) == 3


def test_a_forged_sender_is_refused_in_silence(world: World, group: WorkGroup) -> None:
    results = "mx.example; spf=fail; dmarc=fail header.from=example.com"
    forged = mail(world.ada, reply_to(world.ada), Authentication_Results=results)

    assert outcome(forged) == Outcome.REFUSED
    assert answered(world.ada) == []


def test_a_reply_to_a_request_is_a_remark_to_the_other_one(db: None) -> None:
    alumni = World("self-directed")
    student = alumni.applies(alumni.ada, state=State.ACCEPTED)
    interest = pairing.ask(student, alumni.offers(alumni.maya), "Hello!", by=alumni.ada)

    assert outcome(mail(alumni.maya, reply_to(alumni.maya), "Which field?")) == Outcome.TAKEN
    assert interest.remarks.get().body == "Which field?"
    assert Letter.objects.filter(to=alumni.ada).latest("pk").text == "Which field?"
    pairing.decline(interest, by=alumni.maya)
    late = mail(alumni.ada, reply_to(alumni.ada), "Too late?", message_id="<2@x>")
    assert outcome(late) == Outcome.REFUSED


def test_a_calendars_answer_is_an_answer_to_the_meeting(world: World, group: WorkGroup) -> None:
    begin = now() + timedelta(days=2)
    meeting = plan_meeting(
        group, {"starts_at": begin, "ends_at": begin + timedelta(hours=1)}, by=world.maya
    )
    invited = Letter.objects.filter(to=world.ada).latest("pk").calendar
    assert "mailto:reply@mail.example" in invited.replace("\r\n ", "")
    said = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n"
        f"UID:{meeting.uid}\r\nSEQUENCE:{meeting.sequence}\r\nDTSTAMP:{now():%Y%m%dT%H%M%SZ}\r\n"
        f"ATTENDEE;PARTSTAT=DECLINED:mailto:{world.ada.email}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    message = mail(world.ada, "reply@mail.example", Auto_Submitted="auto-generated")
    message.add_alternative(said.encode(), maintype="text", subtype="calendar")

    assert outcome(message) == Outcome.TAKEN
    assert Meeting.objects.get().replies.get(person=world.ada).coming == Reply.Coming.NO


def test_mails_of_one_conversation_and_of_one_meeting_stand_together(
    world: World, group: WorkGroup
) -> None:
    write(group, "And you?", by=world.maya)
    begin = now() + timedelta(days=2)
    plan_meeting(group, {"starts_at": begin, "ends_at": begin + timedelta(hours=1)}, by=world.maya)
    first, second, meeting = (
        compose(letter).message() for letter in Letter.objects.filter(to=world.ada).order_by("pk")
    )

    assert first["References"] == second["References"] == first["In-Reply-To"]
    assert first["Message-ID"] != second["Message-ID"]
    assert meeting["References"] != first["References"]


def test_without_a_mailbox_no_mail_asks_for_replies(
    world: World, group: WorkGroup, settings: Any
) -> None:
    settings.MAIL_REPLIES = ""
    assert all("Reply-To" not in compose(row).message() for row in Letter.objects.all())


def test_a_provider_brings_mail_and_nobody_else_does(
    world: World, group: WorkGroup, settings: Any
) -> None:
    settings.ANYMAIL = {"WEBHOOK_SECRET": "post:a secret"}
    settings.ROOT_URLCONF = "wayfellow.mailbox.tests.provider"
    body = {"RawEmail": mail(world.ada, reply_to(world.ada)).as_string(), "Headers": []}

    def bring(secret: str) -> int:
        basic = "Basic " + b64encode(secret.encode()).decode()
        sent = Client(enforce_csrf_checks=True).post(
            "/mail/postmark/", body, "application/json", headers={"Authorization": basic}
        )
        return sent.status_code

    assert bring("post:wrong") == 400
    assert Message.objects.count() == 1
    assert [bring("post:a secret"), bring("post:a secret")] == [200, 200]
    assert Message.objects.latest("pk").body == "Fine, thank you!"
    assert Message.objects.count() == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Thanks, that helps.\nSee you!", "Thanks, that helps.\nSee you!"),
        ("Hello\nThanks, that helped.\nMonday?", "Hello\nThanks, that helped.\nMonday?"),
        ("- one\n- two", "- one\n- two"),
        ("Yes\n\n-- \nAda Tan\nStudent", "Yes"),
        ("Yes\n\nSent from my iPhone", "Yes"),
        ("Joo!\n\nma 3. toukok. 2027 klo 9.12 Maya (m@x.fi) kirjoitti:\n> Hei", "Joo!"),
        ("好的\n\n2027年5月3日 09:12，Maya 写道：\n> 你好", "好的"),
        ("On Mon, 3 May 2027, Maya wrote:\n> When?\n\nOn Monday.", "On Monday."),
        ("> When?\nOn Monday.", "On Monday."),
        (
            "Sure.\n\nFrom: Maya <m@x.com>\nSent: Monday\nTo: Ada\nSubject: Hi\n\nOld words",
            "Sure.",
        ),
    ],
)
def test_only_what_is_new_is_read(text: str, words: str) -> None:
    assert new_words(text) == words


@given(person=st.integers(0, 2**40 - 1), row=st.integers(0, 2**48 - 1))
def test_a_token_names_its_person_and_row_whatever_the_case(person: int, row: int) -> None:
    token = relay.token_for("g", person, row)

    assert len(token) == relay.TOKEN
    assert relay.named_by(token.upper()) == relay.named_by(token) == ("g", person, row)


@given(st.text(max_size=80), st.integers(0, relay.TOKEN - 1), st.sampled_from("abcxyz234567"))
def test_a_token_that_is_not_ours_names_nobody(text: str, at: int, other: str) -> None:
    assert relay.named_by(text) is None
    token = relay.token_for("g", 12, 34)
    changed = token[:at] + other + token[at + 1 :]
    if changed != token:
        assert relay.named_by(changed) is None


@given(st.binary(max_size=400), st.sampled_from(["text/plain", "text/html", "multipart/mixed"]))
def test_whatever_bytes_come_are_read(body: bytes, kind: str) -> None:
    head = f"From: a@b.example\nContent-Type: {kind}; charset=no-such; boundary=x\n\n--x\n\n"
    for raw in (body, head.encode() + body):
        read(raw)
