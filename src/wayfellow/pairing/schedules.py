"""What becomes due by itself: who was asked is remembered, silence ends, lost runs are found."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wayfellow.applications.models import Application
from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.mentorships.models import WorkGroup
from wayfellow.pairing import actions
from wayfellow.pairing.lifecycle import ReplacementState, RunState
from wayfellow.pairing.models import Interest, Proposal, Replacement, Run
from wayfellow.programmes.lifecycle import ProgrammeState
from wayfellow.programmes.models import Programme
from wayfellow.programmes.policy import Party
from wayfellow.timetable.rules import ALWAYS, Rule, Step, timetable
from wayfellow.timetable.run import run

REMIND_ON = (3, 7)
"""Days after asking on which somebody is reminded."""
UNASKED = 90
"""Days after which a mentor whom nobody has asked is given advice."""
LOST = timedelta(minutes=5)
"""Without a sign of life for so long, a run's worker is gone."""
PATIENCE = timedelta(minutes=10)
"""A run that nobody has taken up for so long waits too long."""
TRIES = 3
"""So many workers are given to a run before it ends as failed."""

MENTOR = gettext_lazy("the mentor")
STUDENT = gettext_lazy("the student")
COORDINATORS = gettext_lazy("the coordinators")

type Act = Callable[[Any, Step, datetime], bool]


def sweep(at: datetime) -> int:
    """Do what is due at ``at``; how much. Safe to run twice and by two at once."""
    return run(TABLE, at) + _runs(at)


def _ending(rows: QuerySet[Any], asked_at: str, programme: str) -> QuerySet[Any]:
    """``rows`` with ``ends_at``, when the programme's days for an answer are over."""
    days = Programme.objects.filter(request_days__gt=0).order_by().values_list("request_days")
    ends = [
        When(
            **{f"{programme}__request_days": many},
            then=ExpressionWrapper(F(asked_at) + timedelta(days=many), DateTimeField()),
        )
        for (many,) in days.distinct()
    ]
    if not ends:
        return rows.none()
    ends_at = Case(*ends, output_field=DateTimeField(null=True))
    found: QuerySet[Any] = rows.annotate(ends_at=ends_at)
    return found


def _interests(_day: date) -> QuerySet[Interest]:
    people = ("student__person", "student__institution", "mentor__person")
    return Interest.objects.open().select_related("mentor__cohort__programme", *people)


def _ending_interests(day: date) -> QuerySet[Interest]:
    return _ending(_interests(day), "sent_at", "mentor__cohort__programme")


def _proposals() -> Any:
    people = ("run__cohort__programme", "student__person", "mentor__person")
    return Proposal.objects.select_related(*people)


def _mentors_asked(_day: date) -> QuerySet[Proposal]:
    """The first proposal of each mentor and run: one question, however many students."""
    waiting = Proposal.objects.waiting_for_mentors()
    earlier = waiting.filter(run=OuterRef("run"), mentor=OuterRef("mentor"), pk__lt=OuterRef("pk"))
    rows: QuerySet[Proposal] = _proposals().waiting_for_mentors().filter(~Exists(earlier))
    return rows


def _ending_mentors(day: date) -> QuerySet[Proposal]:
    return _ending(_mentors_asked(day), "mentor_asked_at", "run__cohort__programme")


def _students_asked(_day: date) -> QuerySet[Proposal]:
    rows: QuerySet[Proposal] = _proposals().waiting_for_students()
    return rows


def _ending_students(day: date) -> QuerySet[Proposal]:
    return _ending(_students_asked(day), "student_asked_at", "run__cohort__programme")


def _replacements(_day: date) -> QuerySet[Replacement]:
    rows = Replacement.objects.filter(state=ReplacementState.ASKED)
    people = ("group__cohort__programme", "group__mentor__person", "mentor__person")
    return rows.select_related(*people)


def _ending_replacements(day: date) -> QuerySet[Replacement]:
    return _ending(_replacements(day), "at", "group__cohort__programme")


def _unasked(_day: date) -> QuerySet[Application]:
    """Mentors in a directory who guide nobody, by when they were asked last, or accepted."""
    open_to_all = Programme.objects.alias(knock=Cast("pairing_knock", TextField())).filter(
        knock__contains=f'"{Party.MENTEE}"',
        pairing_yes=[Party.MENTOR.value],
        state=ProgrammeState.ACTIVE,
    )
    asked = Interest.objects.filter(mentor=OuterRef("pk")).order_by().values("mentor")
    last = Subquery(asked.annotate(last=Max("sent_at")).values("last"))
    guides = WorkGroup.objects.live().filter(mentor=OuterRef("pk"))
    rows = Application.objects.mentors().accepted().filter(
        ~Exists(guides),
        is_paused=False,
        decided_at__isnull=False,
        cohort__programme__in=open_to_all.values("pk"),
    )  # fmt: skip
    rows = rows.annotate(unasked_since=Coalesce(last, F("decided_at")))
    return rows.select_related("person", "cohort__programme")


def _ends(verb: Callable[..., Any]) -> Act:
    def act(row: Any, _step: Step, _at: datetime) -> bool:
        verb(row)
        return True

    return act


def _lapses(verb: Callable[[Proposal, datetime], bool]) -> Act:
    return lambda row, _step, at: verb(row, at)


def _reminds(verb: Callable[[Any, int], bool]) -> Act:
    return lambda row, step, _at: verb(row, step.days)


def _day(_row: Any, step: Step, _at: datetime) -> dict[str, int]:
    return {"day": step.days}


