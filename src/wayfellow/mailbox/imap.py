"""A mailbox of our own on an IMAP server, emptied once a minute."""

import logging
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from django.db import DatabaseError
from imap_tools import (
    BaseMailBox,
    ImapToolsError,
    MailBox,
    MailBoxStartTls,
    MailBoxUnencrypted,
    MailMessageFlags,
)

from wayfellow.mailbox.actions import receive
from wayfellow.mailbox.models import Incoming
from wayfellow.mailbox.reading import LARGEST

AT_ONCE = 50
SILENCE = 15.0
"""Seconds after which a server that does not answer is left alone."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Inbox:
    """Where the mailbox is, as its address says: imaps://user:password@host:993/FOLDER."""

    url: str

    def open(self) -> BaseMailBox:
        """Signed in, with its folder open; OSError or ImapToolsError where that fails."""
        parts = urlsplit(self.url)
        host, folder = parts.hostname or "", unquote(parts.path.strip("/")) or "INBOX"
        tls = "tls" in parse_qs(parts.query)
        box: BaseMailBox
        if parts.scheme == "imaps":
            box = MailBox(host, parts.port or 993, timeout=SILENCE)
        elif tls:
            box = MailBoxStartTls(host, parts.port or 143, timeout=SILENCE)
        else:
            box = MailBoxUnencrypted(host, parts.port or 143, timeout=SILENCE)
        try:
            return box.login(
                unquote(parts.username or ""), unquote(parts.password or ""), initial_folder=folder
            )
        except Exception:
            box.client.shutdown()
            raise


def collect(url: str) -> int:
    """Take what is new; how many mails. What is taken is deleted, the rest is marked as read.

    A crash in between brings a mail again, and it does nothing a second time.
    """
    with Inbox(url).open() as box:
        uids = box.uids("UNSEEN")[:AT_ONCE]
        for uid in uids:
            _take(box, uid)
    return len(uids)


def _take(box: BaseMailBox, uid: str) -> None:
    taken = False
    try:
        row = receive(_fetched(box, uid))
        taken = row is None or row.outcome == Incoming.Outcome.TAKEN
    except DatabaseError:
        raise  # it stays unread and is taken another time
    except Exception:
        # One mail that cannot be read must not keep the others out.
        log.exception("a mail that came in could not be taken")
    if taken:
        with suppress(ImapToolsError):
            box.delete(uid)
    else:
        box.flag(uid, MailMessageFlags.SEEN, True)


def _fetched(box: BaseMailBox, uid: str) -> bytes:
    """The mail; of one that is too large, so much that it is seen to be."""
    # One byte more than may come is enough to know, whatever the server says of the size.
    _kind, answer = box.client.uid("fetch", uid, f"(BODY.PEEK[]<0.{LARGEST + 1}>)")
    for each in answer:
        if isinstance(each, tuple):
            return bytes(each[1])
    return b""
