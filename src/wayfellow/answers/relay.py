"""Reply addresses: a mail sent to one lands in the record that it answers.

An address is derived from the person, the record and the server's key, and stored nowhere. It is
written in small letters and digits, because mail servers may change the case.
"""

import base64
import binascii
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from wayfellow.answers.registry import itself

_MAC_BYTES = 16
_PERSON_BYTES = 5
_ROW_BYTES = 6
_BYTES = 1 + _PERSON_BYTES + _ROW_BYTES + _MAC_BYTES
TOKEN = 45
"""Characters of a token."""
LONGEST_NAME = 64 - TOKEN - 1
"""Characters that the mailbox's own name may have: a local part has 64 in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """One kind of record to which one can write by mail."""

    code: str
    """One letter, part of the address."""
    mails: tuple[str, ...]
    """The notices, by their templates, to which one can reply; only people who may write there
    are told by them."""
    permission: str
    """Asked when a mail arrives."""
    take: Callable[[Any, str, Any], object]
    """Takes the row, the words and the person; Refused or Invalid where the page refuses too."""
    page: Callable[[Any], str]
    """Where one can write after signing in."""
    of: Callable[[Any], Any] = itself
    """From what a mail is about to the row to which replies go."""


RELAYS: dict[str, Relay] = {}
CALENDARS: list[Callable[[bytes, str], bool]] = []
"""Who takes answers of guests' calendars: the file and its sender's address."""


def relays(*rows: Relay) -> None:
    """Add rows to the table."""
    for row in rows:
        if row.code in RELAYS:
            raise ValueError(f"two relays are called {row.code}")
        RELAYS[row.code] = row


def of_mail(mail: str) -> Relay | None:
    """Where a reply to the mails of the notice ``mail`` goes, if anywhere."""
    return next((row for row in RELAYS.values() if mail in row.mails), None)


def token_for(code: str, person: int, row: int) -> str:
    """What stands in the address by which ``person`` writes to ``row``."""
    named = code.encode() + person.to_bytes(_PERSON_BYTES) + row.to_bytes(_ROW_BYTES)
    return base64.b32encode(named + _mac(named)).decode().rstrip("=").lower()


def named_by(token: str) -> tuple[str, int, int] | None:
    """The relay's code, the person and the row; None for a token that we did not make."""
    try:
        raw = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
    except (binascii.Error, ValueError):
        return None
    named, mac = raw[:-_MAC_BYTES], raw[-_MAC_BYTES:]
    # Unused last bits let several spellings name the same bytes; only ours is one.
    if len(raw) != _BYTES or not hmac.compare_digest(mac, _mac(named)):
        return None
    code, person, row = named[:1], named[1 : 1 + _PERSON_BYTES], named[1 + _PERSON_BYTES :]
    return code.decode("latin-1"), int.from_bytes(person), int.from_bytes(row)


def mailbox() -> str:
    """The address of the mailbox itself; nothing where this site takes no mail."""
    found: str = settings.MAIL_REPLIES
    return found


def address_of(token: str) -> str:
    """The whole address; nothing where this site takes no mail."""
    name, at, domain = settings.MAIL_REPLIES.rpartition("@")
    return f"{name}+{token}@{domain}" if at and token else ""


def token_in(address: str) -> str | None:
    """The token of an address of this site: empty for the mailbox itself, None for others'."""
    name, at, domain = settings.MAIL_REPLIES.rpartition("@")
    if not at:
        return None
    ours = re.fullmatch(
        rf"{re.escape(name)}(?:\+([a-z2-7]*))?@{re.escape(domain)}", address.strip(), re.IGNORECASE
    )
    return (ours[1] or "").lower() if ours else None


def _mac(named: bytes) -> bytes:
    return salted_hmac("wayfellow.relay", named, algorithm="sha256").digest()[:_MAC_BYTES]
