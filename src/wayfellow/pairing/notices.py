"""Who is told of matching runs and of requests to mentors."""

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse

from wayfellow.applications.models import Application
from wayfellow.notifications.categories import Category
from wayfellow.notifications.notice import Notice, announce, silent
from wayfellow.pairing.models import Interest, Pin, Proposal, Replacement, Run
from wayfellow.people.models import User
from wayfellow.programmes.queries import coordinators


def _starter(run: Run) -> list[User]:
    return [run.started_by] if run.started_by else []


def _coordinators(run: Run) -> Iterable[User]:
    return coordinators(run.cohort.programme, run.institution)


def _asked(run: Run) -> list[User]:
    rows = Proposal.objects.waiting_for_mentors().filter(run=run)
    return list(User.objects.filter(pk__in=rows.values("mentor__person")))


def _asked_students(run: Run) -> list[User]:
    rows = Proposal.objects.waiting_for_students().filter(run=run)
    return list(User.objects.filter(pk__in=rows.values("student__person")))


def _freed(run: Run) -> list[User]:
    """Who was asked and did not refuse, and is matched anew all the same because others did."""
    new = run.followers.filter(kind=Run.Kind.ROUND).order_by("-number").first()
    locked = {pin[1] for pin in new.pool["pins"] if pin[0] == Pin.Kind.LOCK} if new else set()
    refused = (Proposal.Said.NO, Proposal.Said.SILENT)
    rows = run.proposals.filter(student_asked_at__isnull=False).exclude(student_said__in=refused)
    return [
        row.student.person
        for row in rows.select_related("student__person")
        if str(row.student_id) not in locked
    ]


def _of_mentor(proposal: Proposal) -> list[User]:
    return [proposal.mentor.person]


def _of_student(proposal: Proposal) -> list[User]:
    return [proposal.student.person]


def _in_charge(proposal: Proposal) -> Iterable[User]:
    return _coordinators(proposal.run)


def _new_mentor(row: Replacement) -> list[User]:
    return [row.mentor.person]


def _staff(row: Replacement) -> list[User]:
    return list(row.group.coordinators())


def _student(interest: Interest) -> list[User]:
    return [interest.student.person]


def _mentor(interest: Interest) -> list[User]:
    return [interest.mentor.person]


def _to(page: str, of: str = "pk") -> Callable[[Any], str]:
    """The page of that name for the row itself, or for the row that ``of`` names."""
    return lambda row: reverse(f"pairing:{page}", args=[getattr(row, of)])


def _mentors(interest: Interest) -> str:
    return reverse("pairing:directory", args=[interest.mentor.cohort_id])


def _of_profile(mentor: Application) -> list[User]:
    return [mentor.person]


_AT = "pairing/notices/"

