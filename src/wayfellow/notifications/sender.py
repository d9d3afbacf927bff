"""Sending what waits in the outbox: lease, send, mark. A sender that dies loses nothing.

A letter is leased by a conditional UPDATE just before it is sent. If the sender dies, the lease
runs out and the letter leaves again: the same bytes under the same Message-ID, so that the worst
that can happen is one mail that mail programs know to be a repeat. A letter that is never sent
twice is fenced before its contents leave; if its sender dies behind the fence, it is parked.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from django.core.mail import mailers
from django.db import transaction
from django.utils.timezone import now

from wayfellow.access.links import is_open
from wayfellow.notifications import addresses, leases, line, verdict
from wayfellow.notifications.categories import Channel
from wayfellow.notifications.compose import compose
from wayfellow.notifications.digest import nothing_left
from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.line import next_letters
from wayfellow.notifications.models import IN_LINE, URGENT, Letter
from wayfellow.notifications.preferences import UNWANTED
from wayfellow.notifications.recheck import objection
from wayfellow.notifications.verdict import PAUSES, Verdict

__all__ = ["PAUSES", "Round", "send_due", "send_round", "tidy"]

AT_ONCE = 20
"""Letters that are read together."""
FRESH = 1.0
"""Seconds for which what was read of a letter (its link, its account) is good enough."""
SILENCES = 2
"""Conversations in a row that the server breaks off before it counts as away."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """What came of one round of sending."""

    sent: int
    tried: int
    server_away: bool


class _LeaseLost(Exception):
    """Another sender may have the letter by now."""


def send_due(*, limit: int = 200) -> int:
    """Try up to ``limit`` letters that are due; how many were sent."""
    tidy()
    return send_round(limit=limit).sent


def tidy() -> int:
    """Bring back into the line whom others have left behind in passing; how many.

    Once a minute is enough.
    """
    return addresses.free_forgotten() + line.free_forgotten()


def send_round(*, limit: int = 200, stop: Callable[[], bool] = lambda: False) -> Round:
    """Try up to ``limit`` letters that are due, sign-in mail first.

    What is next is looked up anew every few letters, and after a second at the latest, so that a
    sign-in link never waits behind a long list; a server that is away ends the round.
    """
    _park_lost()
    sent = tried = silences = 0
    away = False
    while not away and tried < limit and not stop():
        letters = next_letters(min(AT_ONCE, limit - tried), now())
        if not letters:
            break
        verdicts = _send_some(letters, stop)
        # Another sender may have been quicker with all of them.
        tried += max(1, len(verdicts))
        sent += sum(each.state == LetterState.SENT for each in verdicts)
        for each in verdicts:
            silences = silences + 1 if each.broken_off else 0
            away = each.server_away or silences >= SILENCES
    return Round(sent, tried, away)


def _park_lost() -> None:
    lost = Letter.objects.lost_sight_of(now())
    if lost.exists():
        lost.update(state=LetterState.PARKED, leased_until=None, reason=verdict.UNKNOWN)
        line.free_forgotten()


def _send_some(letters: list[Letter], stop: Callable[[], bool]) -> list[Verdict]:
    """Lease, send and mark one letter after the other while what was read of them is fresh."""
    verdicts: list[Verdict] = []
    last: Verdict | None = None
    stale = monotonic() + FRESH
    for letter in letters:
        leased = _turn(last, letter)
        last = _send(letter) if leased else None
        if last is not None:
            verdicts.append(last)
            silent = last.server_away or last.broken_off
            if silent or monotonic() > stale or stop():
                break
    _turn(last, None)
    return verdicts


def _turn(last: Verdict | None, letter: Letter | None) -> bool:
    """Mark the ``last`` letter and lease the next in one go; whether that one may be sent now."""
    with transaction.atomic():
        if last is not None:
            _mark(last)
        return letter is not None and leases.take(letter)


def _send(letter: Letter) -> Verdict | None:
    """Hand ``letter`` to the mail server; nothing where another sender has it by now."""
    fenced = False

    def fence() -> None:
        nonlocal fenced
        _fence(letter)
        fenced = True

    try:
        if found := _hindrance(letter):
            return found
        mail, mailer = compose(letter), mailers.default
        if getattr(mailer, "fences", False):
            mail.fence = fence
        else:
            fence()
        mailer.send_messages([mail])
    except _LeaseLost:
        leases.let_go(letter)
        return None
    except Exception as failure:  # noqa: BLE001 - every one has its verdict
        return verdict.of(failure, letter, fenced=fenced)
    return Verdict(letter, LetterState.SENT, {"sent_at": now(), "reason": ""})


def _fence(letter: Letter) -> None:
    """The last moment at which nothing has left; _LeaseLost when this was too slow."""
    if not leases.is_safe(letter):
        raise _LeaseLost
    if letter.never_twice:
        mine = Letter.objects.filter(
            pk=letter.pk, attempts=letter.attempts, state=LetterState.SENDING
        )
        if not mine.update(state=LetterState.TRANSMITTING):
            raise _LeaseLost


def _hindrance(letter: Letter) -> Verdict | None:
    """What keeps a letter that was right when written from leaving now."""
    try:
        reason = _not_any_more(letter) or objection(letter)
    except Exception as failure:
        log.exception("letter %s could not be asked about", letter.pk)
        # Who cannot say whether it may leave has not said that it may.
        return verdict.postponed(letter, f"it could not be asked whether it may leave: {failure}")
    if reason:
        return Verdict(letter, LetterState.DROPPED, {"reason": reason[:300]})
    if letter.priority >= URGENT:
        # Who asks for a sign-in link says by it that the address works.
        return None
    refused = addresses.why_refused(letter.address)
    return verdict.held(letter, refused) if refused else None


def _not_any_more(letter: Letter) -> str:
    if letter.to is not None and not letter.to.is_active:
        return "the account was closed"
    if letter.link is not None and not is_open(letter.link):
        return "the link in it was used, revoked or has expired"
    if letter.wish == Channel.NONE:
        return UNWANTED
    return nothing_left(letter) if letter.is_digest else ""


def _mark(last: Verdict) -> None:
    letter = last.letter
    leases.let_go(letter)
    # Only the sender that holds the lease may say how it ended: ``attempts`` counts the leases.
    mine = Letter.objects.filter(pk=letter.pk, attempts=letter.attempts)
    was_mine = mine.update(state=last.state, leased_until=None, **last.values)
    if was_mine and last.state not in IN_LINE:
        line.make_way(letter)
    if last.undeliverable:
        addresses.note_refused(letter.address, last.values["reason"])
    elif last.state == LetterState.SENT and letter.priority >= URGENT:
        addresses.works(letter.address)
