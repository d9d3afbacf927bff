"""What an institution's mails say is changed here, version by version."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Refused
from wayfellow.events.record import record
from wayfellow.institutions.models import Institution
from wayfellow.notifications.words import PARTS
from wayfellow.people.models import User
from wayfellow.wordings.models import Wording
from wayfellow.wordings.queries import newest

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


def restore(row: Wording, *, seen: int, by: User) -> Wording | None:
    """Keep what an earlier version says as the next one."""
    words = {part: getattr(row, part) for part in PARTS}
    return save(row.institution, row.kind, row.language, words, seen=seen, by=by)


def _stale() -> Stale:
    return Stale(_("Somebody else has saved these words meanwhile. Nothing is lost: compare both."))
