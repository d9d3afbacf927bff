"""Asking mentors before a run is published, where the programme wants their yes too."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Refused
from wayfellow.applications.models import Application
from wayfellow.events.record import record
from wayfellow.pairing.actions.hand import hold
from wayfellow.pairing.models import Proposal, Run
from wayfellow.people.models import User
from wayfellow.programmes.policy import Party


@transaction.atomic
def ask_mentors(run: Run, *, by: User | None) -> int:
    """Show every mentor who has not answered their proposed group; how many they are."""
    hold(run)
    if Party.MENTOR not in run.cohort.programme.policy.pairing.yes:
        raise Refused(_("In this programme the coordinators' yes is enough. Publish the groups."))
    silent = run.proposals.filter(mentor_said=Proposal.Said.NOTHING)
    mentors = sorted(set(silent.values_list("mentor", flat=True)))
    if not mentors:
        raise Refused(_("Every mentor has answered already."))
    run.mentors_asked_at = now()
    Run.objects.filter(pk=run.pk).update(mentors_asked_at=run.mentors_asked_at)
    record("ask_mentors", run, by=by, mentors=mentors)
    return len(mentors)


@transaction.atomic
def give_answer(run: Run, mentor: Application, *, yes: bool, by: User | None) -> None:
    """The mentor's yes or no to the group that ``run`` proposes."""
    hold(run)
    said = Proposal.Said.YES if yes else Proposal.Said.NO
    rows = run.proposals.filter(mentor=mentor)
    if run.mentors_asked_at is None or not rows.update(mentor_said=said):
        raise Refused(_("No group is proposed to you here at the moment."))
    record("give_answer", run, by=by, mentor=mentor.pk, name=mentor.person.called, said=said.value)
