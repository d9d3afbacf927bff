"""What members of a group answer about their meetings straight from the mail."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wayfellow.answers.registry import Answer, answers
from wayfellow.answers.relay import CALENDARS
from wayfellow.mentorships import actions
from wayfellow.mentorships.lifecycle import MeetingState
from wayfellow.mentorships.models import Meeting, Reply
from wayfellow.people.models import User
from wayfellow.ui.dates import day, moment

_PLANNED = tuple(
    f"mentorships/notices/{name}"
    for name in ("meeting_planned", "meeting_changed", "meeting_reminder")
)


def _page(meeting: Meeting) -> str:
    return reverse("mentorships:meeting", args=[meeting.group_id, meeting.pk])


def _at(meeting: Meeting) -> dict[str, str]:
    return {"at": moment(meeting.starts_at)}


def _begun(meeting: Meeting) -> str:
    if meeting.state == MeetingState.CANCELLED:
        return _("This meeting has been cancelled.")
    if meeting.state != MeetingState.PLANNED or meeting.starts_at <= now():
        return _("This meeting has begun. Record afterwards who came.")
    return ""


def _recorded(meeting: Meeting) -> str:
    if meeting.state == MeetingState.CANCELLED:
        return _("This meeting has been cancelled.")
    if meeting.state == MeetingState.RECORDED:
        return _("Somebody in your group has recorded this meeting already.")
    return ""


def _yes(meeting: Meeting, person: User, _values: Mapping[str, Any]) -> None:
    actions.answer(meeting, Reply.Coming.YES, by=person)


def _no(meeting: Meeting, person: User, _values: Mapping[str, Any]) -> None:
    actions.answer(meeting, Reply.Coming.NO, by=person)


def _met(meeting: Meeting, person: User, _values: Mapping[str, Any]) -> None:
    everybody = set(meeting.group.members.active().values_list("pk", flat=True))
    actions.record_meeting(meeting, everybody, {}, by=person)


CALENDARS.append(actions.answer_by_mail)

answers(
    Answer(
        name="meeting-yes",
        mails=_PLANNED,
        permission="meeting.answer",
        label=gettext_lazy("I am coming"),
        button=gettext_lazy("Say that I am coming"),
        asks=lambda _row: _("Are you coming to the meeting?"),
        says=lambda row: [moment(row.starts_at), _("Everybody in your group sees your answer.")],
        over=_begun,
        act=_yes,
        done=lambda row: _("You are coming: %(at)s.") % _at(row),
        page=_page,
    ),
    Answer(
        name="meeting-no",
        mails=_PLANNED,
        permission="meeting.answer",
        label=gettext_lazy("I cannot come"),
        button=gettext_lazy("Say that I cannot come"),
        asks=lambda _row: _("Can you not come to the meeting?"),
        says=lambda row: [
            moment(row.starts_at),
            _("The others are told. The meeting stays planned; on its page you can suggest another"
              " time."),
        ],
        over=_begun,
        act=_no,
        done=lambda _row: _("The others know that you cannot come."),
        page=_page,
    ),
    Answer(
        name="meeting-met",
        mails=("mentorships/notices/record_reminder",),
        permission="meeting.record",
        label=gettext_lazy("We met, everybody came"),
        button=gettext_lazy("Record the meeting"),
        asks=lambda row: _("Did you meet on %(day)s?") % {"day": day(row.starts_at)},
        says=lambda _row: [
            _("This writes down that the meeting took place as planned, and that every student of"
              " your group came."),
            _("If somebody was missing, or you met at another time, sign in and record it there."),
        ],
        over=_recorded,
        act=_met,
        done=lambda _row: _("The meeting is recorded. Write your reflection while it is fresh."),
        page=lambda row: reverse("mentorships:record", args=[row.group_id, row.pk])
        if row.state == MeetingState.PLANNED
        else _page(row),
    ),
)  # fmt: skip
