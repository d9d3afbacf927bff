"""A group that has lost its mentor goes on with another, and keeps all it has written."""

from django.db import transaction
from django.db.models import F
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Refused
from wayfellow.applications.models import Application
from wayfellow.events.record import record
from wayfellow.events.step import move, step
from wayfellow.mentorships.actions import agreement as agreements
from wayfellow.mentorships.actions import guests, seats
from wayfellow.mentorships.lifecycle import (
    MEMBER,
    WITHDRAWAL,
    WORK_GROUP,
    AgreementState,
    MemberState,
    WithdrawalState,
)
from wayfellow.mentorships.models import WorkGroup
from wayfellow.mentorships.queries.takeover import remaining
from wayfellow.people.models import User


@transaction.atomic
def take_over(group: WorkGroup, mentor: Application, *, by: User | None) -> WorkGroup:
    """``mentor`` guides the group from now on; Refused, saying why, when that cannot be."""
    seats.take_turns(group.cohort)
    WorkGroup.objects.filter(pk=group.pk).update(below_minimum_waived=F("below_minimum_waived"))
    group.refresh_from_db(fields=["state", "mentor"])
    lead = seats.mentor_for(group.cohort, mentor)
    before = group.mentor
    if lead.pk == before.pk:
        raise Refused(_("%(name)s is the mentor of this group.") % {"name": lead.person.called})
    members = list(remaining(group).select_related("application__person"))
    if not members:
        raise Refused(_("Every student of this group has found another place."))
    if any(member.application.person_id == lead.person_id for member in members):
        raise Refused(_("Nobody is their own mentor."))
    seats.check_apart([lead.person_id, *(member.application.person_id for member in members)])
    fewest = group.cohort.programme.fewest_mentees
    # A group that has shrunk may go on: the new mentor helps it whatever its size.
    seats.check_seats(group.cohort, lead, new=len(members), size=max(len(members), fewest))
    move(group, WORK_GROUP, "take_over", set_={"mentor": lead, "ended_at": None})
    for member in members:
        if member.state != MemberState.ACTIVE:
            step(member, MEMBER, "return", by=by, set_={"left_at": None})
    _settle(group, before, by)
    record("take_over", group, by=by, before=before.pk, students=[m.pk for m in members])
    guests.release(group, before.person, by=by)
    guests.invite(group, lead.person, by=by)
    return group


def _settle(group: WorkGroup, before: Application, by: User | None) -> None:
    """What the former mentor signed or asked for is over."""
    standing = (AgreementState.IN_FORCE, AgreementState.PROPOSED)
    for agreement in group.agreements.filter(state__in=standing):
        agreements.supersede(agreement, by=by)
    wishes = group.withdrawals.filter(
        member=None,
        by=before.person_id,
        state__in=(WithdrawalState.ASKED, WithdrawalState.ACKNOWLEDGED),
    )
    for wish in wishes:
        step(wish, WITHDRAWAL, "effect", by=by, set_={"effective_at": now()})
