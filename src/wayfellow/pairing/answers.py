"""What a mentor answers to a request straight from the mail, and where replies to such mails go."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wayfellow.answers.registry import Answer, answers
from wayfellow.answers.relay import Relay, relays
from wayfellow.applications.answers import PAUSE
from wayfellow.pairing import actions
from wayfellow.pairing.forms import AnswerForm, RemarkForm
from wayfellow.pairing.lifecycle import InterestState
from wayfellow.pairing.models import Interest
from wayfellow.people.models import User

_TO_MENTOR = tuple(f"pairing/notices/{name}" for name in ("asked", "reminded", "remark_to_mentor"))


def _page(interest: Interest) -> str:
    return reverse("pairing:request", args=[interest.pk])


def _student(interest: Interest) -> dict[str, str]:
    return {"name": interest.student.person.called}


def _over(interest: Interest) -> str:
    """What was decided meanwhile, in words for the mentor."""
    said = {
        InterestState.ACCEPTED: _("You have accepted the request of %(name)s already."),
        InterestState.DECLINED: _("You have declined the request of %(name)s already."),
        InterestState.WITHDRAWN: _("%(name)s has taken the request back. You need do nothing."),
        InterestState.EXPIRED: _(
            "The request of %(name)s has ended unanswered. If you have time now, sign in: the"
            " student may ask you again."
        ),
    }
    return said.get(InterestState(interest.state), "") % _student(interest)


def _accept(interest: Interest, person: User, values: Mapping[str, Any]) -> None:
    actions.accept(interest, by=person, answer=values["answer"])


def _decline(interest: Interest, person: User, values: Mapping[str, Any]) -> None:
    actions.decline(interest, by=person, answer=values["answer"])


def _inquire(interest: Interest, person: User, values: Mapping[str, Any]) -> None:
    actions.write_remark(interest, values["body"], by=person)


answers(
    Answer(
        name="interest-accept",
        mails=_TO_MENTOR,
        permission="interest.accept",
        label=gettext_lazy("Accept"),
        button=gettext_lazy("Accept the request"),
        asks=lambda row: _("Be the mentor of %(name)s?") % _student(row),
        says=lambda row: [
            _("Your work group begins at once, and %(name)s is told.") % _student(row)
        ],
        over=_over,
        act=_accept,
        done=lambda row: _("You are the mentor of %(name)s now.") % _student(row),
        page=_page,
        form=AnswerForm,
    ),
    Answer(
        name="interest-decline",
        mails=_TO_MENTOR,
        permission="interest.decline",
        label=gettext_lazy("Decline kindly"),
        button=gettext_lazy("Decline the request"),
        asks=lambda row: _("Decline the request of %(name)s?") % _student(row),
        says=lambda _row: [_("The student is told kindly, and free to ask somebody else.")],
        over=_over,
        act=_decline,
        done=lambda row: _("%(name)s has been told, kindly.") % _student(row),
        page=_page,
        form=AnswerForm,
    ),
    Answer(
        name="interest-inquire",
        mails=_TO_MENTOR,
        permission="interest.write",
        label=gettext_lazy("Ask something first"),
        button=gettext_lazy("Send the question"),
        asks=lambda row: _("What would you like to know from %(name)s?") % _student(row),
        says=lambda row: [
            _("%(name)s gets your question by mail. The request stays open meanwhile.")
            % _student(row)
        ],
        over=_over,
        act=_inquire,
        done=lambda row: (
            _("%(name)s has got your question. The answer comes to you by mail.") % _student(row)
        ),
        page=_page,
        form=RemarkForm,
    ),
    # Who is asked too often, or by nobody, may want a rest.
    replace(
        PAUSE,
        name="asked-pause",
        mails=("pairing/notices/reminded",),
        of=lambda interest: interest.mentor,
    ),
    replace(PAUSE, name="unasked-pause", mails=("pairing/notices/unasked",)),
)

relays(
    Relay(
        code="i",
        mails=(*_TO_MENTOR, "pairing/notices/remark"),
        permission="interest.write",
        take=lambda row, text, person: actions.write_remark(row, text, by=person),
        page=_page,
    )
)
