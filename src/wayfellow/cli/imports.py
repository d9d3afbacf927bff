"""``wayfellow import``: real files in, from the command line."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from wayfellow.cli.fault import Commands, Fault, call, with_django

if TYPE_CHECKING:
    from wayfellow.imports.models import Kind
    from wayfellow.imports.outcome import Outcome
    from wayfellow.institutions.models import Institution
    from wayfellow.programmes.models import Cohort, Programme

KINDS = ("students", "mentors", "partners", "meetings")


def register(commands: Commands) -> None:
    """Adds import."""
    parser = commands.add_parser(
        "import",
        help="bring a real file in: students, mentors, partners or past meetings",
        description="Brings a CSV or XLSX file into a cohort: all rows or none. The same file "
        "twice changes nothing. Exit status: 0 done; 1 refused, every bad row is named by line "
        "and column on standard error and nothing was written; 2 usage.",
    )
    parser.add_argument("kind", type=kind_named, metavar="KIND", help=f"one of {', '.join(KINDS)}")
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV or XLSX")
    parser.add_argument("--programme", required=True, metavar="SLUG")
    parser.add_argument("--cohort", metavar="NAME", help="default: the newest that has not ended")
    parser.add_argument(
        "--institution", metavar="SLUG", help="default: the only one that takes part"
    )
    parser.add_argument("--dry-run", action="store_true", help="check everything, write nothing")
    parser.add_argument(
        "--mapping",
        type=Path,
        metavar="FILE.json",
        help='our fields and the file\'s columns: {"email": "School E-mail", ...}',
    )
    parser.set_defaults(func=run)


def kind_named(text: str) -> str:
    """The kind of file; "past meetings" is understood as well."""
    bare = text.lower().replace("past", "").strip(" -_")
    if bare not in KINDS:
        raise argparse.ArgumentTypeError(f"{text!r} is none of {', '.join(KINDS)}")
    return bare


def run(arguments: argparse.Namespace) -> int:
    data = _bytes(arguments.file)
    mapping = _mapping(arguments.mapping) if arguments.mapping else None
    with_django()
    call("migrate", interactive=False, verbosity=0)
    from django.db import DatabaseError  # noqa: PLC0415 - Django is started by now

    from wayfellow.access.refusals import Invalid  # noqa: PLC0415 - see above
    from wayfellow.imports.actions import bring_in  # noqa: PLC0415 - see above
    from wayfellow.imports.models import Kind  # noqa: PLC0415 - see above

    kind = Kind(arguments.kind)
    programme = _programme(arguments.programme)
    try:
        outcome = bring_in(
            kind=kind,
            cohort=_cohort(programme, arguments.cohort),
            institution=_institution(programme, arguments.institution, kind),
            filename=arguments.file.name,
            data=data,
            mapping=mapping,
            dry_run=arguments.dry_run,
        )
    except Invalid as invalid:
        raise Fault(str(invalid)) from invalid
    except DatabaseError as error:
        raise Fault(f"the database refused, nothing was written; try again ({error})") from error
    return _tell(arguments, outcome)


def _tell(arguments: argparse.Namespace, outcome: "Outcome") -> int:
    for fault in outcome.faults:
        place = f"{arguments.file}:{fault.line}" if fault.line else str(arguments.file)
        column = f" {fault.column}:" if fault.column else ""
        print(f"{place}:{column} {fault.reason}", file=sys.stderr)
    if outcome.faults:
        count = len(outcome.faults)
        faults = "1 fault" if count == 1 else f"{count} faults"
        print(f"{arguments.file}: {faults}, nothing was written", file=sys.stderr)
        return 1
    would = "would be " if arguments.dry_run else ""
    print(
        f"{outcome.rows} {arguments.kind}: {outcome.new} {would}new, {outcome.changed} "
        f"{would}changed, {outcome.unchanged} unchanged"
    )
    for note in outcome.notes:
        print(f"- {note}")
    return 0


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise Fault(f"{path} cannot be read: {reason}") from error


def _mapping(path: Path) -> dict[str, str]:
    try:
        found = json.loads(_bytes(path))
    except ValueError as error:
        raise Fault(f"{path} is not JSON: {error}") from error
    if not isinstance(found, dict) or not all(isinstance(name, str) for name in found.values()):
        raise Fault(f'{path} must look like {{"email": "School E-mail", ...}}')
    return found


def _programme(slug: str) -> "Programme":
    from wayfellow.programmes.models import Programme  # noqa: PLC0415 - Django is started by now

    programme = Programme.objects.filter(slug=slug).first()
    if programme is None:
        known = ", ".join(Programme.objects.values_list("slug", flat=True)[:20]) or "none yet"
        raise Fault(f"there is no programme {slug!r}; there are: {known}")
    return programme


def _cohort(programme: "Programme", name: str | None) -> "Cohort":
    from wayfellow.programmes.lifecycle import CohortState  # noqa: PLC0415 - see above

    cohorts = programme.cohorts.all()
    if name is None:
        going = cohorts.exclude(state__in=[CohortState.CLOSED, CohortState.CANCELLED])
        cohort = going.first() or cohorts.first()
    else:
        cohort = cohorts.filter(name=name).first()
    if cohort is None:
        known = ", ".join(cohorts.values_list("name", flat=True)) or "none yet"
        asked = f" {name!r}" if name else ""
        raise Fault(f"{programme.slug} has no cohort{asked}; it has: {known}")
    return cohort


def _institution(programme: "Programme", slug: str | None, kind: "Kind") -> "Institution | None":
    taking_part = programme.institutions.order_by("slug")
    known = ", ".join(taking_part.values_list("slug", flat=True)) or programme.institution.slug
    if slug is not None:
        found = taking_part.filter(slug=slug).first()
        if found is None and slug != programme.institution.slug:
            raise Fault(f"{slug!r} does not take part in {programme.slug}; these do: {known}")
        return found or programme.institution
    if kind == "meetings":
        return None
    if kind == "students" and taking_part.count() > 1:
        raise Fault(f"say whose students they are: --institution with one of {known}")
    return programme.institution
