"""What an institution says, and which mails there are."""

from wayfellow.institutions.models import Institution
from wayfellow.wordings.models import Wording


def newest(institution: Institution, kind: str, language: str) -> Wording | None:
    """The latest version of what ``institution`` says in mails of ``kind``."""
    rows = Wording.objects.filter(institution=institution, kind=kind, language=language)
    return rows.select_related("by", "institution").order_by("-number").first()
