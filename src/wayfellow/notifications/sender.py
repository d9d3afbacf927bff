"""Sending what waits in the outbox: lease, send, mark. A sender that dies loses nothing.

A letter is leased by a conditional UPDATE just before it is sent. If the sender dies, the lease
runs out and the letter leaves again: the same bytes under the same Message-ID, so that the worst
that can happen is one mail that mail programs know to be a repeat.
"""

import logging
from dataclasses import dataclass, replace
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from time import monotonic
from typing import Any

from django.core.mail import mailers
from django.db import transaction
from django.utils.timezone import now

from wayfellow.access.links import is_open
from wayfellow.notifications.compose import compose
from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.models import Letter

LEASE = timedelta(seconds=60)
"""Longer than a whole conversation with a healthy mail server."""
PAUSES = (60, 300, 1800, 7200, 28800, 86400, 86400)
"""Seconds before the second, third, ... try; after the last the letter is given up."""
FOR_EVER = 500
"""SMTP codes from here on mean: do not try this again."""
AT_ONCE = 20
"""Letters that are read together."""
FRESH = 1.0
"""Seconds for which what was read of a letter (its link, its account) is good enough."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """How it ended with one letter, to be written down."""

    letter: Letter
    state: LetterState
    values: dict[str, Any]
    server_away: bool = False


def send_due(*, limit: int = 200) -> int:
    """Try up to ``limit`` letters that are due, sign-in mail first; how many were sent.

    What is next is looked up anew every few letters, and after a second at the latest, so that a
    sign-in link never waits behind a long list; a server that is away ends the round.
    """
    sent = tried = 0
    while tried < limit and (letters := _next(min(AT_ONCE, limit - tried))):
        outcomes = _send_some(letters)
        # Another sender may have been quicker with all of them.
        tried += max(1, len(outcomes))
        sent += sum(outcome.state == LetterState.SENT for outcome in outcomes)
        if outcomes and outcomes[-1].server_away:
            break
    return sent


def _next(count: int) -> list[Letter]:
    due = Letter.objects.due(now()).order_by("-priority", "due_at", "pk")
    return list(due.select_related("link", "to")[:count])


def _send_some(letters: list[Letter]) -> list[_Outcome]:
    """Lease, send and mark one letter after the other while what was read of them is fresh."""
    outcomes: list[_Outcome] = []
    last: _Outcome | None = None
    stale = monotonic() + FRESH
    for letter in letters:
        leased = _turn(last, letter)
        last = _send(letter) if leased else None
        if last is not None:
            outcomes.append(last)
            if last.server_away or monotonic() > stale:
                break
    _turn(last, None)
    return outcomes


def _turn(last: _Outcome | None, letter: Letter | None) -> bool:
    """Mark the ``last`` letter and lease the next in one go; whether that one may be sent now."""
    with transaction.atomic():
        if last is not None:
            _mark(last.letter, last.state, **last.values)
        return letter is not None and _lease(letter)


def _lease(letter: Letter) -> bool:
    # A letter that somebody has leased, marked or asked for since it was read counts differently.
    as_read = Letter.objects.filter(pk=letter.pk, state=letter.state, attempts=letter.attempts)
    letter.attempts += 1
    return bool(
        as_read.update(
            state=LetterState.SENDING, leased_until=now() + LEASE, attempts=letter.attempts
        )
    )


def _send(letter: Letter) -> _Outcome:
    if reason := _not_any_more(letter):
        return _Outcome(letter, LetterState.DROPPED, {"reason": reason})
    try:
        mailers.default.send_messages([compose(letter)])
    except SMTPRecipientsRefused as refused:
        return _refused(letter, refused)
    except SMTPResponseException as failure:
        return _postponed(letter, f"{type(failure).__name__}: {failure}")
    except (SMTPException, OSError) as failure:
        # The server itself does not answer: the next letter would fare no better.
        outcome = _postponed(letter, f"{type(failure).__name__}: {failure}")
        return replace(outcome, server_away=True)
    except Exception as failure:
        # One letter that cannot be written must not keep the others from leaving.
        log.exception("letter %s cannot be written", letter.pk)
        return _failed(letter, f"{type(failure).__name__}: {failure}")
    return _Outcome(letter, LetterState.SENT, {"sent_at": now(), "reason": ""})


def _not_any_more(letter: Letter) -> str:
    """Why a letter that was right when written must not leave now; empty when it may."""
    if letter.to is not None and not letter.to.is_active:
        return "the account was closed"
    if letter.link is not None and not is_open(letter.link):
        return "the link in it was used, revoked or has expired"
    return ""


def _mark(letter: Letter, state: LetterState, **values: object) -> None:
    # Only the sender that holds the lease may say how it ended: ``attempts`` counts the leases.
    Letter.objects.filter(pk=letter.pk, attempts=letter.attempts).update(
        state=state, leased_until=None, **values
    )


def _refused(letter: Letter, refused: SMTPRecipientsRefused) -> _Outcome:
    code, said = next(iter(refused.recipients.values()), (FOR_EVER, b""))
    text = said.decode("utf-8", "replace")
    if code >= FOR_EVER:
        return _failed(letter, f"address refused: {code} {text}")
    return _postponed(letter, f"address not accepted yet: {code} {text}")


def _postponed(letter: Letter, reason: str) -> _Outcome:
    log.warning("letter %s not sent: %s", letter.pk, reason)
    if letter.attempts > len(PAUSES):
        return _failed(letter, reason)
    due_at = now() + timedelta(seconds=PAUSES[letter.attempts - 1])
    return _Outcome(letter, LetterState.WAITING, {"reason": reason[:300], "due_at": due_at})


def _failed(letter: Letter, reason: str) -> _Outcome:
    return _Outcome(letter, LetterState.FAILED, {"reason": reason[:300]})
