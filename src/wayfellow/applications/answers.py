"""What mentors answer about their profiles straight from the mail."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wayfellow.answers.registry import Answer, answers
from wayfellow.applications import actions
from wayfellow.applications.forms import PauseForm
from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application
from wayfellow.people.models import User
from wayfellow.ui.dates import day


def _page(mentor: Application) -> str:
    return reverse("applications:show", args=[mentor.pk])


def _programme(mentor: Application) -> dict[str, str]:
    return {"programme": mentor.cohort.programme.name}


def _left(mentor: Application) -> str:
    if mentor.state != State.ACCEPTED:
        return _("You are no mentor in %(programme)s at the moment.") % _programme(mentor)
    return ""


def _confirmed(mentor: Application) -> str:
    if mentor.is_paused:
        return _("Your profile in %(programme)s rests. Sign in to take students again.") % (
            _programme(mentor)
        )
    return _left(mentor)


def _paused(mentor: Application) -> str:
    if mentor.is_paused:
        return _("You take nobody new in %(programme)s already.") % _programme(mentor)
    return _left(mentor)


def _confirm(mentor: Application, person: User, _values: Mapping[str, Any]) -> None:
    actions.confirm(mentor, by=person)


def _pause(mentor: Application, person: User, values: Mapping[str, Any]) -> None:
    actions.pause(mentor, until=values["until"], by=person)


PAUSE = Answer(
    name="mentor-pause",
    aside=True,
    mails=("applications/notices/confirm_profile",),
    permission="application.pause",
    label=gettext_lazy("Pause until a day"),
    button=gettext_lazy("Take nobody new until then"),
    asks=lambda row: _("Take nobody new in %(programme)s for some time?") % _programme(row),
    says=lambda _row: [
        _("Students do not see you meanwhile, and nobody is matched with you. Groups that you"
          " guide go on, and requests that wait stay open.")
    ],
    over=_paused,
    act=_pause,
    done=lambda row: _("You take nobody new. You are back by yourself on %(day)s.")
    % {"day": day(row.paused_until)},
    page=_page,
    form=PauseForm,
)  # fmt: skip
"""Rooms above offer it in their mails as well."""

answers(
    Answer(
        name="profile-confirm",
        mails=("applications/notices/confirm_profile",),
        permission="application.confirm",
        label=gettext_lazy("Everything is still right"),
        button=gettext_lazy("Confirm my profile"),
        asks=lambda row: _("Is your profile in %(programme)s still right?") % _programme(row),
        says=lambda _row: [
            _("Your profile stays as it is, and students go on seeing it. You are asked again in"
              " a year. To read or change it first, sign in.")
        ],
        over=_confirmed,
        act=_confirm,
        done=lambda _row: _("Your profile is confirmed for another year."),
        page=lambda row: reverse("applications:edit", args=[row.pk]),
    ),
    PAUSE,
)  # fmt: skip