announce(
    Notice(on="run.finish", to=_starter, template=f"{_AT}finished",
           category=Category.RUNNING, url=_to("run"), mail=False),
    Notice(on="run.fail", to=_starter, template=f"{_AT}failed",
           category=Category.RUNNING, url=_to("run"), mail=False),
    Notice(on="run.publish", to=_coordinators, template=f"{_AT}published",
           category=Category.RUNNING, url=_to("run")),
    Notice(
        on="run.ask_mentors",
        to=_asked,
        template=f"{_AT}mentor_asked",
        url=lambda run: reverse("pairing:answer", args=[run.pk]),
    ),
    Notice(
        on="run.give_answer",
        to=_coordinators,
        template=f"{_AT}mentor_answered", category=Category.RUNNING,
        url=_to("answers"),
        mail=False,
    ),
    Notice(
        on="run.ask_students",
        to=_asked_students,
        template=f"{_AT}student_asked",
        url=lambda run: reverse("pairing:reply", args=[run.pk]),
    ),
    Notice(
        on="run.give_reply",
        to=_coordinators,
        template=f"{_AT}student_answered", category=Category.RUNNING,
        url=_to("answers"),
        mail=False,
    ),
    Notice(on="proposal.remind_mentor", to=_of_mentor, template=f"{_AT}mentor_reminded",
           url=_to("answer", "run_id")),
    Notice(on="proposal.remind_student", to=_of_student, template=f"{_AT}student_reminded",
           url=_to("reply", "run_id")),
    Notice(on="proposal.lapse_mentor", to=_of_mentor, template=f"{_AT}mentor_lapsed",
           url=_to("answer", "run_id")),
    Notice(on="proposal.lapse_mentor", to=_in_charge, template=f"{_AT}silent_mentor",
           category=Category.RUNNING,
           url=_to("answers", "run_id"), mail=False),
    Notice(on="proposal.lapse_student", to=_of_student, template=f"{_AT}student_lapsed",
           url=_to("reply", "run_id")),
    Notice(on="proposal.lapse_student", to=_in_charge, template=f"{_AT}silent_student",
           category=Category.RUNNING,
           url=_to("answers", "run_id"), mail=False),
    Notice(on="run.follow", to=_freed, template=f"{_AT}freed", mail=False),
    Notice(on="run.wait", to=_starter, template=f"{_AT}waits",
           category=Category.RUNNING, url=_to("run")),
    Notice(on="run.sign_off", to=_coordinators, template=f"{_AT}signed_off",
           category=Category.RUNNING,
           url=_to("report"), mail=False),
    Notice(on="replacement.offer", to=_new_mentor, template=f"{_AT}group_offered",
           url=_to("replacement")),
    Notice(on="replacement.remind", to=_new_mentor, template=f"{_AT}group_reminded",
           url=_to("replacement")),
    Notice(on="replacement.take", to=_staff, template=f"{_AT}group_taken",
           category=Category.RUNNING,
           url=lambda row: reverse("home:group", args=[row.group_id]), mail=False),
    Notice(on="replacement.decline", to=_staff, template=f"{_AT}group_declined",
           category=Category.RUNNING,
           url=_to("successor", "group_id")),
    Notice(on="replacement.withdraw", to=_new_mentor, template=f"{_AT}group_withdrawn"),
    Notice(on="replacement.expire", to=_staff, template=f"{_AT}group_expired",
           category=Category.RUNNING,
           url=_to("successor", "group_id")),
    Notice(on="replacement.expire", to=_new_mentor, template=f"{_AT}group_expired_mentor"),
    Notice(on="interest.ask", to=_mentor, template=f"{_AT}asked", url=_to("request")),
    # The new group's own notice is the mail; this one carries the mentor's word.
    Notice(on="interest.accept", to=_student, template=f"{_AT}accepted", url=_to("request"), mail=False),
    Notice(on="interest.decline", to=_student, template=f"{_AT}declined", url=_to("request")),
    Notice(on="interest.write", to=_mentor, template=f"{_AT}remark_to_mentor", url=_to("request")),
    Notice(on="interest.write", to=_student, template=f"{_AT}remark", url=_to("request")),
    Notice(on="interest.withdraw", to=_mentor, template=f"{_AT}withdrawn", mail=False),
    Notice(on="interest.remind", to=_mentor, template=f"{_AT}reminded", url=_to("request")),
    Notice(on="interest.expire", to=_student, template=f"{_AT}expired", url=_mentors),
    Notice(on="interest.expire", to=_mentor, template=f"{_AT}expired_mentor", url=_to("request")),
    Notice(on="application.advise", to=_of_profile, template=f"{_AT}unasked",
           url=lambda mentor: reverse("applications:edit", args=[mentor.pk])),
    category=Category.JOINING,
)  # fmt: skip

silent(
    "run.start",
    "run.begin",
    "run.cancel",
    "run.move",
    "run.keep_pair",
    # The student's own list, seen by coordinators where they match.
    "application.rank",
    "run.undo",
    "pin.lock",
    "pin.exclude",
    "cohort.unpin",
)
