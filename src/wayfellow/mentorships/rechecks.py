"""Whether a letter about a group's life still concerns its reader when it leaves."""

from itertools import chain
from typing import Any

from wayfellow.institutions.models import Membership
from wayfellow.mentorships.lifecycle import (
    AgreementState,
    KeyPointsState,
    MeetingState,
    ReflectionState,
)
from wayfellow.mentorships.models import (
    Agreement,
    KeyPoints,
    Meeting,
    Member,
    Reflection,
    WorkGroup,
)
from wayfellow.notifications.models import Letter
from wayfellow.notifications.recheck import recheck, stands, still_told
from wayfellow.programmes.models import Office


def not_of_the_group(row: Any, letter: Letter) -> str:
    """Why the reader is told no more of what goes on in the group of ``row``."""
    group = _group(row)
    concerned = chain(group.people(), group.liaison_officers(), group.coordinators())
    if letter.to_id not in {person.pk for person in concerned}:
        return "the reader is no longer in the group"
    memberships = Membership.objects.filter(person=letter.to_id, institution=group.institution_id)
    if memberships.exists() and not memberships.current().exists():
        return "the reader's membership of the institution has ended"
    places = Member.objects.filter(group=group).of_person(letter.to_id)
    if places.without_consent().exists():
        return "a guardian's consent is missing"
    return ""


def group_is_over(row: Any, letter: Letter) -> str:
    """The same, and why nothing is told any more once the group has ended."""
    return not_of_the_group(row, letter) if _group(row).is_live else "the group has ended"


def _group(row: Any) -> WorkGroup:
    if isinstance(row, WorkGroup):
        return row
    found: WorkGroup = row.group if hasattr(row, "group") else row.member.group
    return found


def _is_no_longer_due(row: Any, _letter: Letter) -> str:
    return "" if row.state in DUE[type(row)] else "what it asks for was done or called off"


def _role_has_ended(office: Office, _letter: Letter) -> str:
    return "the role has ended" if office.ended_at else ""


DUE: dict[type, tuple[str, ...]] = {
    Agreement: (AgreementState.PROPOSED,),
    KeyPoints: (KeyPointsState.DUE,),
    Meeting: (MeetingState.PLANNED,),
    Reflection: (ReflectionState.RETURNED,),
}
"""In which states something is still asked for."""

recheck(
    *(f"meeting.{verb}" for verb in ("decline", "invite", "plan", "remind", "remind_briefing")),
    "meeting.reschedule",
    *(f"agreement.{verb}" for verb in ("propose", "remind", "revise")),
    *(f"workgroup.{verb}" for verb in ("call", "check_in", "form", "review")),
    *(f"workgroup.remind_{what}" for what in ("initiation", "meeting")),
    *(f"workgroup.miss_{what}" for what in ("initiation", "meeting")),
    by=group_is_over,
)
recheck(
    *(f"meeting.{verb}" for verb in ("ask_record", "cancel", "miss_record", "record")),
    *(f"keypoints.{verb}" for verb in ("miss", "remind")),
    *(f"member.{verb}" for verb in ("join", "miss_term", "move", "open_term", "remind_term")),
    *(f"workgroup.{verb}" for verb in ("begin_closing", "complete", "pause", "resume")),
    *("workgroup.take_over", "agreement.enter_into_force", "goal.comment", "reflection.return"),
    by=not_of_the_group,
)
recheck(
    *("agreement.remind", "keypoints.miss", "keypoints.remind", "reflection.return"),
    *(f"meeting.{verb}" for verb in ("ask_record", "miss_record", "remind", "remind_briefing")),
    by=_is_no_longer_due,
)
recheck("withdrawal.ask", "withdrawal.retract", "workgroup.dissolve", by=still_told)
recheck("office.sum_up", by=_role_has_ended)
stands(
    "member.leave",
    "meeting.release",
    "withdrawal.acknowledge",
    because="who leaves is told so and taken off the calendar, although it is theirs no longer",
)
stands(
    "member.suspend",
    "member.readmit",
    because="it tells those kept apart why, also while a guardian's consent is missing",
)
