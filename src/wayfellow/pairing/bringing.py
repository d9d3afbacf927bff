"""A list of pairs made elsewhere, read row by row: everybody is found, or the row is named."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from wayfellow.applications.models import Application
from wayfellow.institutions.models import Institution
from wayfellow.pairing.pool import Seats, open_mentors, seats, waiting_students
from wayfellow.programmes.models import Cohort
from wayfellow.sheets import Row, Sheet, Unreadable, read, suggest

MOST_BYTES = 20 * 1024 * 1024
COLUMNS = {
    "student": (
        "student email", "student id", "student number", "mentee", "mentee email", "matric no",
    ),
    "mentor": ("mentor email", "mentor id", "mentor e-mail address"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that cannot be taken; ``column`` is the file's own heading."""

    line: int
    column: str
    reason: str


@dataclass(slots=True)
class Brought:
    """The pairs of a file, or everything that is wrong with it."""

    pairs: list[tuple[int, int, int]] = field(default_factory=list)
    """Student, mentor, and the line in which they stand."""
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Known:
    """Who may be named in the file: how each is written, and what is known of them."""

    students: dict[str, int]
    ready: set[int]
    mentors: dict[str, Application]
    left: dict[int, Seats]


def brought(cohort: Cohort, institution: Institution, data: bytes, filename: str) -> Brought:
    """The pairs in ``data``, all of them or none: a fault anywhere leaves the rest untaken."""
    found = Brought()
    try:
        sheet = read(data, filename)
    except Unreadable as broken:
        sentence = _(broken.template) % broken.params if broken.params else _(broken.template)
        found.faults.append(Fault(broken.line or 1, "", sentence))
        return found
    columns = suggest(sheet.columns, COLUMNS)
    for name in COLUMNS:
        if name not in columns:
            found.faults.append(Fault(1, name, _MISSING[name]()))
    if found.faults:
        return found
    _read_rows(found, sheet, columns, _known(cohort, institution))
    found.faults.sort(key=lambda fault: (fault.line, fault.column))
    return found


_MISSING = {
    "student": lambda: _(
        "No column has the students' e-mail addresses or numbers. Head it “student”."
    ),
    "mentor": lambda: _("No column has the mentors' e-mail addresses or ids. Head it “mentor”."),
}


def _cells(sheet: Sheet, column: str) -> Iterable[tuple[Row, str]]:
    at = sheet.columns.index(column)
    for row in sheet.rows:
        yield row, row.cells[at].strip().casefold()


def _known(cohort: Cohort, institution: Institution) -> _Known:
    here = Application.objects.students().filter(cohort=cohort, institution=institution)
    students: dict[str, int] = {}
    for pk, number, address in here.values_list("pk", "student__student_number", "person__email"):
        for name in (str(pk), number, address):
            if name:
                students[name.casefold()] = pk
    mentors: dict[str, Application] = {}
    leads = list(open_mentors(cohort))
    for lead in leads:
        written = (str(lead.pk), lead.mentor.programme_email, lead.person.email)
        mentors |= {name.casefold(): lead for name in written if name}
    ready = set(waiting_students(cohort, institution).values_list("pk", flat=True))
    return _Known(students, ready, mentors, seats(cohort, institution, leads))


def _read_rows(found: Brought, sheet: Sheet, columns: dict[str, str], known: _Known) -> None:
    students = _cells(sheet, columns["student"])
    mentors = _cells(sheet, columns["mentor"])
    first: dict[int, int] = {}
    lines: dict[int, list[int]] = {}
    for (row, student_cell), (_same, mentor_cell) in zip(students, mentors, strict=True):
        student = known.students.get(student_cell)
        mentor = known.mentors.get(mentor_cell)
        if (wrong := _student_fault(student, student_cell, known, first)) is not None:
            found.faults.append(Fault(row.line, columns["student"], wrong))
        if (wrong := _mentor_fault(mentor, mentor_cell, known)) is not None:
            found.faults.append(Fault(row.line, columns["mentor"], wrong))
        if student is None or mentor is None:
            continue
        first.setdefault(student, row.line)
        lines.setdefault(mentor.pk, []).append(row.line)
        found.pairs.append((student, mentor.pk, row.line))
    _check_sizes(found, lines, columns["mentor"], known)


def _student_fault(
    student: int | None, cell: str, known: _Known, first: dict[int, int]
) -> str | None:
    if not cell:
        return _("There is no student in this row.")
    if student is None:
        return _("No student of this cohort has this address or number: %(cell)s.") % {
            "cell": cell[:80]
        }
    if student in first:
        return _("This student stands in line %(line)d already.") % {"line": first[student]}
    if student not in known.ready:
        return _("This student has a group, is not accepted, or lacks a guardian's consent.")
    return None


def _mentor_fault(mentor: Application | None, cell: str, known: _Known) -> str | None:
    if not cell:
        return _("There is no mentor in this row.")
    if mentor is None:
        return _("No mentor who takes people has this address or id: %(cell)s.") % {
            "cell": cell[:80]
        }
    if mentor.pk not in known.left:
        return _("%(name)s has no place left.") % {"name": mentor.person.called}
    return None


def _check_sizes(found: Brought, lines: dict[int, list[int]], column: str, known: _Known) -> None:
    """A group that is too large or too small could never be published."""
    sizes = Counter({pk: len(rows) for pk, rows in lines.items()})
    for pk, size in sizes.items():
        left = known.left.get(pk)
        if left is None:
            continue
        if size > left.most:
            reason = _("This mentor has places for %(n)d; this row is one too many.")
            for line in lines[pk][left.most :]:
                found.faults.append(Fault(line, column, reason % {"n": left.most}))
        elif size < left.fewest:
            reason = _("A group here needs at least %(n)d; the file gives this mentor %(size)d.")
            fault = Fault(lines[pk][0], column, reason % {"n": left.fewest, "size": size})
            found.faults.append(fault)
