"""What the group's page shows beside the parts of its own room."""

from dataclasses import dataclass, field

from django.urls import reverse

from wayfellow.access.policy import GRANTS
from wayfellow.conversations.models import Message
from wayfellow.conversations.queries import latest
from wayfellow.home.addresses import to
from wayfellow.mentorships import flags
from wayfellow.mentorships.lifecycle import MemberState
from wayfellow.mentorships.models import Meeting, WorkGroup
from wayfellow.mentorships.queries.workspace import Workspace
from wayfellow.people.models import User
from wayfellow.programmes.models import Cohort
from wayfellow.safeguarding.models import Termination


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """What only a higher room knows of a group."""

    people: list[User]
    next_meeting: Meeting | None
    converses: bool
    writes: bool
    messages: list[Message] = field(default_factory=list)
    raised: list[flags.Flag] = field(default_factory=list)
    letter_url: str = ""
    concern_url: str = ""
    terminate_url: str = ""
    console_url: str = ""


def extras(seen: Workspace) -> Extras:
    """Messages for members, flags for staff, the letter where there is one."""
    group, reader = seen.group, seen.reader
    rows = WorkGroup.objects.filter(pk=group.pk)
    messages = latest(group, reader)
    is_party = seen.is_student or seen.is_mentor
    runs = Cohort.objects.filter(pk=group.cohort_id).filter(
        GRANTS["cohort.coordinate"].rule.rows(reader)
    )
    is_coordinator = not is_party and runs.exists()
    ended = Termination.objects.filter(group=group, state="issued").first()
    active = [m for m in seen.members if m.state == MemberState.ACTIVE or not group.is_live]
    return Extras(
        people=[group.mentor.person, *(m.application.person for m in active)],
        next_meeting=next(iter(seen.meetings.coming), None),
        converses=messages is not None,
        writes=is_party and group.is_live,
        messages=messages or [],
        raised=[] if is_party else flags.raised(flags.of(rows).get()),
        letter_url=reverse("safeguarding:letter", args=[ended.pk]) if ended else "",
        concern_url=to("safeguarding:raise", group=group.pk),
        terminate_url=(
            reverse("safeguarding:draft_termination", args=[group.pk])
            if is_coordinator and group.is_live
            else ""
        ),
        console_url=to("home:groups", group.cohort_id) if is_coordinator else "",
    )
