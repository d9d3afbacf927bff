"""From the database to the engine's cells: who may be placed, and who has seats."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from wayfellow.applications.models import Application
from wayfellow.institutions.models import Institution
from wayfellow.mentorships.lifecycle import LIVE, MemberState
from wayfellow.mentorships.models import Member, WorkGroup
from wayfellow.pairing.models import Pin
from wayfellow.people.models import Block
from wayfellow.programmes.models import Cohort

NOT_SAID = "not said"
"""A student who names no field is open to every mentor's."""
NO_LIMIT = 10_000


@dataclass(frozen=True, slots=True)
class Seats:
    """How many students a mentor may still be given, and into which group they would come."""

    fewest: int
    most: int
    group: int | None = None
    """A live group with open places; None when a new one would be formed."""


def waiting_students(cohort: Cohort, institution: Institution) -> QuerySet[Application]:
    """Students who may be placed and have no live group in the cohort."""
    placed = Member.objects.active().filter(group__cohort=cohort, group__state__in=LIVE)
    rows = Application.objects.students().placeable().filter(cohort=cohort, institution=institution)
    return (
        rows.exclude(pk__in=placed.values("application"))
        .select_related("person", "student")
        .order_by("pk")
    )


def open_mentors(cohort: Cohort) -> QuerySet[Application]:
    """Accepted mentors who take people; all institutions of the programme share them."""
    rows = Application.objects.mentors().accepted().filter(cohort=cohort, is_paused=False)
    return rows.select_related("person", "mentor").order_by("pk")


def seats(
    cohort: Cohort, institution: Institution, mentors: Iterable[Application]
) -> dict[int, Seats]:
    """The seats of those ``mentors`` who have any left for students of ``institution``."""
    groups: dict[int, list[WorkGroup]] = {}
    active = Count("members", filter=Q(members__state=MemberState.ACTIVE))
    for group in WorkGroup.objects.live().filter(cohort=cohort).annotate(size=active):
        groups.setdefault(group.mentor_id, []).append(group)
    found = {
        mentor.pk: _seats_of(cohort, institution, mentor, groups.get(mentor.pk, []))
        for mentor in mentors
    }
    return {pk: left for pk, left in found.items() if left is not None}


def _seats_of(
    cohort: Cohort, institution: Institution, mentor: Application, groups: list[WorkGroup]
) -> Seats | None:
    programme = cohort.programme
    answers = getattr(mentor, "mentor", None)
    taken = sum(_size(group) for group in groups)
    most_in_all = (answers and answers.most) or programme.most_mentees
    left = most_in_all - taken
    wanted = ((answers and answers.fewest) or 0) - taken
    growing = sorted(
        (group for group in groups if group.institution_id == institution.pk),
        key=lambda group: (_size(group), group.pk),
    )
    if growing:
        room = programme.most_mentees - _size(growing[0])
        fewest, group = max(1, wanted), growing[0].pk
    else:
        room, fewest, group = programme.most_mentees, max(programme.fewest_mentees, wanted), None
    most = min(left, room)
    return Seats(fewest, most, group) if 0 < fewest <= most else None


def _size(group: WorkGroup) -> int:
    size: int = group.size  # type: ignore[attr-defined]
    return size


def frozen(
    cohort: Cohort, institution: Institution, *, only_into_groups: bool = False
) -> dict[str, Any]:
    """The whole pool as plain values: students, mentors with seats, and the pins between them.

    ``only_into_groups`` leaves the mentors out who lead no group with a free place yet.
    """
    students = list(waiting_students(cohort, institution))
    mentors = list(open_mentors(cohort))
    left = seats(cohort, institution, mentors)
    if only_into_groups:
        left = {pk: each for pk, each in left.items() if each.group is not None}
    mentors = [mentor for mentor in mentors if mentor.pk in left]
    return {
        "students": {
            str(row.pk): student_cells(row, only=cohort.programme.only_choices) for row in students
        },
        "mentors": {str(row.pk): mentor_cells(row, left[row.pk]) for row in mentors},
        "pins": _pins(cohort, students, mentors),
    }


def _pins(
    cohort: Cohort, students: list[Application], mentors: list[Application]
) -> list[list[str]]:
    ids, leads = {row.pk for row in students}, {row.person_id: row.pk for row in mentors}
    rows = Pin.objects.filter(cohort=cohort, student__in=ids, mentor__in=leads.values())
    pins = {
        (str(student), str(mentor)): [kind, str(student), str(mentor)]
        for kind, student, mentor in rows.order_by("pk").values_list("kind", "student", "mentor")
    }
    # Nobody is their own mentor, nor that of somebody with whom nothing passes.
    apart = _apart(students, leads)
    for row in students:
        for person in sorted({row.person_id, *apart[row.person_id]} & leads.keys()):
            pair = (str(row.pk), str(leads[person]))
            pins[pair] = [Pin.Kind.EXCLUDE.value, *pair]
    return list(pins.values())


def _apart(students: list[Application], leads: dict[int, int]) -> dict[int, set[int]]:
    """For each student's person those mentors' persons with whom there is a block."""
    apart: dict[int, set[int]] = defaultdict(set)
    ours = {row.person_id for row in students}
    blocks = Block.objects.standing().filter(Q(person__in=leads) | Q(other__in=leads))
    for person, other in blocks.values_list("person", "other"):
        for student, mentor in ((person, other), (other, person)):
            if student in ours and mentor in leads:
                apart[student].add(mentor)
    return apart


def student_cells(row: Application, *, only: bool) -> dict[str, str]:
    """A student's answers as the engine reads them.

    ``only``: whether it counts when the student wants none but the mentors on the list.
    """
    answers = row.student
    ranked = "|".join(str(choice) for choice in answers.preferred_mentors)
    return {
        **_common(row),
        "field": folded(answers.field) or NOT_SAID,
        "hopes": f"{answers.aspiration} {answers.gaps} {row.motivation}",
        "preferences": ranked,
        "only_preferences": "1" if only and ranked and answers.only_preferred else "0",
    }


_READ = (
    *("cohort", "person", "languages", "skills", "interests", "values"),
    *("mentor__fields", "mentor__help_areas", "mentor__job_title", "mentor__industry"),
    *("mentor__successes", "mentor__fewest", "mentor__most"),
)


def only_for_cells(mentors: QuerySet[Application]) -> QuerySet[Application]:
    """The same mentors with no more than their cells and seats are made of: thousands are read."""
    return mentors.select_related(None).select_related("mentor").only(*_READ)


def mentor_cells(row: Application, left: Seats) -> dict[str, str]:
    """A mentor's profile as the engine reads it."""
    profile = row.mentor
    fields = listed(profile.fields)
    return {
        **_common(row),
        "fields": fields,
        "fields_open": f"{fields}|{NOT_SAID}" if fields else "",
        "help": " ".join(
            [*map(str, profile.help_areas), profile.job_title, profile.industry, profile.successes]
        ),
        "fewest": str(left.fewest),
        "most": str(left.most),
    }


def _common(row: Application) -> dict[str, str]:
    lists = {
        "languages": row.languages,
        "skills": row.skills,
        "interests": row.interests,
        "values": row.values,
    }
    return {name: listed(values) for name, values in lists.items()}


def listed(values: Iterable[object]) -> str:
    """A list in one cell; the same word in other capitals is the same word."""
    return "|".join(dict.fromkeys(word for value in values if (word := folded(value))))


def folded(value: object) -> str:
    """One spelling for what people write in many."""
    return " ".join(str(value).replace("|", "/").split()).casefold()
