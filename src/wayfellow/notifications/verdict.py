"""How it ended with one letter: from what the mail server said to the state that it gets."""

import logging
from dataclasses import dataclass, field
from datetime import timedelta
from smtplib import (
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)
from typing import Any

from django.utils.timezone import now

from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.models import Letter

PAUSES = (60, 300, 1800, 7200, 28800, 86400, 86400)
"""Seconds before the second, third, ... try; after the last the letter is given up."""
FOR_EVER = 500
"""SMTP codes from here on mean: do not try this again."""
SIGN_IN_FIRST = 530
POLICY = b"5.7."
UNKNOWN = "the connection broke while the mail was handed over; it may have arrived"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The state that ``letter`` gets, and what this says about the server and the address."""

    letter: Letter
    state: LetterState
    values: dict[str, Any] = field(default_factory=dict)
    server_away: bool = False
    """Nothing can be sent at present."""
    broken_off: bool = False
    """The server fell silent in the middle; with the next letter it may be otherwise."""
    undeliverable: bool = False
    """The server will never take mail for this address."""


def of(failure: Exception, letter: Letter, *, fenced: bool) -> Verdict:
    """What ``failure`` means for ``letter``; ``fenced`` when its contents had begun to leave."""
    reason = f"{type(failure).__name__}: {failure}"
    if isinstance(failure, SMTPRecipientsRefused):
        found = _refused(failure, letter)
    elif isinstance(failure, SMTPResponseException) and not isinstance(failure, SMTPSenderRefused):
        permanent = failure.smtp_code >= FOR_EVER
        found = given_up(letter, reason) if permanent else postponed(letter, reason)
    elif isinstance(failure, TimeoutError | ConnectionError | SMTPServerDisconnected):
        found = _broken_off(letter, reason, fenced=fenced)
    elif isinstance(failure, OSError):
        # A server that is away, or that will not have us as sender, is so for every letter.
        found = postponed(letter, reason, server_away=True)
    else:
        # One letter that cannot be written must not keep the others from leaving.
        log.error("letter %s cannot be written", letter.pk, exc_info=failure)
        found = given_up(letter, reason)
    return found


def postponed(letter: Letter, reason: str, **says: bool) -> Verdict:
    """Another try after a pause that grows; after the last one it is given up."""
    log.warning("letter %s not sent: %s", letter.pk, reason)
    if letter.attempts > len(PAUSES):
        return given_up(letter, reason, **says)
    due_at = now() + timedelta(seconds=PAUSES[letter.attempts - 1])
    values = {"reason": reason[:300], "due_at": due_at}
    return Verdict(letter, LetterState.WAITING, values, **says)


def given_up(letter: Letter, reason: str, **says: bool) -> Verdict:
    """No further try by itself."""
    return Verdict(letter, LetterState.FAILED, {"reason": reason[:300]}, **says)


def held(letter: Letter, reason: str, *, undeliverable: bool = False) -> Verdict:
    """Kept until its address works again."""
    values = {"reason": reason[:300]}
    return Verdict(letter, LetterState.HELD, values, undeliverable=undeliverable)


def _broken_off(letter: Letter, reason: str, *, fenced: bool) -> Verdict:
    if fenced and letter.never_twice:
        return Verdict(letter, LetterState.PARKED, {"reason": UNKNOWN}, broken_off=True)
    return postponed(letter, reason, broken_off=True)


def _refused(refused: SMTPRecipientsRefused, letter: Letter) -> Verdict:
    code, said = next(iter(refused.recipients.values()), (FOR_EVER, b""))
    text = said.decode("utf-8", "replace")
    if code < FOR_EVER:
        return postponed(letter, f"address not accepted yet: {code} {text}")
    reason = f"address refused: {code} {text}"
    if code == SIGN_IN_FIRST or said.startswith(POLICY):
        # The server refuses us, not the address.
        return given_up(letter, reason)
    return held(letter, reason, undeliverable=True)
