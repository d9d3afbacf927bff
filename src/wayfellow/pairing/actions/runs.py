"""A matching run from its start to its answer."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils.module_loading import import_string
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Invalid, Refused
from wayfellow.events.record import record
from wayfellow.events.step import move, step
from wayfellow.institutions.models import Institution
from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.mentorships.actions.seats import take_turns
from wayfellow.pairing import engine
from wayfellow.pairing.lifecycle import RUN, RunState
from wayfellow.pairing.models import Proposal, Run
from wayfellow.pairing.pool import frozen
from wayfellow.pairing.recipe import Recipe
from wayfellow.people.models import User
from wayfellow.programmes.models import Cohort
from wayfellow.programmes.policy import Party

if TYPE_CHECKING:
    from wayfellow.matching import Solution

LOOK_EVERY = 0.5
"""Seconds between two looks at whether somebody has cancelled the run."""


@transaction.atomic
def start_run(
    cohort: Cohort, institution: Institution, *, configuration: str | None = None, by: User | None
) -> Run:
    """A new run that the worker takes up; without a configuration, as the programme's axes say."""
    programme = cohort.programme
    if Party.ENGINE not in programme.policy.pairing.knock:
        raise Refused(_("In this programme nobody is matched: students ask mentors themselves."))
    configuration = Recipe.of(programme).toml() if configuration is None else configuration
    try:
        engine.check(configuration)
    except engine.Faulty as faulty:
        raise Invalid(str(faulty), field="configuration") from faulty
    take_turns(cohort)
    last = Run.objects.filter(cohort=cohort).aggregate(last=Max("number"))["last"] or 0
    run = Run.objects.create(
        cohort=cohort,
        institution=institution,
        number=last + 1,
        configuration=configuration,
        started_by=by,
    )
    record("start", run, by=by)
    # By name, because tasks stand above actions: they call these.
    import_string("wayfellow.pairing.tasks.work").enqueue(run.pk)
    return run


def work(run_id: int) -> None:
    """Do a waiting run; what cannot be matched is kept on the run in readable words."""
    run = Run.objects.select_related("cohort__programme", "institution").filter(pk=run_id).first()
    if run is None or not run.is_under_way:
        return
    try:
        begin(run, by=None)
        solution = engine.solved(run.pool, run.configuration, _watch(run))
        finish(run, solution, by=None)
    except engine.Faulty as faulty:
        fail(run, str(faulty), by=None)
    except (engine.Stopped, IllegalStep):
        # Cancelled, or done by another worker: either way the run says so itself.
        return


def _watch(run: Run) -> Callable[[], bool]:
    looked, gone = time.monotonic(), False

    def cancelled() -> bool:
        nonlocal looked, gone
        if time.monotonic() - looked >= LOOK_EVERY:
            looked = time.monotonic()
            gone = not Run.objects.filter(pk=run.pk, state=RunState.RUNNING).exists()
        return gone

    return cancelled


def begin(run: Run, *, by: User | None) -> None:
    """Freeze the pool as it is now."""
    pool = frozen(run.cohort, run.institution)
    step(run, RUN, "begin", by=by, set_={"pool": pool})


@transaction.atomic
def finish(run: Run, solution: "Solution", *, by: User | None) -> None:
    """Keep the answer with its reasons and figures."""
    move(
        run,
        RUN,
        "finish",
        set_={
            "finished_at": now(),
            "report": _report(run, solution),
            "unplaced": [
                {"student": int(each.student), "reason": each.reason, "nearest": each.nearest}
                for each in solution.unplaced
            ],
        },
    )
    Proposal.objects.bulk_create(
        (
            Proposal(
                run=run,
                student_id=int(pair.student),
                mentor_id=int(pair.mentor),
                score=pair.score,
                because=list(pair.because),
                listed=pair.listed,
            )
            for pair in solution.pairs
        ),
        batch_size=1000,
    )
    record("finish", run, by=by, placed=len(solution.pairs))


def _report(run: Run, solution: "Solution") -> dict[str, Any]:
    students = run.pool["students"].values()
    return {
        **solution.report.as_json(),
        "students": len(students),
        "mentors": len(run.pool["mentors"]),
        "wishing": sum(bool(cells["preferences"]) for cells in students),
    }


def fail(run: Run, problem: str, *, by: User | None) -> None:
    """Keep what was wrong, so that it can be mended."""
    step(run, RUN, "fail", by=by, set_={"problem": problem, "finished_at": now()})


def cancel(run: Run, *, by: User | None) -> None:
    """Stop the run, or put its answer aside."""
    step(run, RUN, "cancel", by=by, set_={"finished_at": run.finished_at or now()})
