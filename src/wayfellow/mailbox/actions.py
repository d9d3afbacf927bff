"""What becomes of a mail that came in: it lands in its record, or is refused and why."""

import logging
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from wayfellow.access.doors import may
from wayfellow.access.policy import GRANTS
from wayfellow.access.rates import spend
from wayfellow.access.refusals import Invalid, Refused, TooOften
from wayfellow.answers import relay
from wayfellow.calendars import NoReply
from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.mailbox.models import Incoming
from wayfellow.mailbox.reading import LARGEST, Arrived, read
from wayfellow.notifications.outbox import Words, post

MOST_ANSWERS = 5
A_DAY = 24 * 60 * 60
Outcome = Incoming.Outcome

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Verdict:
    outcome: Incoming.Outcome
    reason: str = ""
    person: Any = None
    said: str = ""
    """What the person is answered; nothing where silence is better."""
    page: str = ""


def receive(raw: bytes, *, to: str = "") -> Incoming | None:
    """Take one mail, or refuse it; None for one that has come before.

    The row and what the mail does are written together, so that a mail that is brought again
    after a crash does it once.
    """
    arrived = read(raw, to)
    try:
        with transaction.atomic():
            row = Incoming.objects.create(key=arrived.key, outcome=Outcome.IGNORED)
            verdict = _judge(arrived, too_large=len(raw) > LARGEST)
            row.outcome, row.reason, row.person = verdict.outcome, verdict.reason, verdict.person
            row.save()
            _answer(verdict, arrived.key)
    except IntegrityError:
        if Incoming.objects.filter(key=arrived.key).exists():
            return None
        raise
    if row.outcome != Outcome.TAKEN:
        log.info("a mail that came in was %s: %s", row.outcome, row.reason)
    return row


def _judge(arrived: Arrived, *, too_large: bool) -> _Verdict:
    if arrived.forged:
        return _Verdict(Outcome.REFUSED, "the sender is forged")
    if arrived.calendars:
        # Calendars answer by themselves, so this comes before machines are turned away.
        return _calendar(arrived)
    if arrived.automatic:
        return _Verdict(Outcome.IGNORED, f"a machine wrote it ({arrived.automatic})")
    tokens = [token for each in arrived.recipients if (token := relay.token_in(each))]
    named = relay.named_by(tokens[0]) if tokens else None
    found = relay.RELAYS.get(named[0]) if named else None
    if named is None or found is None:
        return _Verdict(Outcome.REFUSED, "it was sent to no address that we gave")
    person = get_user_model().objects.filter(pk=named[1], is_active=True).first()
    if person is None:
        return _Verdict(Outcome.REFUSED, "the account is closed")
    with translation.override(person.language):
        return _of_person(arrived, found, named[2], person, too_large=too_large)


def _calendar(arrived: Arrived) -> _Verdict:
    reason = "nobody reads calendars"
    for take in relay.CALENDARS:
        try:
            with transaction.atomic():
                late = not take(arrived.calendars[0], arrived.sender)
        except (NoReply, Refused, IllegalStep) as refused:
            reason = str(refused)
        else:
            return _Verdict(Outcome.TAKEN, "too late to count" if late else "")
    return _Verdict(Outcome.REFUSED, reason[:200])


def _of_person(
    arrived: Arrived, found: relay.Relay, pk: int, person: Any, *, too_large: bool
) -> _Verdict:
    row = GRANTS[found.permission].model._default_manager.filter(pk=pk).first()
    if row is not None and not may(person, found.permission, row):
        row = None
    page = found.page(row) if row is not None else "/"
    refusal = _unfit(arrived, person, row, too_large=too_large) or _taken(
        arrived, found, row, person
    )
    if refusal is not None:
        return _Verdict(Outcome.REFUSED, refusal.reason, person, refusal.said, page)
    said = ""
    if arrived.files:
        said = _("Your words have arrived. The files have not: nothing can be attached here.")
    return _Verdict(Outcome.TAKEN, "", person, said, page)


@dataclass(frozen=True, slots=True)
class _Refusal:
    reason: str
    said: str


def _unfit(arrived: Arrived, person: Any, row: Any, *, too_large: bool) -> _Refusal | None:
    """Why the mail is not even shown to the room."""
    if arrived.sender != person.email.lower():
        return _Refusal(
            "the sender is not who the address was given to",
            _("A mail to your reply address came from another address than yours, so it was not"
              " taken. Write from the address to which our mails come, or sign in."),
        )  # fmt: skip
    if row is None:
        return _Refusal(
            "the person may not write there any more",
            _("What you wrote was not taken: this has ended, or you are no part of it any more."),
        )
    if too_large:
        return _Refusal(
            "it is too large",
            _("What you wrote was not taken: the mail is larger than 5 MB. Send the words alone."),
        )
    if not arrived.text:
        return _Refusal(
            "there are no new words in it",
            _("We found no words of yours in your mail. Write above the quoted text, or sign in."),
        )
    return None


def _taken(arrived: Arrived, found: relay.Relay, row: Any, person: Any) -> _Refusal | None:
    """Let the room take the words; why it does not, if so."""
    try:
        with transaction.atomic():
            found.take(row, arrived.text, person)
    except IllegalStep:
        said = _("What you wrote was not taken: this has ended meanwhile.")
        return _Refusal("it has moved on", said)
    except (Refused, Invalid) as why:
        return _Refusal("the room refused it", str(why))
    return None


def _answer(verdict: _Verdict, key: str) -> None:
    """One polite mail at most, to the person's own address and never to a stranger's."""
    if not verdict.said:
        return
    try:
        spend(f"mailbox:{verdict.person.pk}", MOST_ANSWERS, A_DAY)
    except TooOften:
        return
    with translation.override(verdict.person.language):
        words = Words(subject=_("About your mail to us"), text=verdict.said, action=_("Sign in"))
    post(f"mailbox:{key}", words, to=verdict.person, opens=verdict.page)
