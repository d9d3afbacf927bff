"""What an institution's mails say is changed here, version by version."""

from collections.abc import Mapping
from copy import copy
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wayfellow.access import rates
from wayfellow.access.refusals import Refused
from wayfellow.events.record import record
from wayfellow.institutions.models import Institution
from wayfellow.notifications.outbox import post
from wayfellow.notifications.words import PARTS, Words
from wayfellow.people.models import User
from wayfellow.wordings.models import Wording
from wayfellow.wordings.queries import newest

TESTS, HOUR = 20, 60 * 60
"""So many tests one person may mail to themself within so many seconds."""
NOTHING = dict.fromkeys(PARTS, "")
"""What goes back to the built-in words."""


class Stale(Refused):
    """Somebody else has saved meanwhile; both texts are shown, and nothing is lost."""


@transaction.atomic
def save(
    institution: Institution,
    kind: str,
    language: str,
    words: Mapping[str, str],
    *,
    seen: int,
    by: User,
) -> Wording | None:
    """Keep ``words`` as the next version after the one that was ``seen`` (0 where none was).

    Nothing is written where they say what is kept already; Stale where that is another version.
    """
    latest = newest(institution, kind, language)
    said = {part: words[part] for part in PARTS}
    if said == ({part: getattr(latest, part) for part in PARTS} if latest else NOTHING):
        return latest
    number = latest.number if latest else 0
    if number != seen:
        raise _stale()
    try:
        with transaction.atomic():
            row = Wording.objects.create(
                institution=institution,
                kind=kind,
                language=language,
                number=seen + 1,
                by=by,
                **said,
            )
    except IntegrityError as taken:
        raise _stale() from taken
    record("save", row, by=by, kind=kind, language=language, number=row.number)
    return row


def test(words: Words, language: str, *, key: str, page: str, by: User) -> None:
    """Mail ``words`` to whoever asks, once for each ``key``, and to nobody else.

    TooOften after so many in an hour.
    """
    said = _("You have asked for many tests. Nothing is lost: try again in an hour.")
    rates.spend(f"test mail of {by.pk}", TESTS, HOUR, said)
    marked = replace(words, subject=f"[Test] {words.subject}")
    # The same person, as a reader of the words' language.
    reader = copy(by)
    reader.language = language
    post(f"test:{by.pk}:{key}", marked, to=reader, opens=page if words.action else "")


def _stale() -> Stale:
    return Stale(_("Somebody else has saved these words meanwhile. Nothing is lost: compare both."))
