"""What an institution says, and how it would look."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import translation

from wayfellow.institutions.models import Institution
from wayfellow.notifications import own_words
from wayfellow.notifications.offers import source, value_of
from wayfellow.notifications.own_words import Own, in_own_words
from wayfellow.notifications.words import PARTS, Words, bound, built_in
from wayfellow.people.models import User
from wayfellow.programmes.models import Programme
from wayfellow.wordings.kinds import Kind
from wayfellow.wordings.models import Wording, WordingQuerySet
from wayfellow.wordings.specimens import Specimen, specimen, values, variants


def newest(institution: Institution, kind: str, language: str) -> Wording | None:
    """The latest version of what ``institution`` says in mails of ``kind``."""
    return versions(institution, kind, language).first()


def versions(institution: Institution, kind: str, language: str) -> WordingQuerySet:
    """All of them, the newest first."""
    rows = Wording.objects.filter(institution=institution, kind=kind, language=language)
    return rows.select_related("by", "institution").order_by("-number")


def said_by(institution: Institution) -> dict[str, list[Wording]]:
    """What ``institution`` says now in its own words, by the kind's template."""
    found: dict[str, list[Wording]] = {}
    for row in Wording.objects.filter(institution=institution).current().said():
        found.setdefault(row.kind, []).append(row)
    return found


def is_broken(kind: Kind, row: Wording) -> bool:
    """Whether a name in it stands for nothing any more, so that the built-in words are used."""
    return any(own_words.wrong(kind.template, getattr(row, part)) for part in PARTS)


@dataclass(frozen=True, slots=True)
class Names:
    """Whose names stand in a preview: nobody's but those that its reader knows anyway."""

    institution: str
    programme: str
    reader: str

    def given(self) -> dict[str, object]:
        """As samples take them."""
        return {
            "institution.name": self.institution,
            "programme.name": self.programme,
            "reader.called": self.reader,
            "reader.name": self.reader,
        }


def names_for(institution: Institution, reader: User) -> Names:
    """The institution, one of its programmes and the reader; everything else is a sample."""
    programmes = Programme.objects.filter(institutions=institution).order_by("-pk")
    programme = programmes.values_list("name", flat=True).first() or ""
    return Names(institution.name, programme, reader.called)


def preview(
    kind: Kind, language: str, words: Mapping[str, str], names: Names, variant: int = 0
) -> Specimen:
    """The mail as it would look with ``words`` where they say something, else the built-in ones."""
    given = _values(kind, names, variant)
    said = built_in(kind.template, given, language)
    own = Own(version=None, institution=names.institution, **words)
    filled = in_own_words(own, kind.template, said, given, language) or said
    return specimen(kind.notice, language, variant, filled, name=names.reader)


def _values(kind: Kind, names: Names, variant: int = 0) -> dict[str, object]:
    given = {name: value for name, value in names.given().items() if value}
    return values(kind.notice, variant, given)


def usual(kind: Kind, language: str) -> list[Words]:
    """The built-in words with the names in braces: one, or several where they depend on the case."""
    found = []
    with translation.override(language):
        for variant in range(variants(kind.template)):
            given = values(kind.notice, variant)
            parts = {part: source(kind.template, part, given).strip() for part in PARTS}
            found.append(Words(**parts))
    return list(dict.fromkeys(found))


def placeholders(kind: Kind, language: str, names: Names) -> list[tuple[str, str]]:
    """What may stand in braces, and for example what it stands for."""
    given = _values(kind, names)
    fixed = {"reader": names.reader, "institution": names.institution}
    found = []
    with translation.override(language), bound(kind.template, given) as context:
        for name in own_words.allowed(kind.template):
            value = value_of(kind.template, "text", name)
            said = value(context) if value else fixed.get(name)
            found.append((name, said or ""))
    return found


def left_out(kind: Kind, words: Mapping[str, str]) -> list[str]:
    """Names that the built-in words put in and ``words`` do not, where these say something."""
    missing = (own_words.dropped(kind.template, part, words[part]) for part in PARTS if words[part])
    return list(dict.fromkeys(name for some in missing for name in some))
