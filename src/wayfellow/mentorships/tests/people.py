"""Short ways to say who is ready for what, for the tests of this room."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import now

from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Membership
from wayfellow.mentorships import actions
from wayfellow.mentorships.models import Agreement, Meeting, Member, WorkGroup
from wayfellow.people.models import User
from wayfellow.testing.world import World, person


def newcomer(world: World, n: int) -> User:
    """One more student of Merlion."""
    student = person(f"Student{n} Test")
    Membership.objects.create(institution=world.merlion, person=student, role=Role.STUDENT)
    return student


def ready(world: World, *students: User) -> list[Application]:
    """Accepted students whom Leo looks after."""
    found = [world.applies(student, state=State.ACCEPTED) for student in students]
    for application in found:
        world.leo  # noqa: B018 - makes the office
        world.looks_after(world.leo, application)
    return found


def tomorrow(hours: float = 24, **fields: Any) -> dict[str, Any]:
    """Values of a meeting of an hour."""
    begin: datetime = now() + timedelta(hours=hours)
    return {"starts_at": begin, "ends_at": begin + timedelta(hours=1), **fields}


def member(group: WorkGroup, student: User) -> Member:
    return Member.objects.get(group=group, application__person=student)


def proposed(group: WorkGroup, by: User) -> Agreement:
    """An agreement that waits for signatures."""
    agreement = actions.draft_agreement(group, by=by)
    actions.save_agreement(agreement, {"goals": "Find our field"}, version=0, by=by)
    actions.propose(agreement, by=by)
    return agreement


def held(world: World, group: WorkGroup, by: User, **fields: Any) -> Meeting:
    """A recorded meeting of yesterday at which everybody was."""
    came = set(group.members.active().values_list("pk", flat=True))
    return actions.log_meeting(group, tomorrow(-24, **fields), came, by=by)
