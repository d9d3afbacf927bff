"""Who was asked about a run's groups, and what they said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayfellow.applications.models import Application
from wayfellow.pairing.models import Proposal, ProposalQuerySet, Run
from wayfellow.pairing.words import reasons
from wayfellow.people.models import User
from wayfellow.programmes.policy import Party

Said = Proposal.Said


def agreed(run: Run) -> ProposalQuerySet:
    """The pairs to which everybody has said yes whose yes the programme wants."""
    rows = Proposal.objects.filter(run=run)
    yes = run.cohort.programme.policy.pairing.yes
    if Party.MENTOR in yes:
        rows = rows.filter(mentor_said=Said.YES)
    if Party.MENTEE in yes:
        rows = rows.filter(student_said=Said.YES)
    return rows


@dataclass(frozen=True, slots=True)
class Tally:
    """How far the asking has come, counted in students."""

    students: int
    agreed: int
    mentors_asked: int
    """Mentors who were asked, counted once."""
    mentors_yes: int
    mentors_no: int
    students_asked: int
    students_yes: int
    students_no: int
    freed: int
    """Students to be matched anew in the next round."""

    @property
    def waiting(self) -> int:
        return self.students - self.agreed - self.freed


def tally(run: Run) -> Tally:
    """The answers to ``run`` in numbers; one query."""
    refused = [Said.NO, Said.SILENT]
    mentor = {"distinct": True}
    found = run.proposals.aggregate(
        students=Count("pk"),
        mentors_asked=Count("mentor", filter=Q(mentor_asked_at__isnull=False), **mentor),
        mentors_yes=Count("mentor", filter=Q(mentor_said=Said.YES), **mentor),
        mentors_no=Count("mentor", filter=Q(mentor_said__in=refused), **mentor),
        students_asked=Count("pk", filter=Q(student_asked_at__isnull=False)),
        students_yes=Count("pk", filter=Q(student_said=Said.YES)),
        students_no=Count("pk", filter=Q(student_said__in=refused)),
        freed=Count("pk", filter=Q(mentor_said__in=refused) | Q(student_said__in=refused)),
        agreed=Count("pk", filter=_all_yes(run)),
    )
    return Tally(**found)


def _all_yes(run: Run) -> Q:
    yes = run.cohort.programme.policy.pairing.yes
    wanted = Q(pk__isnull=False)
    if Party.MENTOR in yes:
        wanted &= Q(mentor_said=Said.YES)
    if Party.MENTEE in yes:
        wanted &= Q(student_said=Said.YES)
    return wanted


@dataclass(frozen=True, slots=True)
class Asked:
    """One group with what its mentor and each student said."""

    mentor: Application
    rows: list[Proposal]

    @property
    def head(self) -> Proposal:
        """The row of which the mentor's answer is read: a newcomer's, where there is one."""
        return next((row for row in self.rows if not row.mentor_said), self.rows[0])


def answers(run: Run, mentors: Sequence[Application]) -> list[Asked]:
    """What was said of the groups of ``mentors``."""
    rows = run.proposals.filter(mentor__in=mentors).select_related("student__person")
    by_mentor: dict[int, list[Proposal]] = {}
    for row in rows.order_by("student__person__name", "pk"):
        by_mentor.setdefault(row.mentor_id, []).append(row)
    return [Asked(mentor, by_mentor[mentor.pk]) for mentor in mentors if mentor.pk in by_mentor]


def answer_by(run: Run, asked_at: datetime | None) -> datetime | None:
    """When an answer comes too late; None where the programme sets no time."""
    days = run.cohort.programme.request_days
    return asked_at + timedelta(days=days) if days and asked_at else None


def rounds(run: Run) -> list[Run]:
    """The run with those it goes on from and those that go on from it, the first first."""
    light = Run.objects.filter(cohort=run.cohort_id, institution=run.institution_id)
    known = {
        row.pk: row
        for row in light.only("pk", "number", "state", "kind", "source", "at").order_by("number")
    }
    chain: list[Run] = []
    at: int | None = run.pk
    while at in known and known[at] not in chain:
        chain.insert(0, known[at])
        at = known[at].source_id if known[at].kind == Run.Kind.ROUND else None
    for row in known.values():
        if row.kind == Run.Kind.ROUND and row.source_id == chain[-1].pk:
            chain.append(row)
    return chain if len(chain) > 1 else []


@dataclass(frozen=True, slots=True)
class Offer:
    """The mentor whom a run proposes to a student."""

    proposal: Proposal
    reasons: list[str]
    others: str
    answer_by: datetime | None


def offer(run: Run, person: User) -> Offer | None:
    """What ``run`` proposes to ``person`` as student."""
    rows = run.proposals.filter(student__person=person, student_asked_at__isnull=False)
    row = rows.select_related("student__student", "mentor__person", "mentor__mentor").first()
    if row is None:
        return None
    count = run.proposals.filter(mentor=row.mentor_id).exclude(pk=row.pk).count()
    others = (
        ngettext("%(n)d other student", "%(n)d other students", count) % {"n": count}
        if count
        else _("you alone")
    )
    why = reasons(row.student, row.mentor, row.listed)
    return Offer(row, why, others, answer_by(run, row.student_asked_at))


def offered_to(student: Any) -> ProposalQuerySet:
    """The proposal of a mentor that waits for ``student``'s yes, for a subquery too."""
    return Proposal.objects.waiting_for_students().filter(student=student).order_by("-pk")
