"""Asking before a run is published: mentors first, then students, as the programme wants."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Refused
from wayfellow.applications.models import Application
from wayfellow.events.record import record
from wayfellow.pairing.actions.hand import hold
from wayfellow.pairing.models import Proposal, ProposalQuerySet, Run
from wayfellow.people.models import User
from wayfellow.programmes.policy import Party

Said = Proposal.Said
OPEN = (Said.NOTHING, Said.SILENT)


@transaction.atomic
def ask_mentors(run: Run, *, by: User | None) -> int:
    """Show every mentor who has not answered their proposed group; how many they are."""
    _check_asks(run, Party.MENTOR)
    silent = run.proposals.filter(mentor_said__in=OPEN)
    mentors = sorted(set(silent.values_list("mentor", flat=True)))
    if not mentors:
        raise Refused(_("Every mentor has answered already."))
    at = now()
    silent.update(mentor_said=Said.NOTHING, mentor_asked_at=at, mentor_reminded_day=0)
    run.mentors_asked_at = at
    Run.objects.filter(pk=run.pk).update(mentors_asked_at=at)
    record("ask_mentors", run, by=by, mentors=mentors)
    return len(mentors)


@transaction.atomic
def ask_students(run: Run, *, by: User | None) -> int:
    """Ask the students of every group whose mentor is willing; how many they are."""
    _check_asks(run, Party.MENTEE)
    silent = run.proposals.filter(student_said__in=OPEN)
    if Party.MENTOR in run.cohort.programme.policy.pairing.yes:
        silent = silent.filter(mentor_said=Said.YES)
    students = sorted(silent.values_list("student", flat=True))
    if not students:
        raise Refused(
            _("There is no student to ask now: they have answered, or their mentor has not yet.")
        )
    at = now()
    run.proposals.filter(student__in=students).update(
        student_said=Said.NOTHING, student_asked_at=at, student_reminded_day=0
    )
    run.students_asked_at = at
    Run.objects.filter(pk=run.pk).update(students_asked_at=at)
    record("ask_students", run, by=by, students=students)
    return len(students)


def _check_asks(run: Run, party: Party) -> None:
    hold(run)
    if not run.is_for_real:
        raise Refused(_("This run is only looked at, so nobody is asked."))
    if party not in run.cohort.programme.policy.pairing.yes:
        raise Refused(_("In this programme the coordinators' yes is enough. Publish the groups."))


@transaction.atomic
def give_answer(
    run: Run, mentor: Application, *, yes: bool, reason: str = "", by: User | None
) -> None:
    """The mentor's yes or no to those whom ``run`` proposes; who agreed in a round before stay."""
    hold(run)
    rows = run.proposals.filter(mentor=mentor, mentor_asked_at__isnull=False)
    rows = rows.filter(Q(carried=False) | Q(mentor_said__in=OPEN))
    said = _answered(rows, "mentor", yes=yes, reason=reason)
    if said is None:
        raise Refused(_("No group is proposed to you here at the moment."))
    record("give_answer", run, by=by, mentor=mentor.pk, name=mentor.person.called, said=said)


@transaction.atomic
def give_reply(
    run: Run, student: Application, *, yes: bool, reason: str = "", by: User | None
) -> None:
    """The student's yes or no to the mentor whom ``run`` proposes."""
    hold(run)
    rows = run.proposals.filter(student=student, student_asked_at__isnull=False)
    said = _answered(rows, "student", yes=yes, reason=reason)
    if said is None:
        raise Refused(_("No mentor is proposed to you here at the moment."))
    record("give_reply", run, by=by, student=student.pk, name=student.person.called, said=said)


def _answered(rows: QuerySet[Proposal], party: str, *, yes: bool, reason: str) -> str | None:
    said = Said.YES if yes else Said.NO
    values: dict[str, Any] = {
        f"{party}_said": said,
        f"{party}_reason": "" if yes else reason,
        f"{party}_answered_at": now(),
    }
    return said.value if rows.update(**values) else None


@transaction.atomic
def remind_mentor(proposal: Proposal, day: int, *, by: User | None = None) -> bool:
    """Remind the mentor of a proposed group once on ``day`` after asking."""
    rows = Proposal.objects.waiting_for_mentors().filter(
        run=proposal.run_id, mentor=proposal.mentor_id, mentor_reminded_day__lt=day
    )
    return _reminded(proposal, rows, "mentor", day, by)


@transaction.atomic
def remind_student(proposal: Proposal, day: int, *, by: User | None = None) -> bool:
    """Remind the student of a proposed mentor once on ``day`` after asking."""
    rows = Proposal.objects.waiting_for_students().filter(
        pk=proposal.pk, student_reminded_day__lt=day
    )
    return _reminded(proposal, rows, "student", day, by)


def _reminded(
    proposal: Proposal, rows: ProposalQuerySet, party: str, day: int, by: User | None
) -> bool:
    values: dict[str, Any] = {f"{party}_reminded_day": day}
    if not rows.update(**values):
        return False
    # Written out, so that each verb can be found by its name.
    if party == "mentor":
        record("remind_mentor", proposal, by=by, day=day)
    else:
        record("remind_student", proposal, by=by, day=day)
    return True


@transaction.atomic
def lapse_mentor(proposal: Proposal, at: datetime, *, by: User | None = None) -> bool:
    """The time for the mentor's answer is over: whom they were to guide are free again."""
    rows = Proposal.objects.waiting_for_mentors().filter(
        run=proposal.run_id, mentor=proposal.mentor_id
    )
    if not rows.update(mentor_said=Said.SILENT, mentor_answered_at=at):
        return False
    record("lapse_mentor", proposal, by=by)
    return True


@transaction.atomic
def lapse_student(proposal: Proposal, at: datetime, *, by: User | None = None) -> bool:
    """The time for the student's answer is over: the student is free for the next round."""
    rows = Proposal.objects.waiting_for_students().filter(pk=proposal.pk)
    if not rows.update(student_said=Said.SILENT, student_answered_at=at):
        return False
    record("lapse_student", proposal, by=by)
    return True
