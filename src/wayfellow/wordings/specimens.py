"""Every mail there is, with sample values: for the eye, for previews and for proof-reading.

Nothing is read from the database and nothing is written.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from wayfellow.access.models import Link
from wayfellow.answers.registry import offered
from wayfellow.notifications.compose import Mail, compose
from wayfellow.notifications.models import Letter
from wayfellow.notifications.notice import NOTICES, Notice
from wayfellow.notifications.words import Words, built_in
from wayfellow.wordings.samples import PEOPLE, READER, Happening, Sample, model_named

type Given = Mapping[str, object]

VARIANTS: Mapping[str, tuple[Given, ...]] = {
    "applications/notices/accepted": ({"subject.part": "mentor"},),
    "applications/notices/received": (
        {"subject.state": "accepted"},
        {"subject.consent_needed": False},
    ),
    "institutions/notices/invited": ({"subject.invited_by": None},),
    "mentorships/notices/digest": (
        {f"data.{name}": 0 for name in ("key_points", "reflections", "worries")},
    ),
    "mentorships/notices/meeting_answered": ({"data.coming": "TENTATIVE"},),
    "mentorships/notices/meeting_recorded_liaison": ({"data.told_before": False},),
    "mentorships/notices/withdrawal_asked": ({"subject.by_id": READER},),
    "pairing/notices/mentor_answered": ({"data.said": "no"},),
    "pairing/notices/reminded": ({"subject.answer_by": None},),
    "pairing/notices/student_answered": ({"data.said": "no"},),
    "partners/notices/hours_summed": ({"data.delivered": None},),
    "safeguarding/notices/raised": (
        {"subject.severity": "immediate"},
        {"subject.severity": "serious"},
    ),
    "safeguarding/notices/receipt": ({"subject.institution.emergency_number": ""},),
}
"""What is otherwise where a mail has several texts; the usual one needs no entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Specimen:
    """One mail as a reader would get it, with sample values."""

    kind: str
    """The template of its notice."""
    variant: int
    """0 for the usual text, and on from 1 where a mail has several."""
    category: str
    language: str
    is_mailed: bool
    """Whether it is also mailed, or stands in the inbox only."""
    subject: str
    text: str
    action: str
    plain: str
    """The whole mail as plain text."""
    html: str
    """The whole mail as HTML."""


def kinds() -> dict[str, list[Notice]]:
    """Every kind of mail: the rows of the notices' table by their templates."""
    found: dict[str, list[Notice]] = {}
    for notice in (row for rows in NOTICES.values() for row in rows):
        found.setdefault(notice.template, []).append(notice)
    return found


def specimens(language: str, templates: Iterable[str] = ()) -> list[Specimen]:
    """Every mail in ``language``, or those of ``templates``, each in all its variants."""
    wanted = set(templates)
    return [
        specimen(notices[0], language, variant)
        for template, notices in kinds().items()
        if not wanted or template in wanted
        for variant in range(variants(template))
    ]


def variants(template: str) -> int:
    """How many texts the mail has."""
    return 1 + len(VARIANTS.get(template, ()))


def specimen(
    notice: Notice,
    language: str,
    variant: int = 0,
    words: Words | None = None,
    name: str = PEOPLE["student"],
) -> Specimen:
    """One mail with its built-in words, or with ``words``, to somebody called ``name``."""
    if words is None:
        words = built_in(notice.template, values(notice, variant), language)
    mail = mailed(notice, words, language, name)
    html, _type = mail.alternatives[0]
    return Specimen(
        kind=notice.template,
        variant=variant,
        category=notice.category,
        language=language,
        is_mailed=notice.mail,
        subject=words.subject,
        text=words.text,
        action=words.action,
        plain=str(mail.body),
        html=str(html),
    )


def values(notice: Notice, variant: int = 0, called: Given | None = None) -> dict[str, Any]:
    """What the notice's template may ask for, made of samples; ``called`` names some of them."""
    other: Given = VARIANTS[notice.template][variant - 1] if variant else {}
    given = {"reader.pk": READER, **other, **(called or {})}
    event = Happening(given)
    reader = Sample(model_named("user"), "reader", role="student", given=given)
    subject = Sample(model_named(notice.on.partition(".")[0]), "subject", given=given)
    return {"subject": subject, "event": event, "reader": reader, "data": event.data}


def mailed(notice: Notice, words: Words, language: str, name: str) -> Mail:
    """The mail of ``words`` as it would leave, to nobody."""
    return compose(
        Letter(
            key=f"specimen:{notice.template}",
            address="reader@example.org",
            name=name,
            language=language,
            subject=words.subject,
            text=words.text,
            action=words.action,
            url="" if notice.link or not words.action else "/",
            link=Link(pk=_NO_LINK, purpose=notice.link) if notice.link and words.action else None,
            answers=list(_answers(notice, language)),
            notice=notice.template,
            category=notice.category if notice.may_wait else "",
        )
    )


_NO_LINK = uuid.UUID(int=0)


def _answers(notice: Notice, language: str) -> Iterator[list[str]]:
    with translation.override(language):
        for answer in offered(notice.template):
            yield [answer.name, str(_NO_LINK), str(answer.label)]
