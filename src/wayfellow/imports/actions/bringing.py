"""A file against the database: looked through, or brought in whole or not at all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Invalid
from wayfellow.imports.actions.meetings import Meetings
from wayfellow.imports.actions.mentors import Mentors
from wayfellow.imports.actions.order import Importer, Order
from wayfellow.imports.actions.partners import Partners
from wayfellow.imports.actions.students import Students
from wayfellow.imports.fields import guess, unmapped
from wayfellow.imports.models import Kind
from wayfellow.imports.outcome import Fault, Outcome
from wayfellow.imports.reading import Reading, Report, read_lines
from wayfellow.institutions.models import Institution
from wayfellow.people.models import User
from wayfellow.programmes.lifecycle import CohortState
from wayfellow.programmes.models import Cohort
from wayfellow.sheets import Sheet, Unreadable, read

IMPORTERS: Mapping[Kind, type[Importer]] = {
    Kind.STUDENTS: Students,
    Kind.MENTORS: Mentors,
    Kind.PARTNERS: Partners,
    Kind.MEETINGS: Meetings,
}


def bring_in(  # noqa: PLR0913 - all by name: a file, where it goes and how it is read
    *,
    kind: Kind,
    cohort: Cohort,
    institution: Institution | None,
    filename: str,
    data: bytes,
    by: User | None = None,
    mapping: Mapping[str, str] | None = None,
    dry_run: bool = False,
) -> Outcome:
    """Bring all rows of a file in, or none: then ``faults`` names every bad row.

    Without ``mapping`` the columns are found by their headings. The same file twice changes
    nothing. Only past meetings may come without ``institution``, for groups of all of them.
    """
    if institution is None and kind != Kind.MEETINGS:
        raise Invalid(_("Say for which institution the file is."), field="institution")
    order = Order(cohort, institution, by)
    refuse_ended(cohort, kind)
    try:
        reading = look_at(kind, filename, data, mapping)
    except Unreadable as broken:
        return Outcome(faults=[unreadable(broken)])
    return carry_out(order, reading, write=not dry_run)


def unreadable(broken: Unreadable) -> Fault:
    """The fault of a file that is no sheet at all; line 0 where it has no place."""
    words = _(broken.template)
    return Fault(broken.line or 0, "", words % broken.params if broken.params else words)


def refuse_ended(cohort: Cohort, kind: Kind) -> None:
    """Invalid where nobody can join any more; what happened may be told afterwards."""
    over = cohort.state in {CohortState.CLOSED, CohortState.CANCELLED}
    if over and kind != Kind.MEETINGS:
        raise Invalid(_("This cohort has ended. Choose one that people can join."), field="cohort")


def look_at(
    kind: Kind,
    filename: str,
    data: bytes,
    mapping: Mapping[str, str] | None,
    *,
    report: Report | None = None,
) -> Reading:
    """The file's rows, clean or faulty; ``Unreadable`` when it is no sheet."""
    sheet = read(data, filename)
    columns = mapping if mapping is not None else guess(kind, sheet.columns)
    faults = _columns_missing(kind, sheet, columns)
    if faults:
        return Reading(kind, columns, faults=faults)
    return read_lines(sheet, kind, columns, report=report)


def _columns_missing(kind: Kind, sheet: Sheet, mapping: Mapping[str, str]) -> list[Fault]:
    there = set(sheet.columns)
    gone = [column for column in mapping.values() if column not in there]
    faults = [Fault(1, column, _("The file has no such column.")) for column in gone]
    faults += [
        Fault(1, str(field.label), _("No column holds this. Say which one does."))
        for field in unmapped(kind, mapping)
    ]
    if not faults and not sheet.rows:
        faults = [Fault(1, "", _("The file has headings and no rows."))]
    return faults


@dataclass(slots=True)
class _Progress:
    """Of ten parts of the way, reading the cells is four, judging one, writing five."""

    report: Report | None
    rows: int
    parts: int = 0

    def add(self, parts: int) -> None:
        self.parts += parts
        if self.report is not None:
            self.report(4 * self.rows + self.parts, 10 * self.rows)


def carry_out(
    order: Order,
    reading: Reading,
    *,
    write: bool,
    report: Report | None = None,
    finish: Callable[[Outcome], None] | None = None,
) -> Outcome:
    """Judge all rows and, if none is at fault and ``write`` says so, write them in one go.

    ``finish`` is called last in the same transaction: what it writes is there when the rows are.
    """
    importer = IMPORTERS[reading.kind](order, reading)
    if not write:
        return _work(importer, write=False, report=report)
    with transaction.atomic():
        # One import into a cohort at a time: what was judged must still be so when it is written.
        Cohort.objects.select_for_update(no_key=True).get(pk=order.cohort.pk)
        outcome = _work(importer, write=True, report=report)
        if not outcome.faults and finish is not None:
            finish(outcome)
    return outcome


def _work(importer: Importer, *, write: bool, report: Report | None) -> Outcome:
    reading = importer.reading
    progress = _Progress(report, len(reading.lines))
    for chunk in importer.chunks():
        importer.judge(chunk)
        progress.add(len(chunk))
    if reading.faults:
        return Outcome(faults=sorted(reading.faults))
    for chunk in importer.chunks():
        importer.work(chunk, write=write)
        progress.add(5 * len(chunk))
    tally = importer.tally
    return Outcome(
        new=tally["new"],
        changed=tally["changed"],
        unchanged=tally["unchanged"],
        notes=[*reading.notes(), *importer.notes()],
    )
