"""The mailbox on a real IMAP server: emptied of what is taken, and never taken twice."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import DatabaseError

from wayfellow.config import doctor
from wayfellow.conversations.actions import write
from wayfellow.conversations.models import Message
from wayfellow.mailbox import imap
from wayfellow.mailbox.tests.test_mailbox import mail, reply_to
from wayfellow.testing.world import World

pytestmark = pytest.mark.django_db


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@pytest.fixture
def url(settings: Any) -> Iterator[str]:
    """Where a server with one empty mailbox listens."""
    port = _free_port()
    program = str(Path(sys.executable).with_name("pymap"))
    where = ["--host", "127.0.0.1", "--port", str(port), "--no-tls"]
    user = ["dict", "--demo-user", "reply", "--demo-password", "secret"]
    server = subprocess.Popen([program, *where, *user], stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        deadline = monotonic() + 30
        while monotonic() < deadline:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            sleep(0.1)
        settings.MAIL_REPLIES = "reply@mail.example"
        settings.MAIL_INBOX_URL = f"imap://reply:secret@127.0.0.1:{port}/INBOX"
        yield settings.MAIL_INBOX_URL
    finally:
        server.kill()
        server.wait(10)


def put(url: str, *mails: bytes) -> None:
    """Mails that the server has got."""
    with imap.Inbox(url).open() as box:
        for raw in mails:
            box.append(raw)


def test_what_is_taken_leaves_the_mailbox_and_the_rest_stays_read(world: World, url: str) -> None:
    write(world.group(), "How are you?", by=world.maya)
    to = reply_to(world.ada)
    stranger = mail("x@y.example", "reply@mail.example", message_id="<2@x>")
    put(url, mail(world.ada, to).as_bytes(), stranger.as_bytes(), b"\xff\xfe no mail at all")

    assert imap.collect(url) == 3
    assert imap.collect(url) == 0

    assert Message.objects.latest("pk").body == "Fine, thank you!"
    with imap.Inbox(url).open() as again:
        assert len(again.uids("ALL")) == len(again.uids("SEEN")) == 2


def test_a_mail_stays_when_the_database_is_away(
    world: World, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(url, mail("x@y.example", "reply@mail.example").as_bytes())

    def away(_raw: bytes) -> None:
        raise DatabaseError

    monkeypatch.setattr(imap, "receive", away)
    with pytest.raises(DatabaseError):
        imap.collect(url)
    with imap.Inbox(url).open() as again:
        assert len(again.uids("UNSEEN")) == 1


def test_the_doctor_says_whether_the_mailbox_answers(url: str, settings: Any) -> None:
    said = {found.what: found for found in doctor.examine()}["replies by mail"]
    assert said.is_well
    assert said.says == "taken at reply@mail.example"

    settings.MAIL_INBOX_URL = url.replace("secret", "wrong")
    said = {found.what: found for found in doctor.examine()}["replies by mail"]
    assert not said.is_well
    assert "wrong" not in said.says
