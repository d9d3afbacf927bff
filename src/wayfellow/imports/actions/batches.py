"""One file on its way: uploaded, mapped, checked, brought in."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Invalid
from wayfellow.events.record import record
from wayfellow.events.step import move, step
from wayfellow.imports.actions.bringing import refuse_ended, unreadable
from wayfellow.imports.fields import FIELDS, guess
from wayfellow.imports.lifecycle import BATCH
from wayfellow.imports.models import Batch, Kind
from wayfellow.imports.models import Mapping as Remembered
from wayfellow.imports.outcome import Outcome
from wayfellow.institutions.models import Institution
from wayfellow.people.models import User
from wayfellow.programmes.models import Cohort
from wayfellow.sheets import Unreadable, read

MOST_BYTES = 20 * 1024 * 1024
SHOWN_ROWS = 20
SHOWN_FAULTS = 1000
LONGEST_CELL = 300


@transaction.atomic
def upload(
    cohort: Cohort, kind: Kind, institution: Institution, *, filename: str, data: bytes, by: User
) -> Batch:
    """Take a file in, its columns mapped as last time or by their words; nothing is changed yet.

    Invalid, in a sentence, when it is too large or no sheet at all.
    """
    refuse_ended(cohort, kind)
    if len(data) > MOST_BYTES:
        raise Invalid(
            _("The file is larger than 20 MB. Split it, or leave columns out."), field="file"
        )
    try:
        sheet = read(data, filename)
    except Unreadable as broken:
        fault = unreadable(broken)
        place = _("Line %(line)d: ") % {"line": fault.line} if fault.line else ""
        raise Invalid(f"{place}{fault.reason}", field="file") from None
    known = Remembered.objects.filter(
        programme=cohort.programme, institution=institution, kind=kind
    ).first()
    batch = Batch.objects.create(
        cohort=cohort,
        institution=institution,
        kind=kind,
        filename=_shown_name(filename),
        content=data,
        digest=hashlib.sha256(data).hexdigest(),
        head={
            "columns": list(sheet.columns),
            "rows": [
                [row.line, [cell[:LONGEST_CELL] for cell in row.cells]]
                for row in sheet.rows[:SHOWN_ROWS]
            ],
        },
        mapping=guess(kind, sheet.columns, known.columns if known else None),
        total=len(sheet.rows),
        by=by,
    )
    record("upload", batch, by=by, digest=batch.digest)
    return batch


def _shown_name(filename: str) -> str:
    bare = filename.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in bare if sign.isprintable())[-200:] or "file"


@transaction.atomic
def map_(batch: Batch, columns: Mapping[str, str], *, by: User | None) -> None:
    """Say which column holds which of our fields, and remember it for the next file."""
    ours = {field.name for field in FIELDS[Kind(batch.kind)]}
    there = set(batch.head["columns"])
    chosen = {name: column for name, column in columns.items() if column}
    if not chosen.keys() <= ours or not set(chosen.values()) <= there:
        raise Invalid(_("Choose columns that the file has."))
    if len(set(chosen.values())) < len(chosen):
        raise Invalid(_("A column can hold one thing only. Choose each column once."))
    Remembered.objects.update_or_create(
        programme=batch.cohort.programme,
        institution=batch.institution,
        kind=batch.kind,
        defaults={"columns": chosen},
    )
    step(batch, BATCH, "map", by=by, set_={"mapping": chosen, "faults": [], "summary": {}})


def check(batch: Batch, *, by: User | None) -> None:
    """Have the whole file looked through; nothing is changed by it."""
    step(batch, BATCH, "check", by=by, set_={"done": 0, "faults": [], "summary": {}})


def pass_(batch: Batch, outcome: Outcome, *, by: User | None = None) -> None:
    """Say that every row can be taken."""
    said = {"summary": _summary(outcome), "faults": [], "done": batch.total}
    step(batch, BATCH, "pass", by=by, set_=said)


def fault(batch: Batch, outcome: Outcome, *, by: User | None = None) -> None:
    """Say which rows cannot be taken, and why."""
    shown = [asdict(found) for found in outcome.faults[:SHOWN_FAULTS]]
    said = {"summary": _summary(outcome), "faults": shown, "done": batch.total}
    step(batch, BATCH, "fault", by=by, set_=said)


def begin(batch: Batch, *, by: User | None) -> None:
    """Have the checked file brought in."""
    step(batch, BATCH, "begin", by=by, set_={"done": 0})


@transaction.atomic
def finish(batch: Batch, outcome: Outcome, *, by: User | None = None) -> None:
    """Say what was brought in and let go of the file; only its digest is kept."""
    said = {
        "summary": _summary(outcome),
        "faults": [],
        "done": batch.total,
        "content": b"",
        "head": {},
        "finished_at": now(),
    }
    move(batch, BATCH, "finish", set_=said)
    record("finish", batch, by=by, new=outcome.new, changed=outcome.changed)


def fail(batch: Batch, *, by: User | None = None) -> None:
    """Say that the work broke off; nothing was changed, and it may be tried again."""
    step(batch, BATCH, "fail", by=by, set_={"faults": []})


def _summary(outcome: Outcome) -> dict[str, object]:
    return {
        "new": outcome.new,
        "changed": outcome.changed,
        "unchanged": outcome.unchanged,
        "faults": len(outcome.faults),
        "notes": outcome.notes,
    }
