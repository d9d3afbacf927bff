"""The mail of a draft as one person on its list would get it; nothing is written."""

import uuid

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from wayfellow.kernel.placeholders import faults
from wayfellow.mailings.models import Mailing
from wayfellow.mailings.queries.reading import PURPOSES, reply_address, values_for
from wayfellow.mailings.wording import NAMES, Wording
from wayfellow.notifications.models import Letter
from wayfellow.people.models import User

_NOWHERE = uuid.UUID(int=0)
"""Behind the buttons of a specimen is no link: nobody answers for somebody else."""


def words_for(mailing: Mailing, person: User) -> Wording:
    """The words that ``person`` would read; what is still wrong in them stands as it was typed."""
    language = language_for(mailing, person)
    wording = mailing.wording(language)
    if any(faults(getattr(wording, name), NAMES) for name in ("subject", "text", "question")):
        return wording
    return wording.filled(values_for(mailing, person))


def language_for(mailing: Mailing, person: User) -> str:
    """The language of the words that ``person`` would read."""
    return person.language if person.language in mailing.texts else mailing.language


def specimen(mailing: Mailing, person: User) -> Letter:
    """The letter, of which no row exists. It is about nothing, so that no way to stop such mail is in it."""
    words, language = words_for(mailing, person), language_for(mailing, person)
    with translation.override(language):
        action = words.label or _("Open the message")
    return Letter(
        key=f"specimen:{mailing.pk}:{person.pk}",
        address=person.email,
        name=person.called,
        language=language,
        subject=words.subject,
        text="\n\n".join(filter(None, (words.text, words.question))),
        action=action,
        url=reverse("mailings:message", args=[0]),
        answers=[
            [purpose, str(_NOWHERE), label]
            for purpose, label in zip(PURPOSES, words.options, strict=False)
        ],
        reply_to=reply_address(mailing),
    )
