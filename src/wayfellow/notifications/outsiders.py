"""Mail to people without an account: they stop it by an address in the mail, and undo it there.

The address is derived from theirs and what the mail is about. What is kept of a stop is not the
address but its digest, so that the list tells nobody who is on it.
"""

import hashlib
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wayfellow.access.links import sealed, unsealed
from wayfellow.notifications.categories import SWITCHABLE, Category
from wayfellow.notifications.models import Letter, Unwanted
from wayfellow.notifications.notice import Notice

PURPOSE = "stop-letters"
_DIGEST_BYTES = 12
_BITS = 32
_LANGUAGE = 16
"""Bits for the category; those for the language of the page follow."""
LABELS = {Category.JOINING: _("Invitations to take part")}
"""What categories are called to people who know nothing of the site; else as for everybody."""


@dataclass(frozen=True, slots=True)
class StopOutside:
    """Which address wants no more mail about what."""

    digest: str
    category: Category
    language: str

    @property
    def label(self) -> str:
        """What it is about, in words for its reader."""
        return str(LABELS.get(self.category, self.category.label))


def category_of(notice: Notice) -> str:
    """About what an outsider may stop such mail; nothing where it must come.

    What somebody asked for a moment ago is urgent; consent and safety cannot be stopped.
    """
    return notice.category if notice.category in SWITCHABLE and not notice.urgent else ""


def url_of(letter: Letter) -> str:
    """The address in ``letter`` by which its reader stops such mail; nothing where none may."""
    if letter.to_id is not None or letter.category not in SWITCHABLE:
        return ""
    return f"{settings.BASE_URL}{reverse(f'links:{PURPOSE}', args=[_token(letter)])}"


def _token(letter: Letter) -> str:
    languages = [code for code, _name in settings.LANGUAGES]
    language = languages.index(letter.language) if letter.language in languages else 0
    about = SWITCHABLE.index(Category(letter.category)) | language << _LANGUAGE
    number = int(digest_of(letter.address), 16) << _BITS | about
    return sealed(uuid.UUID(int=number), PURPOSE)


def digest_of(address: str) -> str:
    """By what ``address`` is known again."""
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()[: 2 * _DIGEST_BYTES]


def read(token: str) -> StopOutside | None:
    """What ``token`` stands for, or None if nobody made it."""
    key = unsealed(token, PURPOSE)
    if key is None:
        return None
    about, digest = key.int & (1 << _BITS) - 1, key.int >> _BITS
    place, language = about & (1 << _LANGUAGE) - 1, about >> _LANGUAGE
    if place >= len(SWITCHABLE) or language >= len(settings.LANGUAGES):
        return None
    named = f"{digest:0{2 * _DIGEST_BYTES}x}"
    return StopOutside(named, SWITCHABLE[place], settings.LANGUAGES[language][0])


def is_stopped(stop: StopOutside) -> bool:
    """Whether such mail is stopped now."""
    return Unwanted.objects.filter(digest=stop.digest, category=stop.category).exists()


def stop(wanted: StopOutside) -> None:
    """No more such mail to the address; what is queued is dropped when it would leave."""
    Unwanted.objects.bulk_create(
        [Unwanted(digest=wanted.digest, category=wanted.category)], ignore_conflicts=True
    )


def let_come(wanted: StopOutside) -> None:
    """Such mail comes again from now on."""
    Unwanted.objects.filter(digest=wanted.digest, category=wanted.category).delete()


def is_unwanted(letter: Letter) -> bool:
    """Whether an outsider has stopped mail such as ``letter``."""
    if letter.to_id is not None or not letter.category:
        return False
    rows = Unwanted.objects.filter(digest=digest_of(letter.address), category=letter.category)
    return rows.exists()
