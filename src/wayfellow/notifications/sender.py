"""Sending what waits in the outbox: lease, send, mark. A sender that dies loses nothing.

A letter is leased by a conditional UPDATE just before it is sent. If the sender dies, the lease
runs out and the letter leaves again: the same bytes under the same Message-ID, so that the worst
that can happen is one mail that mail programs know to be a repeat.
"""

import logging
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import mailers
from django.db.models import F
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

log = logging.getLogger(__name__)


class ServerAway(Exception):
    """The mail server itself does not answer, so that the next letter would fare no better."""


def send_due(*, limit: int = 200) -> int:
    """Try up to ``limit`` letters that are due, sign-in mail first; how many were sent.

    The next letter is looked up after each one, so that a sign-in link never waits behind a
    long list; a server that is away ends the round.
    """
    sent = 0
    for _round in range(limit):
        order = ("-priority", "due_at", "pk")
        due = Letter.objects.due(now()).order_by(*order).values_list("pk", flat=True)
        pk = due.first()
        if pk is None:
            break
        try:
            sent += _send(pk)
        except ServerAway:
            break
    return sent


def _lease(pk: int) -> Letter | None:
    at = now()
    leased = (
        Letter.objects.due(at)
        .filter(pk=pk)
        .update(state=LetterState.SENDING, leased_until=at + LEASE, attempts=F("attempts") + 1)
    )
    return Letter.objects.select_related("link", "to").get(pk=pk) if leased else None


def _send(pk: int) -> bool:
    letter = _lease(pk)
    if letter is None:
        return False
    if reason := _not_any_more(letter):
        _mark(letter, LetterState.DROPPED, reason=reason)
        return False
    try:
        mailers.default.send_messages([compose(letter)])
    except SMTPRecipientsRefused as refused:
        _refused(letter, refused)
    except SMTPResponseException as failure:
        _postpone(letter, f"{type(failure).__name__}: {failure}")
    except (SMTPException, OSError) as failure:
        _postpone(letter, f"{type(failure).__name__}: {failure}")
        raise ServerAway from failure
    except Exception as failure:
        # One letter that cannot be written must not keep the others from leaving.
        log.exception("letter %s cannot be written", letter.pk)
        _mark(letter, LetterState.FAILED, reason=f"{type(failure).__name__}: {failure}"[:300])
    else:
        _mark(letter, LetterState.SENT, sent_at=now(), reason="")
        return True
    return False


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


def _refused(letter: Letter, refused: SMTPRecipientsRefused) -> None:
    code, said = next(iter(refused.recipients.values()), (FOR_EVER, b""))
    text = said.decode("utf-8", "replace")
    if code >= FOR_EVER:
        _mark(letter, LetterState.FAILED, reason=f"address refused: {code} {text}"[:300])
    else:
        _postpone(letter, f"address not accepted yet: {code} {text}")


def _postpone(letter: Letter, reason: str) -> None:
    log.warning("letter %s not sent: %s", letter.pk, reason)
    if letter.attempts > len(PAUSES):
        _mark(letter, LetterState.FAILED, reason=reason[:300])
        return
    pause = timedelta(seconds=PAUSES[letter.attempts - 1])
    _mark(letter, LetterState.WAITING, reason=reason[:300], due_at=now() + pause)
