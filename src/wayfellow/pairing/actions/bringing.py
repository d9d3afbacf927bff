"""Pairs made elsewhere: taken in as a run, and kept by hand where they break a rule."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Refused
from wayfellow.applications.models import Application
from wayfellow.events.record import record
from wayfellow.institutions.models import Institution
from wayfellow.pairing.actions.hand import hold
from wayfellow.pairing.actions.runs import new_run
from wayfellow.pairing.models import Run
from wayfellow.people.models import User
from wayfellow.programmes.models import Cohort


def bring_pairs(
    cohort: Cohort,
    institution: Institution,
    pairs: Sequence[tuple[int, int, int]],
    *,
    configuration: str,
    by: User | None,
) -> Run:
    """A run of the given pairs, which the worker judges by every rule and criterion.

    Each pair is a student, a mentor, and the line of the file in which they stand.
    """
    if not pairs:
        raise Refused(_("The file holds no pairs."))
    new = Run(
        cohort=cohort,
        institution=institution,
        kind=Run.Kind.BROUGHT,
        pool={"pairs": [list(pair) for pair in pairs]},
    )
    return new_run(new, configuration, by=by)


@transaction.atomic
def keep_pair(run: Run, students: Sequence[Application], *, by: User | None) -> int:
    """Keep pairs although they break a rule; how many. The run's report says who wanted it."""
    hold(run)
    rows = run.proposals.exclude(against=[]).filter(student__in=students, kept_by_hand=False)
    kept = sorted(rows.values_list("student", flat=True))
    if not rows.update(kept_by_hand=True):
        raise Refused(_("These pairs break no rule, or are kept already."))
    record("keep_pair", run, by=by, students=kept)
    return len(kept)
