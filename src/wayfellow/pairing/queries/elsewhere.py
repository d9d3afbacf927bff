"""Where else a student could go in a run, or who else could come to a mentor, and why it was not done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wayfellow.applications.models import Application
from wayfellow.pairing.engine import kept_pair
from wayfellow.pairing.judging import Bench
from wayfellow.pairing.models import Pin, Proposal, Run
from wayfellow.pairing.queries.moves import held
from wayfellow.pairing.recipe import CRITERIA
from wayfellow.pairing.words import reasons, why_not

if TYPE_CHECKING:
    from wayfellow.matching import Alternative, Pair

MOST = 6
"""So many are told; the page of moves lists all."""
BY_HAND = ("free", "less")
"""What a move by hand can do at once: there is a place, whatever it scores."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A criterion's value with the mentor of now, None without one, and with the other."""

    label: str
    now: int | None
    there: int

    @property
    def gain(self) -> int:
        return self.there - (self.now or 0)

    @property
    def said(self) -> str:
        """Both values, and how far they are apart."""
        if self.now is None:
            return str(self.there)
        numbers = {"there": self.there, "now": self.now, "gain": f"{self.gain:+d}"}
        return _("%(there)d, now %(now)d (%(gain)s)") % numbers


@dataclass(frozen=True, slots=True)
class InTheWay:
    """A student in a seat that another would want, and where he or she could go instead."""

    name: str
    score: int
    loses: int | None
    locked: bool
    to: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A pair that was not made, with what it would give or cost."""

    student: Application
    mentor: Application
    before: Proposal | None
    score: int
    cost: int | None
    """What the total gains; below nought is what it loses. None when one or two moves do not do it."""
    gain: int
    """What the student gains; below nought is what is given up."""
    why: list[str]
    why_not: str
    measured: list[Measured]
    in_the_way: list[InTheWay]
    obstacle: str
    is_lawful: bool

    @property
    def facts(self) -> list[tuple[str, str]]:
        """The criteria that are otherwise there; all of them for who has no mentor now."""
        return [(one.label, one.said) for one in self.measured if one.now is None or one.gain]

    @property
    def can_be_moved(self) -> bool:
        return self.obstacle in BY_HAND

    @property
    def is_locked(self) -> bool:
        return self.obstacle == "locked"


def places_for(run: Run, student: Application) -> list[Elsewhere]:
    """The next best mentors for ``student``."""
    bench, pairs = held(run), _pairs(run)
    found = bench.alternatives(pairs, student.pk, _pins(run, bench), MOST)
    return _told(run, bench, found)


def students_for(run: Run, mentor: Application) -> list[Elsewhere]:
    """The students who would do best to come to ``mentor``: those without a place first."""
    bench, pairs = held(run), _pairs(run)
    found = bench.suitors(pairs, mentor.pk, _pins(run, bench), MOST)
    return _told(run, bench, found)


def _pairs(run: Run) -> "list[Pair]":
    rows = run.proposals.values_list("student", "mentor", "score", "listed")
    return [kept_pair(*row) for row in rows.order_by("pk")]


def _pins(run: Run, bench: Bench) -> list[tuple[str, str, str]]:
    """What coordinators say of single pairs now, and whom this run has from the round before.

    What the run itself was told never to put together stays so, as for a move by hand.
    """
    rows = Pin.objects.filter(cohort=run.cohort_id).values_list("kind", "student", "mentor")
    carried = run.proposals.filter(carried=True).values_list("student", "mentor")
    pins = {pair: kind for pair, (kind, *_rest) in bench.pins.items() if kind == Pin.Kind.EXCLUDE}
    pins |= {(str(student), str(mentor)): Pin.Kind.LOCK for student, mentor in carried}
    pins |= {(str(student), str(mentor)): kind for kind, student, mentor in rows}
    return [
        (kind, student, mentor)
        for (student, mentor), kind in pins.items()
        if student in bench.students and mentor in bench.mentors
    ]


def _told(run: Run, bench: Bench, found: "Sequence[Alternative]") -> list[Elsewhere]:
    ids = {int(id_) for each in found for id_ in (each.student, each.mentor)}
    others = {int(one.student) for each in found for one in each.holders}
    others |= {int(one.to) for each in found for one in each.holders if one.to}
    people = Application.objects.select_related("person", "student", "mentor").in_bulk(ids)
    names = {
        pk: called.person.called
        for pk, called in Application.objects.select_related("person").in_bulk(others).items()
    }
    rows = run.proposals.filter(student__in=ids).select_related("mentor__person")
    before = {row.student_id: row for row in rows}
    return [
        _elsewhere(bench, each, people, names, before.get(int(each.student)))
        for each in found
        if {int(each.student), int(each.mentor)} <= people.keys()
    ]


def _elsewhere(
    bench: Bench,
    each: "Alternative",
    people: Mapping[int, Application],
    names: Mapping[int, str],
    before: Proposal | None,
) -> Elsewhere:
    student, mentor = people[int(each.student)], people[int(each.mentor)]
    now = dict(before.because) if before else {}
    listed = bench.judge(student.pk, mentor.pk).listed
    there = before.mentor.person.called if before else ""
    return Elsewhere(
        student=student,
        mentor=mentor,
        before=before,
        score=each.score,
        cost=each.total,
        gain=each.difference,
        why=reasons(student, mentor, listed),
        why_not=why_not(each.obstacle, there, each.needs),
        measured=[
            Measured(str(CRITERIA[name][-1]), now.get(name), value)
            for name, value in each.values
            if name in CRITERIA
        ],
        in_the_way=_in_the_way(each, names),
        obstacle=each.obstacle,
        is_lawful=each.lawful,
    )


def _in_the_way(each: "Alternative", names: Mapping[int, str]) -> list[InTheWay]:
    return [
        InTheWay(
            name=names[int(one.student)],
            score=one.score,
            loses=one.loses,
            locked=one.locked,
            to=names.get(int(one.to), "") if one.to else "",
        )
        for one in each.holders
        if int(one.student) in names
    ]
