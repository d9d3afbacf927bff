"""Where somebody works: at one kind of mail of one institution, in one language."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse

from wayfellow.institutions.models import Institution
from wayfellow.institutions.views.members import frame
from wayfellow.notifications.words import PARTS
from wayfellow.people.http import PersonRequest
from wayfellow.wordings import queries
from wayfellow.wordings.kinds import Kind, every
from wayfellow.wordings.models import Wording

LANGUAGES: dict[str, Any] = dict(Wording._meta.get_field("language").flatchoices)


@dataclass(frozen=True, slots=True)
class Desk:
    """One kind of mail of one institution, in one language."""

    request: PersonRequest
    institution: Institution
    kind: Kind
    language: str

    @property
    def newest(self) -> Wording | None:
        """What is kept now."""
        return queries.newest(self.institution, self.kind.template, self.language)

    @property
    def names(self) -> queries.Names:
        """What a preview calls things."""
        return queries.names_for(self.institution, self.request.user)

    def url(self, name: str = "edit") -> str:
        """The address of a page of this desk."""
        return url(self.institution, self.kind, self.language, name)

    def frame(self) -> dict[str, Any]:
        """What every page of this desk shows."""
        return {
            **frame(self.request, self.institution, "wordings:index"),
            "kind": self.kind,
            "language": self.language,
        }


def desk(
    request: PersonRequest, institution: Institution, key: str, language: str, *, writes: bool
) -> Desk:
    """The desk of these names; 404 where there is none, or where nobody may write there."""
    kind = every().get(key)
    if kind is None or language not in LANGUAGES or (writes and not kind.may_be_worded):
        raise Http404
    return Desk(request, institution, kind, language)


def url(institution: Institution, kind: Kind, language: str, name: str = "edit") -> str:
    """The address of a page about ``kind``."""
    return reverse(f"wordings:{name}", args=[institution.slug, kind.key, language])


def words_of(said: Any) -> dict[str, str]:
    """What a version says, part by part; nothing where there is none."""
    return {part: getattr(said, part) if said else "" for part in PARTS}
