"""One answer beside another: a repetition beside its run, a rehearsal beside what was done."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wayfellow.applications.models import Application
from wayfellow.mentorships.models import Member
from wayfellow.pairing.judging import Bench
from wayfellow.pairing.models import Run

type Pairs = dict[int, tuple[int, int]]
"""For each student the mentor and the score."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of two answers in figures."""

    placed: int
    total: int
    worst: int | None

    @property
    def mean(self) -> int | None:
        return round(self.total / self.placed) if self.placed else None


@dataclass(frozen=True, slots=True)
class Change:
    """A student who is with somebody else, or placed in one answer alone."""

    student: Application
    before: Application | None
    after: Application | None
    gain: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two answers, the kept one first."""

    before: Side
    after: Side
    differ: list[int]
    """Students whose place is not the same."""
    same: int
    causes: list[str]
    """Why the two may differ, as far as versions and settings tell."""
    unjudged: int
    """Pairs that were really made and whose score cannot be told: one of the two is not kept."""

    @property
    def identical(self) -> bool:
        return not self.differ and self.before == self.after


def side(pairs: Pairs) -> Side:
    scores = [score for _mentor, score in pairs.values()]
    return Side(len(scores), sum(scores), min(scores, default=None))


def kept(run: Run) -> Pairs:
    """The answer as the engine gave it, before any hand."""
    if run.answer:
        return {student: (mentor, score) for student, mentor, score in run.answer}
    rows = run.proposals.values_list("student", "mentor", "score")
    return {student: (mentor, score) for student, mentor, score in rows}


def compared(run: Run) -> Comparison | None:
    """``run`` beside what it is measured by; None when it is not that kind of run or not done."""
    if run.kind == Run.Kind.REPEAT and run.source is not None and run.report:
        before, after = kept(run.source), kept(run)
        return _comparison(before, after, _causes(run.source, run), 0)
    if run.kind == Run.Kind.REHEARSAL and run.report:
        before, unjudged = _really(run)
        return _comparison(before, kept(run), [], unjudged)
    return None


def _comparison(before: Pairs, after: Pairs, causes: list[str], unjudged: int) -> Comparison:
    everybody = before.keys() | after.keys()
    differ = sorted(pk for pk in everybody if before.get(pk) != after.get(pk))
    return Comparison(
        side(before), side(after), differ, len(everybody) - len(differ), causes, unjudged
    )


def _really(run: Run) -> tuple[Pairs, int]:
    """The groups that the earlier cohort began with, judged by today's settings."""
    bench = Bench(run.pool, run.configuration)
    places = Member.objects.filter(
        group__cohort=run.past_id, group__institution=run.institution_id
    ).order_by("joined_at", "pk")
    first: dict[int, int] = {}
    for student, mentor in places.values_list("application", "group__mentor"):
        first.setdefault(student, mentor)
    pairs: Pairs = {}
    unjudged = 0
    for student, mentor in first.items():
        if str(student) in bench.students and str(mentor) in bench.mentors:
            pairs[student] = (mentor, bench.judge(student, mentor).score)
        else:
            unjudged += 1
    return pairs, unjudged


def _causes(source: Run, again: Run) -> list[str]:
    found = []
    old, new = source.report, again.report
    if old.get("version") != new.get("version"):
        found.append(
            _("The engine was version %(old)s and is version %(new)s now.")
            % {"old": old.get("version"), "new": new.get("version")}
        )
    before, after = old.get("solvers") or {}, new.get("solvers") or {}
    found += [
        _("The solver %(name)s was version %(old)s and is version %(new)s now.")
        % {"name": name, "old": before.get(name, "–"), "new": after.get(name, "–")}
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    ]
    if old.get("configuration") != new.get("configuration"):
        found.append(_("The settings are read differently now: their fingerprint has changed."))
    if old.get("cut") or new.get("cut"):
        found.append(
            _("A time limit ended the search, so where it stopped depends on the machine.")
        )
    return found


def changes(run: Run, shown: Sequence[int]) -> list[Change]:
    """The named students of ``shown`` with both mentors; the same queries for any number."""
    before = kept(run.source) if run.kind == Run.Kind.REPEAT and run.source else _really(run)[0]
    after = kept(run)
    ids = set(shown)
    for pk in shown:
        ids |= {pairs[pk][0] for pairs in (before, after) if pk in pairs}
    people = Application.objects.select_related("person").in_bulk(ids)
    nobody = (0, 0)
    return [
        Change(
            people[pk],
            people.get(before.get(pk, nobody)[0]),
            people.get(after.get(pk, nobody)[0]),
            after.get(pk, nobody)[1] - before.get(pk, nobody)[1],
        )
        for pk in shown
        if pk in people
    ]
