"""Answers the notices' question whose words to use."""

from collections.abc import Collection, Sequence
from typing import Any

from wayfellow.notifications.notice import Correspondent
from wayfellow.notifications.own_words import Own
from wayfellow.wordings.belonging import institutions_of, place_of
from wayfellow.wordings.models import Wording


def worded(templates: Collection[str]) -> Collection[str]:
    """Those of ``templates`` for which any institution has own words."""
    rows = Wording.objects.filter(kind__in=templates).current().said()
    return set(rows.order_by().values_list("kind", flat=True).distinct()) if templates else ()


def words_for(template: str, subject: Any, readers: Sequence[Any]) -> list[Own | None]:
    """For each of ``readers`` the words of their institution in their language, if any."""
    place = place_of(subject)
    people = [reader.pk for reader in readers if not isinstance(reader, Correspondent)]
    homes = institutions_of(place, people)
    # Who has no account is written to by the institution that the matter belongs to.
    belongs = [
        place.institution if isinstance(reader, Correspondent) else homes.get(reader.pk)
        for reader in readers
    ]
    own = _kept(template, {each for each in belongs if each})
    return [
        own.get((institution or 0, reader.language))
        for institution, reader in zip(belongs, readers, strict=True)
    ]


def _kept(template: str, institutions: Collection[int]) -> dict[tuple[int, str], Own]:
    rows = Wording.objects.filter(kind=template, institution__in=institutions).current().said()
    return {
        (row.institution_id, row.language): own_of(row)
        for row in rows.select_related("institution")
    }


def own_of(row: Wording) -> Own:
    """What ``row`` says, as notices take it."""
    return Own(
        version=row.pk,
        institution=row.institution.name,
        subject=row.subject,
        text=row.text,
        action=row.action,
    )
