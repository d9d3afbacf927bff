"""Who comes to a planned meeting, said on its page or in one's own calendar."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wayfellow.access.doors import may
from wayfellow.access.refusals import Refused
from wayfellow.calendars import NoReply, read_reply
from wayfellow.events.record import record
from wayfellow.events.step import move
from wayfellow.mentorships.lifecycle import MEETING, MeetingState
from wayfellow.mentorships.models import Meeting, Reply
from wayfellow.people.models import User


@transaction.atomic
def answer(meeting: Meeting, coming: Reply.Coming, *, by: User) -> None:
    """Say whether one comes to a planned meeting; the last word counts."""
    if meeting.starts_at <= now():
        raise Refused(_("This meeting has begun. Record afterwards who came."))
    _take(meeting, coming, by=by, at=now())


@transaction.atomic
def answer_by_mail(content: bytes, sender: str) -> bool:
    """Take the answer in a calendar file that ``sender`` mailed; False if it comes too late.

    ``sender`` is the address that the mail was proven to come from. NoReply if the file is no
    answer, is about no meeting of ours, or comes from somebody who was not asked. An answer to
    a version that was replaced since, or one older than the last word, changes nothing.
    """
    reply = read_reply(content, sender)
    meeting = Meeting.objects.select_for_update().filter(uid=_uid(reply.uid)).first()
    if meeting is None:
        raise NoReply("The answer is about no meeting of ours.")
    person = meeting.group.people().filter(email__iexact=reply.guest).first()
    if person is None or not may(person, "meeting.answer", meeting):
        raise NoReply("The answer comes from somebody who was not asked.")
    at = min(reply.stamp, now())
    last = meeting.replies.filter(person=person, at__gt=at)
    over = meeting.state != MeetingState.PLANNED or meeting.starts_at <= now()
    if over or reply.sequence < meeting.sequence or last.exists():
        return False
    _take(meeting, Reply.Coming(reply.says), by=person, at=at)
    return True


def _uid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as fault:
        raise NoReply("The answer is about no meeting of ours.") from fault


def _take(meeting: Meeting, coming: Reply.Coming, *, by: User, at: datetime) -> None:
    move(meeting, MEETING, "answer")
    said = Reply.objects.filter(meeting=meeting, person=by, coming=coming)
    if said.update(at=at):
        return
    values = {"coming": coming, "at": at}
    Reply.objects.update_or_create(meeting=meeting, person=by, defaults=values)
    if coming == Reply.Coming.NO:
        record("decline", meeting, by=by)
    else:
        record("answer", meeting, by=by, coming=coming)
