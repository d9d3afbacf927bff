"""What a move would cost, before anybody moves."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wayfellow.applications.models import Application
from wayfellow.pairing.engine import Bench
from wayfellow.pairing.models import Pin, Proposal, Run
from wayfellow.pairing.words import objections, reasons


@dataclass(frozen=True, slots=True)
class Choice:
    """A mentor to whom a student could be moved."""

    mentor: Application
    score: int
    cost: int
    """What the total gains; below nought is what it loses."""
    size: int
    most: int
    against: list[str]
    """Why it may not be; empty when it may."""

    @property
    def is_lawful(self) -> bool:
        return not self.against


@dataclass(frozen=True, slots=True)
class What:
    """One move in full: from where, to where, and what comes of it."""

    choice: Choice
    before: Proposal | None
    why: list[str]


def choices(run: Run, student: Application) -> list[Choice]:
    """Every mentor of the run but the present one: the lawful first, the best first."""
    pins = Pin.objects.filter(cohort=run.cohort_id, student=student)
    rows = pins.values_list("kind", "student", "mentor")
    bench = Bench(run.pool, run.configuration, [(k, str(s), str(m)) for k, s, m in rows])
    if str(student.pk) not in bench.students:
        return []
    before = run.proposals.filter(student=student).first()
    sizes = Counter(run.proposals.values_list("mentor", flat=True))
    mentors = Application.objects.filter(pk__in=[int(pk) for pk in bench.mentors])
    leaving = _leaving(bench, sizes, before)
    found = [
        _choice(bench, (student, mentor), (before, sizes), leaving)
        for mentor in mentors.select_related("person", "mentor")
        if before is None or mentor.pk != before.mentor_id
    ]
    return sorted(found, key=lambda c: (not c.is_lawful, -c.score, c.mentor.person.name))


def _leaving(bench: Bench, sizes: Counter[int], before: Proposal | None) -> list[str]:
    if before is None:
        return []
    rest = sizes[before.mentor_id] - 1
    fewest, _most = bench.seats(before.mentor_id)
    return [_("the group left behind needs %(n)d") % {"n": fewest}] if 0 < rest < fewest else []


def _choice(
    bench: Bench,
    pair: tuple[Application, Application],
    now: tuple[Proposal | None, Counter[int]],
    leaving: list[str],
) -> Choice:
    (student, mentor), (before, sizes) = pair, now
    judged = bench.judge(student.pk, mentor.pk)
    fewest, most = bench.seats(mentor.pk)
    against = [*objections(judged.broken), *leaving]
    if sizes[mentor.pk] >= most:
        against.append(_("no place left"))
    elif sizes[mentor.pk] + 1 < fewest:
        against.append(_("a group there needs %(n)d") % {"n": fewest})
    return Choice(
        mentor=mentor,
        score=judged.score,
        cost=judged.score - (before.score if before else 0),
        size=sizes[mentor.pk],
        most=most,
        against=against,
    )


def what_if(run: Run, student: Application, mentor_id: int) -> What | None:
    """The move of ``student`` to one mentor; None when the two are not in the run."""
    found = next((c for c in choices(run, student) if c.mentor.pk == mentor_id), None)
    if found is None:
        return None
    before = run.proposals.filter(student=student).select_related("mentor__person").first()
    return What(found, before, reasons(student, found.mentor))
