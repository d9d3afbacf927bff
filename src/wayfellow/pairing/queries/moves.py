"""What a move would cost, before anybody moves."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count
from django.utils.translation import gettext as _

from wayfellow.applications.models import Application
from wayfellow.events.models import Event
from wayfellow.pairing.judging import Bench
from wayfellow.pairing.models import Pin, Proposal, Run
from wayfellow.pairing.queries.lazily import Lazily
from wayfellow.pairing.words import can_be_waived, objections, reasons

HELD = 4
"""So many runs' pools a process keeps at hand: a coordinator works on one or two at a time."""


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
    breaks: list[str]
    """Hard rules that it breaks, which a coordinator may overrule."""
    listed: int | None

    @property
    def is_lawful(self) -> bool:
        return not self.against and not self.breaks


@dataclass(frozen=True, slots=True)
class Choices:
    """Where a student could go."""

    lawful: int
    """How many of ``rows`` can be done and break no rule."""
    rows: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class What:
    """One move in full: from where, to where, and what comes of it."""

    choice: Choice
    before: Proposal | None
    why: list[str]


@dataclass(frozen=True, slots=True)
class Undo:
    """The last move that can be taken back."""

    student: Application
    mentor: Application
    """With whom the student is now."""
    before: Application | None
    """With whom the student was; None when there was no place."""
    by_hand: bool
    """Whether that, too, had been by hand."""


@dataclass(frozen=True, slots=True)
class People:
    """Everybody of a run by key, to be chosen by name."""

    students: dict[int, str]
    mentors: dict[int, str]
    cells: Mapping[str, Mapping[str, str]]
    """The mentors' cells, by id."""


def people(run: Run) -> People:
    """Who was in the run's pool."""
    bench = held(run)
    ids = {int(id_) for id_ in bench.students}
    both = Application.objects.filter(pk__in=[*ids, *map(int, bench.mentors)])
    students: dict[int, str] = {}
    mentors: dict[int, str] = {}
    for pk, name in both.order_by("person__name", "pk").values_list("pk", "person__name"):
        (students if pk in ids else mentors)[pk] = name
    return People(students, mentors, {id_: row.cells for id_, row in bench.mentors.items()})


def choices(run: Run, student: Application, *, name: str = "", only_free: bool = False) -> Choices:
    """Every mentor of the run but the present one: the lawful first, the best first.

    Of those whose name holds ``name``; with ``only_free``, of those with a free place.
    """
    bench = held(run)
    if str(student.pk) not in bench.students:
        return Choices(0, [])
    before = run.proposals.filter(student=student).first()
    counted = run.proposals.order_by().values_list("mentor").annotate(n=Count("pk"))
    now = _Now(student, before, Counter(dict(counted)), _pins(run, student))
    mentors = Application.objects.filter(pk__in=[int(pk) for pk in bench.mentors])
    known = mentors.values_list("pk", "person__name")
    names = {pk: each for pk, each in known if _is_called(each, name)}
    if before is not None:
        names.pop(before.mentor_id, None)
    keys = _keys(bench, now, names, only_free=only_free)

    def told(pks: Sequence[int]) -> list[Choice]:
        mentors = Application.objects.select_related("person", "mentor").in_bulk(pks)
        return [_choice(bench, now, mentors[pk]) for pk in pks]

    lawful = sum(not unlawful for unlawful, *_rest in keys)
    return Choices(lawful, Lazily([key[-1] for key in keys], told))


def _is_called(whole: str, asked: str) -> bool:
    """Whether every word of ``asked`` is in the name."""
    return all(word in whole.casefold() for word in asked.casefold().split())


def _keys(
    bench: Bench, now: "_Now", names: Mapping[int, str], *, only_free: bool
) -> list[tuple[bool, bool, int, str, int]]:
    """The mentors of ``names`` by what is sorted by; all of them judged at once."""
    pins = [(kind, str(now.student.pk), str(mentor)) for mentor, kind in now.pins.items()]
    sheet = bench.sheet([now.student.pk], pins)
    stays = bool(now.leaving(bench))
    keys = []
    for at, mentor in enumerate(sheet.mentors):
        fewest, most = bench.seats(mentor)
        size = now.sizes[mentor]
        if mentor not in names or (only_free and size >= most):
            continue
        can = sheet.open[0][at] and fewest <= size + 1 <= most and not stays
        lawful = can and sheet.lawful[0][at]
        keys.append((not lawful, not can, -sheet.score[0][at], names[mentor], mentor))
    return sorted(keys)


