"""Other runs from one that has been looked at; the one looked at stays as it is."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Refused
from wayfellow.pairing import engine
from wayfellow.pairing.actions.runs import begin, finish, new_run, numbered
from wayfellow.pairing.changes import Change
from wayfellow.pairing.models import Run
from wayfellow.people.models import User

if TYPE_CHECKING:
    from wayfellow.matching import Solution


def again(run: Run, change: Change, *, by: User | None) -> Run:
    """A new run with the people as they are now, the settings of ``run`` and a ``change``."""
    fresh = _fresh(run, change)
    return new_run(fresh, change.toml(run.configuration), by=by)


def keep(run: Run, change: Change, *, by: User | None) -> Run:
    """What would happen if, kept as a run of its own: exactly the groups that were shown.

    Raises Faulty when there can be none.
    """
    fresh = _fresh(run, change)
    # The search takes seconds; nobody waits for the database meanwhile.
    solution = engine.what_if(run, change)
    fresh.configuration = change.toml(run.configuration)
    fresh.pool = {**change.pool(run.pool), **fresh.pool}
    return _kept(fresh, solution, by)


@transaction.atomic
def _kept(fresh: Run, solution: "Solution", by: User | None) -> Run:
    numbered(fresh, by=by)
    begin(fresh, by=by)
    finish(fresh, solution, by=by)
    return fresh


def _fresh(run: Run, change: Change) -> Run:
    if not run.can_be_varied:
        raise Refused(_("Only a matching of this cohort's own people can be tried otherwise."))
    earlier = Change.read(run.pool.get("supposed", {}))
    pool = {"supposed": change.after(earlier).as_json()}
    return Run(cohort=run.cohort, institution=run.institution, kind=run.kind, pool=pool)
