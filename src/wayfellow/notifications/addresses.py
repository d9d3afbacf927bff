"""Addresses that the mail server refused for good, and the letters that wait for them."""

from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower
from django.utils.timezone import now

from wayfellow.notifications.categories import Category
from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.models import Letter, LetterQuerySet, Undeliverable
from wayfellow.notifications.notice import NOTICES


def why_refused(address: str) -> str:
    """What the mail server said of ``address``; nothing where it takes mail."""
    found = Undeliverable.objects.filter(address=address.lower())
    return found.values_list("reason", flat=True).first() or ""


def note_refused(address: str, reason: str) -> None:
    """From now on letters to ``address`` are held back."""
    Undeliverable.objects.bulk_create(
        [Undeliverable(address=address.lower(), reason=reason)], ignore_conflicts=True
    )


def works(address: str) -> int:
    """``address`` takes mail again; how many letters leave now that were held back for it."""
    gone, _each = Undeliverable.objects.filter(address=address.lower()).delete()
    return _free(Letter.objects.filter(address__iexact=address)) if gone else 0


def free_forgotten() -> int:
    """Let go what was held back in the very moment in which its address was released."""
    refused = Undeliverable.objects.filter(address=Lower(OuterRef("address")))
    return _free(Letter.objects.filter(~Exists(refused)))


def _free(letters: LetterQuerySet) -> int:
    return letters.filter(state=LetterState.HELD).update(
        state=LetterState.WAITING, due_at=now(), reason=""
    )


def follow(person: int, before: str, after: str) -> int:
    """What waits for ``person`` at ``before`` goes to ``after``; how many letters.

    A mark that ``before`` refuses mail stays with that address, so that what was held back
    leaves. What tells of the account's safety stays with the address for which it was written.
    """
    safety = [
        notice.template
        for notices in NOTICES.values()
        for notice in notices
        if notice.category == Category.SECURITY
    ]
    theirs = (
        Letter.objects.filter(to=person, address__iexact=before)
        .exclude(state__in=[LetterState.SENT, LetterState.DROPPED, LetterState.TRANSMITTING])
        .exclude(notice__in=safety)
    )
    moved = theirs.update(address=after)
    _free(Letter.objects.filter(to=person, address=after))
    return moved
