"""Leaving: a wish that is never refused, its effect, and the end of a group."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Refused
from wayfellow.events.record import record
from wayfellow.events.step import move, step
from wayfellow.mentorships.actions import agreement as agreements
from wayfellow.mentorships.actions import guests, meetings, seats
from wayfellow.mentorships.lifecycle import (
    MEMBER,
    WITHDRAWAL,
    WORK_GROUP,
    AgreementState,
    WithdrawalState,
)
from wayfellow.mentorships.models import Member, Withdrawal, WorkGroup
from wayfellow.people.models import User
from wayfellow.programmes.policy import Party

FIELDS = ("reason", "text", "last_day", "others_told", "wants_rematch")
OPEN = (WithdrawalState.ASKED, WithdrawalState.ACKNOWLEDGED)


@transaction.atomic
def ask_to_leave(group: WorkGroup, values: Mapping[str, Any], *, by: User) -> Withdrawal:
    """The mentor or a student asks in writing to leave; asking twice is asking once.

    Where no coordinator had to say yes to the match, none is needed to end it either.
    """
    seats.hold(group)
    if (asked := group.withdrawals.filter(by=by, state__in=OPEN).first()) is not None:
        return asked
    member = group.members.active().of_person(by.pk).first()
    if member is None and group.mentor.person_id != by.pk:
        raise Refused(_("You are not in this work group."))
    withdrawal = Withdrawal.objects.create(
        group=group,
        member=member,
        by=by,
        **{name: values[name] for name in FIELDS if name in values},
    )
    record("ask", withdrawal, by=by)
    if Party.COORDINATOR not in group.cohort.programme.policy.pairing.yes:
        effect(withdrawal, by=None)
    return withdrawal


@transaction.atomic
def effect(withdrawal: Withdrawal, *, by: User | None) -> None:
    """The student leaves, or the group ends because its mentor does."""
    group = withdrawal.group
    seats.hold(group)
    step(withdrawal, WITHDRAWAL, "effect", by=by, set_={"effective_at": now()})
    if withdrawal.member is None:
        dissolve(group, by=by)
    else:
        leave(withdrawal.member, by=by)


def retract(withdrawal: Withdrawal, *, by: User | None) -> None:
    """Stay after all."""
    step(withdrawal, WITHDRAWAL, "retract", by=by)


@transaction.atomic
def leave(member: Member, *, by: User | None) -> None:
    """The student's place becomes free; a group without students ends."""
    move(member, MEMBER, "leave", set_={"left_at": now()})
    record("leave", member, by=by)
    group = member.group
    guests.release(group, member.application.person, by=by)
    if not group.members.active().exists():
        dissolve(group, by=by)
        return
    waiting = group.agreements.filter(state=AgreementState.PROPOSED).first()
    if waiting is not None:
        agreements.settle(waiting)


@transaction.atomic
def dissolve(group: WorkGroup, *, by: User | None) -> None:
    """The group ends before its time."""
    _end(group, "dissolve", by=by)
    record("dissolve", group, by=by)


@transaction.atomic
def terminate(group: WorkGroup, *, by: User | None) -> None:
    """The institution ends the group at once; the letters are written where this is called."""
    _end(group, "terminate", by=by)
    record("terminate", group, by=by)


def _end(group: WorkGroup, verb: str, *, by: User | None) -> None:
    group.refresh_from_db(fields=["state"])
    move(group, WORK_GROUP, verb, set_={"ended_at": now()})
    for member in group.members.active():
        seats.end(member, by=by)
    meetings.call_off_all(group, by=by)


def suspend(member: Member, *, by: User | None) -> None:
    """Say that the student cannot take part for now; the flag itself is read from the consent."""
    record("suspend", member, by=by)


def readmit(member: Member, *, by: User | None) -> None:
    """Say that the student can take part again."""
    record("readmit", member, by=by)
