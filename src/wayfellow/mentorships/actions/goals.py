"""Goals: the student's own; the mentor may say something to them."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Invalid
from wayfellow.events.record import record
from wayfellow.events.step import move
from wayfellow.mentorships.actions import seats
from wayfellow.mentorships.lifecycle import GOAL
from wayfellow.mentorships.models import Goal, Member, Progress
from wayfellow.people.models import User

FIELDS = ("title", "measure", "gap", "due_on")
ALL = 100


@transaction.atomic
def set_goal(member: Member, values: Mapping[str, Any], *, by: User | None) -> Goal:
    """A new goal of the student's."""
    seats.hold(member.group)
    goal = Goal.objects.create(
        member=member, **{name: values[name] for name in FIELDS if name in values}
    )
    Progress.objects.create(goal=goal, by=by, percent=0, text="")
    record("set", goal, by=by)
    return goal


@transaction.atomic
def edit_goal(goal: Goal, values: Mapping[str, Any], *, by: User | None) -> None:
    """Word a goal anew."""
    kept = {name: values[name] for name in FIELDS if name in values}
    Goal.objects.filter(pk=goal.pk).update(**kept)
    goal.refresh_from_db()
    record("edit", goal, by=by)


@transaction.atomic
def progress(goal: Goal, percent: int, text: str = "", *, by: User | None) -> Progress:
    """Note how far the student has come."""
    if not 0 <= percent <= ALL:
        raise Invalid(_("Progress lies between 0 and 100 per cent."), field="percent")
    move(goal, GOAL, "progress", set_={"percent": percent})
    note = Progress.objects.create(goal=goal, by=by, percent=percent, text=text)
    record("progress", goal, by=by, percent=percent)
    return note


@transaction.atomic
def comment(goal: Goal, text: str, *, by: User | None) -> Progress:
    """Say something to a goal without changing how far it is."""
    if not text.strip():
        raise Invalid(_("Write what you want to say."), field="text")
    seats.hold(goal.member.group)
    goal.refresh_from_db(fields=["percent"])
    note = Progress.objects.create(goal=goal, by=by, percent=goal.percent, text=text)
    record("comment", goal, by=by)
    return note


@transaction.atomic
def achieve(goal: Goal, *, by: User | None) -> None:
    """The goal is reached."""
    move(goal, GOAL, "achieve", set_={"percent": ALL})
    Progress.objects.create(goal=goal, by=by, percent=ALL)
    record("achieve", goal, by=by)


@transaction.atomic
def drop(goal: Goal, *, by: User | None) -> None:
    """The goal no longer matters; what was noted stays."""
    move(goal, GOAL, "drop")
    record("drop", goal, by=by)


@transaction.atomic
def take_up(goal: Goal, *, by: User | None) -> None:
    """Go on with a goal that was put away."""
    move(goal, GOAL, "take_up")
    record("take_up", goal, by=by)