def what_if(run: Run, student: Application, mentor_id: int) -> What | None:
    """The move of ``student`` to one mentor; None when the two are not in the run."""
    bench = held(run)
    if str(student.pk) not in bench.students or str(mentor_id) not in bench.mentors:
        return None
    mentors = Application.objects.select_related("person", "mentor")
    mentor = mentors.filter(pk=mentor_id).first()
    before = run.proposals.filter(student=student).select_related("mentor__person").first()
    if mentor is None or (before is not None and before.mentor_id == mentor.pk):
        return None
    both = [mentor.pk] if before is None else [mentor.pk, before.mentor_id]
    rows = run.proposals.filter(mentor__in=both).values_list("mentor", flat=True)
    choice = _choice(bench, _Now(student, before, Counter(rows), _pins(run, student)), mentor)
    return What(choice, before, reasons(student, mentor, choice.listed))


def held(run: Run) -> Bench:
    """The bench of a run that has ended; kept by the process, because its pool never changes."""
    return _held(run.pk, run.finished_at)


@lru_cache(maxsize=HELD)
def _held(pk: int, _finished_at: datetime | None) -> Bench:
    pool, toml = Run.objects.values_list("pool", "configuration").get(pk=pk)
    return Bench({"students": {}, "mentors": {}, "pins": [], **pool}, toml)


def last_move(run: Run) -> Undo | None:
    """The last move by hand that has not been taken back; None when there is none."""
    kind = ContentType.objects.get_for_model(Run)
    rows = Event.objects.filter(
        subject_type=kind, subject_id=run.pk, name__in=["run.move", "run.undo"]
    )
    undone = 0
    for event in rows.order_by("-pk").only("name", "data"):
        if event.name == "run.undo":
            undone += 1
        elif undone:
            undone -= 1
        else:
            return _undo(event.data)
    return None


def _undo(data: Mapping[str, int | None]) -> Undo | None:
    if "before" not in data:
        return None
    people = Application.objects.select_related("person").in_bulk(
        [pk for name in ("student", "mentor", "before") if (pk := data[name]) is not None]
    )
    student, mentor = people.get(data["student"]), people.get(data["mentor"])
    if student is None or mentor is None:
        return None
    return Undo(student, mentor, people.get(data["before"]), bool(data.get("by_hand")))


@dataclass(frozen=True, slots=True)
class _Now:
    """Where a student stands before a move."""

    student: Application
    before: Proposal | None
    sizes: Counter[int]
    pins: dict[int, str]

    def leaving(self, bench: Bench) -> list[str]:
        if self.before is None:
            return []
        rest = self.sizes[self.before.mentor_id] - 1
        fewest, _most = bench.seats(self.before.mentor_id)
        if 0 < rest < fewest:
            return [_("the group left behind needs %(n)d") % {"n": fewest}]
        return []


def _pins(run: Run, student: Application) -> dict[int, str]:
    rows = Pin.objects.filter(cohort=run.cohort_id, student=student)
    return dict(rows.values_list("mentor", "kind"))


def _choice(bench: Bench, now: _Now, mentor: Application) -> Choice:
    kind = now.pins.get(mentor.pk)
    pins = [(kind, str(now.student.pk), str(mentor.pk))] if kind else []
    judged = bench.judge(now.student.pk, mentor.pk, pins)
    fewest, most = bench.seats(mentor.pk)
    waived = [each for each in judged.broken if can_be_waived(each)]
    against = objections(each for each in judged.broken if each not in waived)
    against += now.leaving(bench)
    if now.sizes[mentor.pk] >= most:
        against.append(_("no place left"))
    elif now.sizes[mentor.pk] + 1 < fewest:
        against.append(_("a group there needs %(n)d") % {"n": fewest})
    return Choice(
        mentor=mentor,
        score=judged.score,
        cost=judged.score - (now.before.score if now.before else 0),
        size=now.sizes[mentor.pk],
        most=most,
        against=against,
        breaks=objections(waived),
        listed=judged.listed,
    )
