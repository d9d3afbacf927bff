"""The pool of each kind of run: what it may place, and into which seats."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from wayfellow.applications.models import Application
from wayfellow.mentorships.models import Member, WorkGroup
from wayfellow.pairing.changes import Change
from wayfellow.pairing.models import Pin, Proposal, Run
from wayfellow.pairing.pool import (
    NO_LIMIT,
    Seats,
    frozen,
    mentor_cells,
    open_mentors,
    student_cells,
    waiting_students,
)

type Pool = dict[str, Any]

REFUSALS = (Proposal.Said.NO, Proposal.Said.SILENT)


def pool_for(run: Run) -> Pool:
    """What ``run`` is to match, as it is now; what was frozen once stays as it was."""
    kind, kept = run.kind, dict(run.pool)
    if "students" in kept:
        return kept
    if kind == Run.Kind.ROUND and run.source is not None:
        return of_next_round(run.source)
    if kind == Run.Kind.REPEAT and run.source is not None:
        return dict(run.source.pool)
    if kind == Run.Kind.REHEARSAL:
        return of_the_past(run)
    now = frozen(run.cohort, run.institution, only_into_groups=kind == Run.Kind.LATE)
    return Change.read(kept.get("supposed", {})).pool(kept | now)


def stands(row: Proposal) -> bool:
    """Whether nobody has refused the pair, by word or by silence."""
    return row.mentor_said not in REFUSALS and row.student_said not in REFUSALS


def of_next_round(source: Run) -> Pool:
    """The people of ``source``: who agreed or still may are locked, who refused are kept apart."""
    here = waiting_students(source.cohort, source.institution).values_list("pk", flat=True)
    there = open_mentors(source.cohort).values_list("pk", flat=True)
    students, mentors = {str(pk) for pk in here}, {str(pk) for pk in there}
    rows = list(source.proposals.order_by("pk"))
    locks = {
        str(row.student_id): str(row.mentor_id)
        for row in rows
        if stands(row) and str(row.student_id) in students and str(row.mentor_id) in mentors
    }
    apart = {
        (student, mentor)
        for kind, student, mentor in source.pool["pins"]
        if kind == Pin.Kind.EXCLUDE
    } | {(str(row.student_id), str(row.mentor_id)) for row in rows if not stands(row)}
    weary = {str(row.mentor_id) for row in rows if row.mentor_said in REFUSALS}
    leads = _seats_left(source.pool["mentors"], mentors, weary, Counter(locks.values()))
    locks = {student: mentor for student, mentor in locks.items() if mentor in leads}
    people = _only(source.pool["students"], students)
    apart = {pair for pair in apart if pair[0] in people and pair[1] in leads}
    return {
        "students": people,
        "mentors": leads,
        "pins": [
            *([Pin.Kind.LOCK.value, *pair] for pair in sorted(locks.items())),
            *([Pin.Kind.EXCLUDE.value, *pair] for pair in sorted(apart - set(locks.items()))),
        ],
    }


def _seats_left(
    cells: Mapping[str, Any], there: set[str], weary: set[str], kept: Counter[str]
) -> dict[str, Any]:
    """Mentors with their seats; who refused gets nobody new, and keeps a group only if lawful."""
    found: dict[str, Any] = {}
    for pk, row in cells.items():
        if pk not in there:
            continue
        if pk not in weary:
            found[pk] = row
        elif kept[pk] >= int(row["fewest"]):
            found[pk] = row | {"most": str(kept[pk])}
    return found


def _only(rows: Mapping[str, Any], ids: Iterable[str]) -> dict[str, Any]:
    wanted = set(ids)
    return {pk: row for pk, row in rows.items() if pk in wanted}


def loosened(pool: Pool) -> Pool:
    """The same without the locks of groups that have become too small to be kept."""
    locks = Counter(mentor for kind, _student, mentor in pool["pins"] if kind == Pin.Kind.LOCK)
    small = {
        mentor for mentor, count in locks.items() if count < int(pool["mentors"][mentor]["fewest"])
    }
    kept = [pin for pin in pool["pins"] if pin[0] != Pin.Kind.LOCK or pin[2] not in small]
    return pool | {"pins": kept}


def of_the_past(run: Run) -> Pool:
    """An earlier cohort's people: as its published run froze them, or as its groups tell."""
    if run.source is not None and run.source.pool.get("students"):
        return dict(run.source.pool)
    groups = WorkGroup.objects.filter(cohort=run.past_id, institution=run.institution_id)
    came = Member.objects.filter(group__in=groups).values("application")
    students = Application.objects.filter(pk__in=came).select_related("student").order_by("pk")
    offers = Application.objects.mentors().filter(cohort=run.past_id)
    led = groups.values("mentor")
    mentors = (offers.accepted() | offers.filter(pk__in=led)).distinct()
    rows = mentors.select_related("mentor", "cohort__programme").order_by("pk")
    return {
        "students": {
            str(row.pk): student_cells(row, only=run.cohort.programme.only_choices)
            for row in students
        },
        "mentors": {str(row.pk): mentor_cells(row, _whole(row)) for row in rows},
        "pins": [],
    }


def _whole(mentor: Application) -> Seats:
    """All the seats that the mentor had before anybody took one."""
    programme = mentor.cohort.programme
    own = mentor.mentor
    most = min(own.most or NO_LIMIT, programme.most_mentees)
    return Seats(min(max(programme.fewest_mentees, own.fewest or 1), most), most)
