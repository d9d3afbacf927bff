"""Addresses that the mail server refused for good, and the letters that wait for them."""

from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower
from django.utils.timezone import now

from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.models import Letter, LetterQuerySet, Undeliverable


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
