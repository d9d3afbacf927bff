"""What students write: key points and reflections; and what liaison officers answer."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Invalid, Refused
from wayfellow.events.record import record
from wayfellow.events.step import step
from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.mentorships.lifecycle import (
    KEY_POINTS,
    REFLECTION,
    WITHDRAWAL,
    KeyPointsState,
    MeetingState,
    ReflectionState,
)
from wayfellow.mentorships.models import KeyPoints, Meeting, Member, Reflection, Withdrawal
from wayfellow.people.models import User
from wayfellow.programmes.lifecycle import CohortState
from wayfellow.programmes.models import Term

KEY_POINT_FIELDS = (
    "shared_goals",
    "my_commitments",
    "mentor_commitments",
    "planned_activities",
    "contact",
    "questions",
)
REFLECTION_FIELDS = (
    "did",
    "learnt",
    "changes",
    "updates",
    "next_step",
    "confidence",
    "shared_with_mentor",
)


@transaction.atomic
def save_key_points(key_points: KeyPoints, values: Mapping[str, Any], *, by: User | None) -> None:
    """Keep what is written so far; nobody else reads it yet."""
    kept = {name: values[name] for name in KEY_POINT_FIELDS if name in values}
    rows = KeyPoints.objects.filter(pk=key_points.pk, state=KeyPointsState.DUE)
    if not rows.update(**kept):
        raise Refused(_("These key points are with your liaison officer already."))
    key_points.refresh_from_db()
    record("save", key_points, by=by)


@transaction.atomic
def send(key_points: KeyPoints, *, by: User | None) -> None:
    """The key points go to the liaison officer."""
    key_points.refresh_from_db()
    if not key_points.shared_goals.strip():
        raise Invalid(_("Write which goals you share. Then send it."), field="shared_goals")
    step(key_points, KEY_POINTS, "send", by=by, set_={"sent_at": now()})


@transaction.atomic
def open_reflection(
    member: Member, *, meeting: Meeting | None = None, term: Term | None = None, by: User | None
) -> Reflection:
    """The student's reflection on a recorded meeting or on a term: new, or begun before."""
    if meeting is not None and (
        meeting.group_id != member.group_id or meeting.state != MeetingState.RECORDED
    ):
        raise Refused(_("Record the meeting first. Then write what you learnt."))
    reflection, new = Reflection.objects.get_or_create(member=member, meeting=meeting, term=term)
    if new:
        record("open", reflection, by=by)
    return reflection


@transaction.atomic
def save_reflection(
    reflection: Reflection, values: Mapping[str, Any], *, version: int, by: User | None
) -> int:
    """Keep the text and return its new version; Refused if another window saved since.

    Saving the same words again is no conflict, so that a repeated autosave does no harm.
    """
    kept = {name: values[name] for name in REFLECTION_FIELDS if name in values}
    rows = Reflection.objects.filter(
        pk=reflection.pk,
        version=version,
        state__in=[ReflectionState.DRAFT, ReflectionState.RETURNED],
    )
    saved = rows.update(version=F("version") + 1, saved_at=now(), **kept)
    reflection.refresh_from_db()
    same = all(getattr(reflection, name) == value for name, value in kept.items())
    if not saved and not (same and reflection.is_open):
        raise Refused(_("This reflection was changed in another window since you opened it."))
    return reflection.version


@transaction.atomic
def hand_in(reflection: Reflection, *, by: User | None) -> None:
    """The liaison officer may read it from now on."""
    reflection.refresh_from_db()
    if not (reflection.did.strip() or reflection.learnt.strip()):
        raise Invalid(_("Write at least what you did or what you learnt."), field="learnt")
    closed = {CohortState.CLOSED, CohortState.CANCELLED}
    if reflection.member.group.cohort.state in closed:
        raise Refused(_("This round is closed, so reflections are no longer taken."))
    step(reflection, REFLECTION, "hand_in", by=by, set_={"handed_in_at": now()})


@transaction.atomic
def return_(reflection: Reflection, question: str, *, by: User | None) -> None:
    """Give it back to the student with a question."""
    if not question.strip():
        raise Invalid(_("Write your question, so that the student knows what to add."))
    step(reflection, REFLECTION, "return", by=by, set_={"question": question[:1000]})


def acknowledge(row: KeyPoints | Reflection | Withdrawal, *, by: User | None) -> None:
    """Say that it was read: key points, a reflection, or a wish to leave."""
    read: dict[str, Any] = {"acknowledged_at": now(), "acknowledged_by": by}
    match row:
        case KeyPoints():
            step(row, KEY_POINTS, "acknowledge", by=by, set_=read)
        case Reflection():
            step(row, REFLECTION, "acknowledge", by=by, set_=read)
        case Withdrawal():
            step(row, WITHDRAWAL, "acknowledge", by=by, set_={"acknowledged_at": now()})


@transaction.atomic
def acknowledge_all(reflections: Iterable[Reflection], *, by: User | None) -> int:
    """Acknowledge many reflections at once; how many were still waiting."""
    done = 0
    for reflection in reflections:
        try:
            acknowledge(reflection, by=by)
        except IllegalStep:
            continue
        done += 1
    return done
