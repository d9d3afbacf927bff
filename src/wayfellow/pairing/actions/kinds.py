"""Runs that begin from something else: a round, late joiners, a repetition, a rehearsal."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Refused
from wayfellow.events.record import record
from wayfellow.institutions.models import Institution
from wayfellow.mentorships.models import WorkGroup
from wayfellow.pairing.actions.hand import hold
from wayfellow.pairing.actions.runs import hand_over, new_run
from wayfellow.pairing.lifecycle import RunState
from wayfellow.pairing.models import Run
from wayfellow.pairing.pools import REFUSALS
from wayfellow.people.models import User
from wayfellow.programmes.models import Cohort


@transaction.atomic
def next_round(run: Run, *, by: User | None) -> Run:
    """Match those anew who refused, kept silent or had no place; the rest is not touched."""
    hold(run)
    if not run.is_for_real:
        raise Refused(_("This run is only looked at, so it has no next round."))
    refused = run.proposals.filter(Q(mentor_said__in=REFUSALS) | Q(student_said__in=REFUSALS))
    if not refused.exists():
        raise Refused(_("Nobody has refused so far, so there is nobody to match anew."))
    if run.followers.filter(
        kind=Run.Kind.ROUND, state__in=[RunState.QUEUED, RunState.RUNNING]
    ).exists():
        raise Refused(_("The next round is on its way already."))
    new = Run(cohort=run.cohort, institution=run.institution, kind=Run.Kind.ROUND, source=run)
    return new_run(new, run.configuration, by=by)


def place_late(
    cohort: Cohort, institution: Institution, *, configuration: str, by: User | None
) -> Run:
    """A small run that may only use the open places of groups that are there."""
    new = Run(cohort=cohort, institution=institution, kind=Run.Kind.LATE)
    return new_run(new, configuration, by=by)


def repeat(run: Run, *, by: User | None) -> Run:
    """Compute ``run`` again from the pool and the configuration that were kept."""
    if not run.pool.get("students") or not run.report or run.kind == Run.Kind.BROUGHT:
        raise Refused(_("Only a run that the engine has finished can be repeated."))
    new = Run(cohort=run.cohort, institution=run.institution, kind=Run.Kind.REPEAT, source=run)
    return new_run(new, run.configuration, by=by)


def rehearse(
    cohort: Cohort, institution: Institution, past: Cohort, *, configuration: str, by: User | None
) -> Run:
    """What today's settings would have made of an earlier cohort; never to be published."""
    if past.pk == cohort.pk or past.programme_id != cohort.programme_id:
        raise Refused(_("Choose an earlier cohort of this programme."))
    kept = Run.objects.filter(
        cohort=past, institution=institution, state=RunState.PUBLISHED, kind=Run.Kind.MATCH
    ).order_by("-number")
    if (
        not kept.exists()
        and not WorkGroup.objects.filter(cohort=past, institution=institution).exists()
    ):
        raise Refused(_("That cohort had no groups here, so there is nothing to compare with."))
    new = Run(
        cohort=cohort,
        institution=institution,
        kind=Run.Kind.REHEARSAL,
        source=kept.first(),
        past=past,
    )
    return new_run(new, configuration, by=by)


@transaction.atomic
def sign_off(run: Run, *, by: User) -> None:
    """Answer for the run and its report by name."""
    rows = Run.objects.filter(pk=run.pk, signed_off_at=None).exclude(report={})
    at = now()
    if not rows.update(signed_off_at=at, signed_off_by=by):
        raise Refused(_("This run is signed off already, or has no answer to sign off."))
    run.signed_off_at, run.signed_off_by = at, by
    record("sign_off", run, by=by)


@transaction.atomic
def wait(run: Run, *, by: User | None = None) -> bool:
    """Say that no worker has taken the run up, and offer it once more."""
    rows = Run.objects.filter(pk=run.pk, state=RunState.QUEUED, waiting_told_at=None)
    if not rows.update(waiting_told_at=now()):
        return False
    hand_over(run)
    record("wait", run, by=by)
    return True


def take_up(run: Run, at: datetime) -> bool:
    """Offer a run whose worker has vanished to another one; False when that was done before."""
    rows = Run.objects.filter(pk=run.pk, state=RunState.RUNNING, seen_at=run.seen_at)
    if not rows.update(seen_at=at):
        return False
    hand_over(run)
    return True
