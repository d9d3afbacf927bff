"""The question of a mailing is answered by one click in the mail."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wayfellow.answers.registry import Answer, answers
from wayfellow.mailings import actions
from wayfellow.mailings.models import Recipient
from wayfellow.mailings.notices import MAILED
from wayfellow.mailings.queries.reading import PURPOSES, page_of, told_to
from wayfellow.people.models import User


def _answered(recipient: Recipient) -> str:
    if recipient.answer is None:
        return ""
    return _("You have answered already: %(answer)s.") % {"answer": recipient.said}


def _offer(place: int) -> Answer:
    def said(recipient: Recipient) -> dict[str, str]:
        return {"answer": told_to(recipient).option(place)}

    def give(recipient: Recipient, person: User, _values: Mapping[str, Any]) -> None:
        actions.answer(recipient, place, by=person)

    return Answer(
        name=PURPOSES[place],
        mails=(MAILED,),
        permission="recipient.answer",
        # The mail shows the sender's own words on its buttons.
        label=gettext_lazy("Answer"),
        button=gettext_lazy("Send this answer"),
        asks=lambda recipient: told_to(recipient).question,
        says=lambda recipient: [
            _("Your answer: %(answer)s") % said(recipient),
            _("Staff see your answer with your name."),
        ],
        over=_answered,
        act=give,
        done=lambda recipient: _("Your answer is kept: %(answer)s.") % said(recipient),
        page=page_of,
    )


answers(*map(_offer, range(len(PURPOSES))))
