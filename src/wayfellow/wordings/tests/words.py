"""What institutions say, for the tests."""

from wayfellow.institutions.models import Institution
from wayfellow.notifications.words import PARTS
from wayfellow.wordings.models import Wording

WROTE = "conversations/notices/message_written"
PLANNED = "mentorships/notices/meeting_planned"


def says(
    institution: Institution, kind: str = WROTE, language: str = "en", **words: str
) -> Wording:
    """The next version of what ``institution`` says, whoever wrote it and however well."""
    number = Wording.objects.filter(institution=institution, kind=kind, language=language).count()
    return Wording.objects.create(
        institution=institution,
        kind=kind,
        language=language,
        number=number + 1,
        **{part: words.get(part, "") for part in PARTS},
    )
