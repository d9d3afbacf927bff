"""Everything that changes a concern or a termination. One verb, one function."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Invalid, Refused
from wayfellow.events.record import record
from wayfellow.events.step import move, step
from wayfellow.institutions.models import Institution
from wayfellow.mentorships import actions as mentorships
from wayfellow.mentorships.models import WorkGroup
from wayfellow.people.models import User
from wayfellow.programmes.models import Programme
from wayfellow.safeguarding.lifecycle import CONCERN, TERMINATION, ConcernState
from wayfellow.safeguarding.models import Concern, Termination

OF_CONCERN = ("severity", "text", "page")
OF_TERMINATION = ("ground", "letter", "details", "is_urgent")


@transaction.atomic
def raise_concern(
    programme: Programme,
    values: Mapping[str, Any],
    *,
    institution: Institution,
    group: WorkGroup | None = None,
    by: User,
) -> Concern:
    """Tell the coordinators of ``institution`` what worries ``by``; nobody else reads it."""
    if not str(values.get("text", "")).strip():
        raise Invalid(_("Write what worries you, in a sentence or two."), field="text")
    concern = Concern.objects.create(
        programme=programme,
        institution=institution,
        group=group,
        raised_by=by,
        **{name: values[name] for name in OF_CONCERN if name in values},
    )
    record("raise", concern, by=by, severity=concern.severity)
    return concern


def read(concern: Concern, *, by: User) -> None:
    """Write down that a handler has read what somebody else raised."""
    if concern.raised_by_id != by.pk:
        record("read", concern, by=by)


def take_up(concern: Concern, *, by: User | None) -> None:
    """Somebody looks after it from now on."""
    step(concern, CONCERN, "take_up", by=by, set_={"handler": by})


def resolve(concern: Concern, outcome: str, *, by: User | None) -> None:
    """It is settled; the one who raised it reads what was done."""
    step(concern, CONCERN, "resolve", by=by, set_={"outcome": _said(outcome)})


def refer(concern: Concern, outcome: str, *, by: User | None) -> None:
    """It is passed to an authority, such as the police."""
    step(concern, CONCERN, "refer", by=by, set_={"outcome": _said(outcome), "handler": by})


def _said(outcome: str) -> str:
    if not outcome.strip():
        raise Invalid(_("Write what was done."), field="outcome")
    return outcome


@transaction.atomic
def escalate(concern: Concern, at: datetime) -> bool:
    """Remind the coordinators of an untouched concern; False when that was done before."""
    untouched = Concern.objects.filter(pk=concern.pk, state=ConcernState.RAISED, escalated_at=None)
    if not untouched.update(escalated_at=at):
        return False
    concern.escalated_at = at
    hours = int((at - concern.at).total_seconds() // 3600)
    record("escalate", concern, by=None, hours=hours)
    return True


@transaction.atomic
def draft_termination(group: WorkGroup, values: Mapping[str, Any], *, by: User) -> Termination:
    """Write the letter that ends ``group``; an urgent one is issued at once by the same hand."""
    if not WorkGroup.objects.live().filter(pk=group.pk).exists():
        raise Refused(_("This work group has ended already. There is nothing to terminate."))
    if not str(values.get("letter", "")).strip():
        raise Invalid(_("Write the letter to the mentor and the students."), field="letter")
    given = {name: values[name] for name in OF_TERMINATION if name in values}
    try:
        with transaction.atomic():
            termination = Termination.objects.create(group=group, drafted_by=by, **given)
    except IntegrityError as taken:
        raise Refused(
            _("A termination of this work group is written already. Look there first.")
        ) from taken
    record("draft", termination, by=by)
    if termination.is_urgent:
        _issue(termination, by=by)
    return termination


@transaction.atomic
def issue(termination: Termination, *, by: User | None) -> None:
    """A second person agrees: the group ends now, and everybody in it gets the letter."""
    if by is not None and by.pk == termination.drafted_by_id:
        raise Refused(
            _("Somebody else must issue it: two people stand behind a letter that ends a group.")
        )
    _issue(termination, by=by)


def _issue(termination: Termination, *, by: User | None) -> None:
    move(termination, TERMINATION, "issue", set_={"issued_by": by, "issued_at": now()})
    if not WorkGroup.objects.live().filter(pk=termination.group_id).exists():
        raise Refused(_("This work group has ended meanwhile. Discard the letter."))
    mentorships.terminate(termination.group, by=by)
    record("issue", termination, by=by)


def discard(termination: Termination, *, by: User | None) -> None:
    """The letter is not sent; the group goes on."""
    step(termination, TERMINATION, "discard", by=by)