def _reminders(verb: str, to: Any) -> tuple[Step, ...]:
    return tuple(Step(days=days, verb=verb, to=to) for days in REMIND_ON)


def _end(verb: str, to: Any) -> tuple[Step, ...]:
    return (Step(verb=verb, to=to, late=ALWAYS),)


_OF_INTEREST: dict[str, Any] = {
    "programme": "mentor__cohort__programme",
    "institution": "student__institution",
}
_OF_PROPOSAL: dict[str, Any] = {
    "programme": "run__cohort__programme",
    "institution": "run__institution",
}
_OF_REPLACEMENT: dict[str, Any] = {
    "programme": "group__cohort__programme",
    "institution": "group__institution",
}
_ASKED = gettext_lazy("the mentor is asked")
_STUDENT_ASKED = gettext_lazy("the student is asked")
_OVER = gettext_lazy("the time for an answer is over")

TABLE = timetable(
    Rule(
        name="pairing.interest_ends", mail=11, quiet=False,
        label=gettext_lazy("A request to a mentor ends"), since=_OVER,
        rows=_ending_interests, start="ends_at", **_OF_INTEREST, act=_ends(actions.expire),
        steps=_end("expire", gettext_lazy("the student and the mentor")),
    ),
    Rule(
        name="pairing.interest", mail=11,
        label=gettext_lazy("A mentor has not answered a request"), since=_ASKED,
        rows=_interests, start="sent_at", **_OF_INTEREST, act=_reminds(actions.remind),
        facts=_day, steps=_reminders("remind", MENTOR),
    ),
    Rule(
        name="pairing.mentor_lapses", mail=7, quiet=False,
        label=gettext_lazy("A mentor's answer to a proposed group is overdue"), since=_OVER,
        rows=_ending_mentors, start="ends_at", **_OF_PROPOSAL, act=_lapses(actions.lapse_mentor),
        about=lambda row: row.mentor.person.called,
        steps=_end("lapse_mentor", gettext_lazy("the mentor and the coordinators")),
    ),
    Rule(
        name="pairing.mentor_answer", mail=7,
        label=gettext_lazy("A mentor has not answered to a proposed group"), since=_ASKED,
        rows=_mentors_asked, start="mentor_asked_at", **_OF_PROPOSAL,
        act=_reminds(actions.remind_mentor), facts=_day,
        about=lambda row: row.mentor.person.called,
        steps=_reminders("remind_mentor", MENTOR),
    ),
    Rule(
        name="pairing.student_lapses", mail=7, quiet=False,
        label=gettext_lazy("A student's answer to a proposed mentor is overdue"), since=_OVER,
        rows=_ending_students, start="ends_at", **_OF_PROPOSAL,
        act=_lapses(actions.lapse_student), about=lambda row: row.student.person.called,
        steps=_end("lapse_student", gettext_lazy("the student and the coordinators")),
    ),
    Rule(
        name="pairing.student_answer", mail=7,
        label=gettext_lazy("A student has not answered to a proposed mentor"),
        since=_STUDENT_ASKED,
        rows=_students_asked, start="student_asked_at", **_OF_PROPOSAL,
        act=_reminds(actions.remind_student), facts=_day,
        about=lambda row: row.student.person.called,
        steps=_reminders("remind_student", STUDENT),
    ),
    Rule(
        name="pairing.replacement_ends", mail=7, quiet=False,
        label=gettext_lazy("A question to a mentor about a group ends"), since=_OVER,
        rows=_ending_replacements, start="ends_at", **_OF_REPLACEMENT,
        act=_ends(actions.expire_replacement), about=lambda row: row.mentor.person.called,
        steps=_end("expire", gettext_lazy("the mentor and the coordinators")),
    ),
    Rule(
        name="pairing.replacement", mail=7,
        label=gettext_lazy("A mentor has not answered about taking over a group"), since=_ASKED,
        rows=_replacements, start="at", **_OF_REPLACEMENT,
        act=_reminds(actions.remind_replacement), facts=_day,
        about=lambda row: row.mentor.person.called, steps=_reminders("remind", MENTOR),
    ),
    Rule(
        name="pairing.unasked", mail=28,
        label=gettext_lazy("Nobody has asked a mentor"),
        since=gettext_lazy("the mentor is accepted or asked last"),
        rows=_unasked, start="unasked_since",
        programme="cohort__programme", institution="institution",
        about=lambda row: row.person.called,
        steps=(Step(days=UNASKED, verb="advise", to=MENTOR),),
    ),
)  # fmt: skip
"""Every timed mail of the room; what ends comes before what is remembered."""


def _runs(at: datetime) -> int:
    """Runs whose worker was killed are taken up again, or end; who waits too long is told."""
    done = 0
    light = Run.objects.defer("pool", "answer", "unplaced", "report").select_related("cohort")
    for row in light.filter(state=RunState.QUEUED, at__lte=at - PATIENCE, waiting_told_at=None):
        done += actions.wait(row)
    for row in light.filter(state=RunState.RUNNING, seen_at__lte=at - LOST):
        done += _taken_up(row, at)
    return done


def _taken_up(row: Run, at: datetime) -> bool:
    if row.attempts < TRIES:
        return actions.take_up(row, at)
    try:
        actions.fail(
            row,
            _("The work broke off %(n)d times. Start another run; if that happens again, tell"
              " whoever runs this site.") % {"n": row.attempts},
            by=None,
        )  # fmt: skip
    except IllegalStep:
        return False
    return True
