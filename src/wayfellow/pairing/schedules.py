"""What becomes due by itself: who was asked is remembered, silence ends, lost runs are found."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.pairing import actions
from wayfellow.pairing.lifecycle import RunState
from wayfellow.pairing.models import Interest, Proposal, Replacement, Run

REMIND_ON = (3, 7)
"""Days after asking on which somebody is reminded."""
LOST = timedelta(minutes=5)
"""Without a sign of life for so long, a run's worker is gone."""
PATIENCE = timedelta(minutes=10)
"""A run that nobody has taken up for so long waits too long."""
TRIES = 3
"""So many workers are given to a run before it ends as failed."""


def sweep(at: datetime) -> int:
    """Do what is due at ``at``; how much. Safe to run twice and by two at once."""
    return _interests(at) + _answers(at) + _replacements(at) + _runs(at)


def _interests(at: datetime) -> int:
    done = 0
    first = at - timedelta(days=min(REMIND_ON))
    rows = Interest.objects.open().filter(sent_at__lte=first).order_by("sent_at", "pk")
    people = ("student__person", "student__institution", "mentor__person")
    for interest in rows.select_related("mentor__cohort__programme", *people):
        done += _due(interest, at)
    return done


def _answers(at: datetime) -> int:
    """Mentors and students who were asked about a proposed group."""
    first = at - timedelta(days=min(REMIND_ON))
    people = ("run__cohort__programme", "student__person", "mentor__person")
    waiting = Proposal.objects.select_related(*people).order_by("pk")
    done = 0
    mentors: dict[tuple[int, int], Proposal] = {}
    for row in waiting.waiting_for_mentors().filter(mentor_asked_at__lte=first):
        mentors.setdefault((row.run_id, row.mentor_id), row)
    for row in mentors.values():
        done += _answer_due(
            row, row.mentor_asked_at, at, (actions.remind_mentor, actions.lapse_mentor)
        )
    for row in waiting.waiting_for_students().filter(student_asked_at__lte=first):
        done += _answer_due(
            row, row.student_asked_at, at, (actions.remind_student, actions.lapse_student)
        )
    return done


def _answer_due(
    row: Proposal,
    asked_at: datetime | None,
    at: datetime,
    verbs: tuple[Callable[[Proposal, int], bool], Callable[[Proposal, datetime], bool]],
) -> bool:
    remind, lapse = verbs
    if asked_at is None:
        return False
    days = row.run.cohort.programme.request_days
    if days and asked_at + timedelta(days=days) <= at:
        return lapse(row, at)
    reached = _reached(asked_at, at)
    return bool(reached) and remind(row, reached)


def _reached(asked_at: datetime, at: datetime) -> int:
    """The latest of the reminding days that has come; 0 when none has."""
    return max((day for day in REMIND_ON if day <= (at - asked_at).days), default=0)


def _replacements(at: datetime) -> int:
    rows = Replacement.objects.filter(state="asked").order_by("pk")
    people = ("group__cohort__programme", "group__mentor__person", "mentor__person")
    done = 0
    for row in rows.select_related(*people):
        if row.answer_by is not None and row.answer_by <= at:
            try:
                actions.expire_replacement(row)
            except IllegalStep:
                continue
            done += 1
        elif day := _reached(row.at, at):
            done += actions.remind_replacement(row, day)
    return done


def _runs(at: datetime) -> int:
    """Runs whose worker was killed are taken up again, or end; who waits too long is told."""
    done = 0
    light = Run.objects.defer("pool", "answer", "unplaced", "report").select_related("cohort")
    for run in light.filter(state=RunState.QUEUED, at__lte=at - PATIENCE, waiting_told_at=None):
        done += actions.wait(run)
    for run in light.filter(state=RunState.RUNNING, seen_at__lte=at - LOST):
        done += _taken_up(run, at)
    return done


def _taken_up(run: Run, at: datetime) -> bool:
    if run.attempts < TRIES:
        return actions.take_up(run, at)
    try:
        actions.fail(
            run,
            _("The work broke off %(n)d times. Start another run; if that happens again, tell"
              " whoever runs this site.") % {"n": run.attempts},
            by=None,
        )  # fmt: skip
    except IllegalStep:
        return False
    return True


def _due(interest: Interest, at: datetime) -> bool:
    if interest.answer_by is not None and interest.answer_by <= at:
        try:
            actions.expire(interest)
        except IllegalStep:
            return False
        return True
    reached = _reached(interest.sent_at, at)
    return bool(reached) and actions.remind(interest, reached)
