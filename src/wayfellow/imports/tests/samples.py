"""The sample files, and files written on the spot."""

from pathlib import Path

from wayfellow.imports.actions import bring_in
from wayfellow.imports.models import Kind
from wayfellow.imports.outcome import Outcome
from wayfellow.institutions.models import Institution
from wayfellow.sheets import write_csv
from wayfellow.testing.world import World

SAMPLES = Path(__file__).resolve().parents[4] / "samples"
HEADINGS = ("Student Number", "Name", "Email", "Date of Birth", "Guardian Email")


def tembusu() -> Institution:
    return Institution.objects.create(
        slug="tembusu",
        name="Tembusu Polytechnic",
        short_name="Tembusu",
        country="SG",
        contact_email="mentoring@tembusu.example",
    )


def take(world: World, kind: Kind, path: str, institution: Institution) -> Outcome:
    """Bring a sample file in."""
    return bring_in(
        kind=kind,
        cohort=world.cohort,
        institution=institution,
        filename=path,
        data=(SAMPLES / path).read_bytes(),
    )


def table(*rows: tuple[str, ...], columns: tuple[str, ...] = HEADINGS) -> bytes:
    """A CSV file of students; cells that are left out at the end are empty."""
    return write_csv(columns, [row + ("",) * (len(columns) - len(row)) for row in rows])


def students(
    world: World, data: bytes, *, institution: Institution | None = None, dry_run: bool = False
) -> Outcome:
    """Bring ``data`` in as students of Merlion."""
    return bring_in(
        kind=Kind.STUDENTS,
        cohort=world.cohort,
        institution=institution or world.merlion,
        filename="students.csv",
        data=data,
        dry_run=dry_run,
    )
