"""Whether a letter about a group's life still concerns its reader when it leaves."""

from itertools import chain
from typing import Any

from wayfellow.institutions.models import Membership
from wayfellow.mentorships.models import Member, WorkGroup
from wayfellow.notifications.models import Letter
from wayfellow.notifications.recheck import recheck


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


recheck(
    "meeting.plan",
    "meeting.invite",
    "meeting.reschedule",
    "agreement.propose",
    "agreement.revise",
    by=group_is_over,
)
recheck("meeting.record", "goal.comment", "reflection.return", by=not_of_the_group)
