"""From a draft to a mailing on its way, and what stops it: each of these happens once."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wayfellow.access.rates import spend
from wayfellow.access.refusals import Invalid, Refused
from wayfellow.events.record import record
from wayfellow.events.step import move, step
from wayfellow.mailings.lifecycle import MAILING, Reason, Standing
from wayfellow.mailings.models import Mailing, Recipient
from wayfellow.mailings.queries.audience import Audience, audience
from wayfellow.mailings.queries.reading import reply_address
from wayfellow.notifications import many
from wayfellow.notifications.models import Letter
from wayfellow.people.models import User

MOST = 50_000
"""Recipients of one mailing."""
SENDINGS_AN_HOUR = 20
HOUR = 3600
AT_ONCE = 1000
"""Rows that are written together."""


@transaction.atomic
def send(mailing: Mailing, *, seen: str, version: int, by: User) -> None:
    """Freeze who gets it, and let it leave. ``seen`` is the digest of the list that was confirmed.

    Invalid where the list or the words have changed since; IllegalStep where it is sent already.
    """
    if mailing.version != version:
        raise Invalid(_("The message was changed meanwhile. Read it once more."))
    spend(f"mailing:{by.pk}", SENDINGS_AN_HOUR, HOUR)
    found = audience(mailing)
    _check(mailing, found, seen)
    at = now()
    frozen = {"sent_at": at, "reply_to": reply_address(mailing), "count": found.count}
    move(mailing, MAILING, "send", set_=frozen)
    Recipient.objects.bulk_create(
        [
            *(
                Recipient(mailing=mailing, person_id=pk, language=language)
                for pk, language in sorted(found.people.items())
            ),
            *(
                Recipient(
                    mailing=mailing,
                    person_id=pk,
                    language=mailing.language,
                    standing=Standing.LEFT_OUT,
                    reason=Reason.CLOSED,
                )
                for pk in sorted(found.closed)
            ),
        ],
        batch_size=AT_ONCE,
    )
    record("send", mailing, by=by, recipients=found.count, listing=mailing.listing)


def _check(mailing: Mailing, found: Audience, seen: str) -> None:
    for language, wording in ((code, mailing.wording(code)) for code in mailing.languages):
        first = None if language == mailing.language else mailing.wording()
        if wording.lacking(first):
            raise Invalid(_("The message is not complete yet."))
    if not found.count:
        raise Refused(_("Nobody is on this list now."))
    if found.count > MOST:
        raise Refused(_("At most %(most)d people can be written to at once.") % {"most": MOST})
    if found.digest != seen:
        raise Invalid(_("The list has changed meanwhile. Look at the number once more."))


def pause(mailing: Mailing, *, by: User) -> None:
    """Whatever has not left stays here until ``resume``."""
    with transaction.atomic():
        move(mailing, MAILING, "pause")
        many.hold(letters_of(mailing))
        record("pause", mailing, by=by)


def resume(mailing: Mailing, *, by: User) -> None:
    """Go on where it was paused."""
    with transaction.atomic():
        move(mailing, MAILING, "resume")
        at = now()
        again = many.let_go(letters_of(mailing), moments(mailing, at))
        Mailing.objects.filter(pk=mailing.pk).update(free_at=at + again * interval(mailing))
        record("resume", mailing, by=by)


def cancel(mailing: Mailing, *, by: User) -> None:
    """Whatever has not left never leaves."""
    with transaction.atomic():
        move(mailing, MAILING, "cancel")
        many.call_off(letters_of(mailing))
        queued = Recipient.objects.filter(mailing=mailing, standing=Standing.QUEUED)
        queued.update(standing=Standing.LEFT_OUT, reason=Reason.CANCELLED)
        record("cancel", mailing, by=by)


def finish(mailing: Mailing) -> None:
    """Everybody has been told, and their mails have left or wait for something else."""
    step(mailing, MAILING, "finish", by=None)


def letters_of(mailing: Mailing) -> QuerySet[Letter]:
    """Its letters, as rows of the outbox."""
    mine = Recipient.objects.filter(Q(letter__isnull=False), mailing=mailing)
    return Letter.objects.filter(pk__in=mine.values("letter"))


def interval(mailing: Mailing) -> timedelta:
    """The time between two of its letters."""
    allowed = many.per_minute()
    return timedelta(minutes=1) / min(mailing.per_minute or allowed, allowed)


def moments(mailing: Mailing, first: datetime) -> Iterator[datetime]:
    """When its letters may leave, one after the other, without end."""
    gap = interval(mailing)
    while True:
        yield first
        first += gap
