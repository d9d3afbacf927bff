"""A new mentor for a group that has lost its own: asked or assigned, as the programme says."""

from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Refused
from wayfellow.events.record import record
from wayfellow.events.step import move, step
from wayfellow.mentorships import actions as mentorships
from wayfellow.mentorships.actions.seats import take_turns
from wayfellow.mentorships.models import WorkGroup
from wayfellow.pairing.lifecycle import REPLACEMENT, ReplacementState
from wayfellow.pairing.models import Replacement
from wayfellow.pairing.queries.replacements import Successor
from wayfellow.people.models import User
from wayfellow.programmes.policy import Party


@transaction.atomic
def replace(group: WorkGroup, found: Successor, *, by: User | None) -> Replacement:
    """Ask a mentor to take ``group`` over; where mentors have no say, it is theirs at once."""
    take_turns(group.cohort)
    name = found.mentor.person.called
    if not found.is_lawful:
        raise Refused(
            _("%(name)s cannot guide this group: %(reasons)s.")
            % {"name": name, "reasons": "; ".join(found.against)}
        )
    if "take_over" not in group.verbs:
        raise Refused(_("This group is complete. It needs no other mentor."))
    try:
        with transaction.atomic():
            row = Replacement.objects.create(
                group=group, mentor=found.mentor, worst=found.worst, total=found.total, by=by
            )
    except IntegrityError as taken:
        raise Refused(
            _("Another mentor is being asked about this group. Withdraw that first.")
        ) from taken
    if Party.MENTOR in group.cohort.programme.policy.pairing.yes:
        record("offer", row, by=by)
    else:
        take_replacement(row, by=by)
    return row


@transaction.atomic
def take_replacement(row: Replacement, *, by: User | None) -> WorkGroup:
    """The mentor takes the group over, with all its history."""
    take_turns(row.group.cohort)
    move(row, REPLACEMENT, "take", set_={"answered_at": now()})
    group = mentorships.take_over(row.group, row.mentor, by=by)
    record("take", row, by=by)
    return group


def decline_replacement(row: Replacement, *, reason: str = "", by: User | None) -> None:
    """The mentor cannot; another one is asked."""
    step(row, REPLACEMENT, "decline", by=by, set_={"answered_at": now(), "reason": reason})


def withdraw_replacement(row: Replacement, *, by: User | None) -> None:
    """The mentor need not answer any more."""
    step(row, REPLACEMENT, "withdraw", by=by, set_={"answered_at": now()})


def expire_replacement(row: Replacement, *, by: User | None = None) -> None:
    """The time for an answer is over."""
    step(row, REPLACEMENT, "expire", by=by, set_={"answered_at": now()})


@transaction.atomic
def remind_replacement(row: Replacement, day: int, *, by: User | None = None) -> bool:
    """Remind the mentor once on ``day`` after asking."""
    rows = Replacement.objects.filter(pk=row.pk, state=ReplacementState.ASKED, reminded_day__lt=day)
    if not rows.update(reminded_day=day):
        return False
    record("remind", row, by=by, day=day)
    return True
