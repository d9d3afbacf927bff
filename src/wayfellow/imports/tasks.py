"""The long work, done by the worker; a task that a worker died at may run again."""

import logging
from collections.abc import Callable

from django.db import DatabaseError, transaction
from django.tasks import task
from django.utils import translation

from wayfellow.imports import actions
from wayfellow.imports.actions.bringing import carry_out, look_at, unreadable
from wayfellow.imports.actions.order import Order
from wayfellow.imports.lifecycle import BatchState
from wayfellow.imports.meter import Meter
from wayfellow.imports.models import Batch, Kind
from wayfellow.imports.outcome import Outcome
from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.people.models import User
from wayfellow.sheets import Unreadable

logger = logging.getLogger(__name__)


@transaction.atomic
def start_check(batch: Batch, *, by: User) -> None:
    """Have ``batch`` checked by the worker."""
    actions.check(batch, by=by)
    check_file.enqueue(batch.pk)


@transaction.atomic
def start_import(batch: Batch, *, by: User) -> None:
    """Have ``batch`` brought in by the worker."""
    actions.begin(batch, by=by)
    import_file.enqueue(batch.pk)


@task
def ask_guardians(batch_id: int) -> None:
    """Ask the guardians of a batch's institution; a second run asks only who is left."""
    batch = Batch.objects.light().select_related("cohort", "institution", "by").get(pk=batch_id)
    actions.ask_guardians(batch.cohort, batch.institution, by=batch.by)


@task
def check_file(batch_id: int) -> None:
    """Look a file through, if it still waits for that."""
    _run(batch_id, BatchState.CHECKING, _check)


@task
def import_file(batch_id: int) -> None:
    """Bring a file in, if it still waits for that."""
    _run(batch_id, BatchState.IMPORTING, _import)


def _run(batch_id: int, state: BatchState, work: Callable[[Batch, Meter], None]) -> None:
    batch = (
        Batch.objects.filter(pk=batch_id, state=state)
        .select_related("cohort__programme", "institution", "by")
        .first()
    )
    if batch is None:
        return
    meter = Meter(batch.pk)
    language = batch.by.language if batch.by else batch.institution.language
    try:
        with translation.override(language):
            work(batch, meter)
    except IllegalStep:
        logger.info("import %s was done by another worker", batch.pk)
    except DatabaseError:
        # Most likely somebody else made one of the same accounts at this moment.
        logger.exception("import %s broke off", batch.pk)
        _give_up(batch)
    except Exception:
        _give_up(batch)
        raise
    finally:
        meter.forget()


def _give_up(batch: Batch) -> None:
    batch.refresh_from_db(fields=["state"])
    if "fail" in batch.verbs:
        actions.fail(batch)


def _order(batch: Batch) -> Order:
    return Order(batch.cohort, batch.institution, batch.by)


def _check(batch: Batch, meter: Meter) -> None:
    outcome = _outcome(batch, meter, write=False)
    if outcome.faults:
        actions.fault(batch, outcome)
    else:
        actions.pass_(batch, outcome)


def _import(batch: Batch, meter: Meter) -> None:
    # Rows and the batch's own end are one transaction: whoever comes second finds it over.
    outcome = _outcome(batch, meter, write=True)
    if outcome.faults:
        actions.fault(batch, outcome)


def _outcome(batch: Batch, meter: Meter, *, write: bool) -> Outcome:
    total = batch.total

    def read_so_far(done: int, _of: int) -> None:
        meter.tell(4 * done // 10, total)

    def worked_so_far(done: int, of: int) -> None:
        meter.tell(done * total // max(of, 1), total)

    try:
        reading = look_at(
            Kind(batch.kind),
            batch.filename,
            bytes(batch.content),
            batch.mapping,
            report=read_so_far,
        )
    except Unreadable as broken:
        return Outcome(faults=[unreadable(broken)])
    return carry_out(
        _order(batch),
        reading,
        write=write,
        report=worked_so_far,
        finish=lambda outcome: actions.finish(batch, outcome, by=batch.by),
    )
