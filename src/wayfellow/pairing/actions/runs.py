"""A matching run from its start to its answer."""

import time
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
from wayfellow.pairing.actions.following import Overtaken, follow
from wayfellow.pairing.actions.solving import Judged, solve
from wayfellow.pairing.frozen import Faulty
from wayfellow.pairing.lifecycle import RUN, RunState, Stage
from wayfellow.pairing.models import Proposal, Run
from wayfellow.pairing.pools import pool_for
from wayfellow.pairing.recipe import Recipe
from wayfellow.people.models import User
from wayfellow.programmes.models import Cohort
from wayfellow.programmes.policy import Party

if TYPE_CHECKING:
    from wayfellow.matching import Solution, Unplaced

LOOK_EVERY = 0.5
"""Seconds between two looks at whether somebody has cancelled the run, and two words on how far it is."""
SEARCHED = 95
"""Per cent of a run that are behind it when the groups are found and not yet written down."""


def start_run(
    cohort: Cohort,
    institution: Institution,
    *,
    configuration: str | None = None,
    by: User | None,
) -> Run:
    """A new run that the worker takes up; without a configuration, as the programme's axes say."""
    return new_run(Run(cohort=cohort, institution=institution), configuration, by=by)


@transaction.atomic
def new_run(run: Run, configuration: str | None, *, by: User | None) -> Run:
    """Number ``run``, keep it and hand it to the worker; Invalid for a faulty configuration."""
    programme = run.cohort.programme
    if Party.ENGINE not in programme.policy.pairing.knock:
        raise Refused(_("In this programme nobody is matched: students ask mentors themselves."))
    run.configuration = Recipe.of(programme).toml() if configuration is None else configuration
    try:
        engine.check(run.configuration)
    except Faulty as faulty:
        raise Invalid(str(faulty), field="configuration") from faulty
    run = numbered(run, by=by)
    hand_over(run)
    return run


def numbered(run: Run, *, by: User | None) -> Run:
    """A waiting run with the next number of its cohort; within a transaction."""
    take_turns(run.cohort)
    last = Run.objects.filter(cohort=run.cohort).aggregate(last=Max("number"))["last"] or 0
    run.number, run.started_by = last + 1, by
    run.save(force_insert=True)
    record("start", run, by=by, kind=str(run.kind))
    return run


def hand_over(run: Run) -> None:
    """Let a worker take the run up; more than one may, and one of them will finish it."""
    # By name, because tasks stand above actions: they call these.
    import_string("wayfellow.pairing.tasks.work").enqueue(run.pk)


def work(run_id: int) -> None:
    """Do a waiting run; what cannot be matched is kept on the run in readable words."""
    people = ("cohort__programme", "institution", "source", "past")
    run = Run.objects.select_related(*people).filter(pk=run_id).first()
    if run is None or not run.is_under_way:
        return
    try:
        begin(run, by=None)
        solution = solve(run, Watched(run))
        _at(run, Stage.KEEP, SEARCHED)
        finish(run, solution, by=None)
    except Faulty as faulty:
        fail(run, str(faulty), by=None)
    except Overtaken as overtaken:
        # What was written of the answer is undone; the row in hand still believes it.
        run.refresh_from_db(fields=["state"])
        fail(run, str(overtaken), by=None)
    except (engine.Stopped, IllegalStep):
        # Cancelled, or done by another worker: either way the run says so itself.
        return


def _at(run: Run, stage: str, share: int) -> bool:
    """Say what the worker is at, as a sign of life too; False when the run runs no more."""
    rows = Run.objects.filter(pk=run.pk, state=RunState.RUNNING)
    return bool(rows.update(stage=stage, share=share, seen_at=now()))


class Watched:
    """What the engine asks and tells while it works; the database hears of it now and then."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._stage, self._share = run.stage, 0
        self._looked, self._gone = time.monotonic(), False

    def progress(self, stage: str, share: float) -> None:
        """Take note of how far the engine is; the share never falls, whatever is begun anew."""
        self._stage, self._share = stage, max(self._share, int(share * SEARCHED))

    def cancelled(self) -> bool:
        """Whether somebody has stopped the run."""
        if time.monotonic() - self._looked >= LOOK_EVERY:
            self._looked = time.monotonic()
            self._gone = not _at(self._run, self._stage, self._share)
        return self._gone


def begin(run: Run, *, by: User | None) -> None:
    """Freeze the pool as it is now; a run taken up again keeps the pool it had."""
    set_ = {
        "pool": pool_for(run),
        "stage": Stage.READ,
        "share": 0,
        "begun_at": now(),
        "seen_at": now(),
        "attempts": run.attempts + 1,
    }
    step(run, RUN, "begin", by=by, set_=set_)


@transaction.atomic
def finish(run: Run, solution: "Solution | Judged", *, by: User | None) -> None:
    """Keep the answer with its reasons and figures."""
    move(
        run,
        RUN,
        "finish",
        set_={
            "finished_at": now(),
            "answer": [[int(p.student), int(p.mentor), p.score] for p in solution.pairs],
            "report": _report(run, solution),
            "unplaced": _left(solution),
        },
    )
    broken = solution.broken if isinstance(solution, Judged) else {}
    proposals = [
        Proposal(
            run=run,
            student_id=int(pair.student),
            mentor_id=int(pair.mentor),
            score=pair.score,
            because=list(pair.because),
            listed=pair.listed,
            against=list(broken.get((pair.student, pair.mentor), ())),
        )
        for pair in solution.pairs
    ]
    if run.kind == Run.Kind.ROUND:
        follow(run, proposals, by=by)
    Proposal.objects.bulk_create(proposals, batch_size=1000)
    record("finish", run, by=by, placed=len(proposals))


def _left(solution: "Solution | Judged") -> list[dict[str, Any]]:
    if isinstance(solution, Judged):
        return [
            {"student": pk, "reason": engine.NOT_NAMED, "obstacle": None, "remedies": []}
            for pk in solution.unnamed
        ]
    return [_unplaced(each) for each in solution.unplaced]


def _unplaced(left: "Unplaced") -> dict[str, Any]:
    return {
        "student": int(left.student),
        "reason": left.reason,
        "obstacle": engine.obstacle(left.obstacle),
        "remedies": [
            {
                "kind": each.kind,
                "mentor": int(each.mentor),
                "column": each.column,
                "value": each.value,
                "score": each.score,
                "together": [int(student) for student in each.together],
            }
            for each in left.remedies
        ],
    }


def _report(run: Run, solution: "Solution | Judged") -> dict[str, Any]:
    students = run.pool["students"].values()
    figures = solution.figures if isinstance(solution, Judged) else solution.report.as_json()
    return {
        **figures,
        "students": len(students),
        "mentors": len(run.pool["mentors"]),
        "wishing": sum(bool(cells["preferences"]) for cells in students),
        "only_wishes": sum(cells.get("only_preferences") == "1" for cells in students),
    }


def fail(run: Run, problem: str, *, by: User | None) -> None:
    """Keep what was wrong, so that it can be mended."""
    step(run, RUN, "fail", by=by, set_={"problem": problem, "finished_at": now()})


def cancel(run: Run, *, by: User | None) -> None:
    """Stop the run, or put its answer aside."""
    step(run, RUN, "cancel", by=by, set_={"finished_at": run.finished_at or now()})
