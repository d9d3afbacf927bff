"""Who is told of matching runs and of requests to mentors."""

from django.urls import reverse

from wayfellow.notifications.notice import Notice, announce, silent
from wayfellow.pairing.models import Interest, Pin, Proposal, Replacement, Run
from wayfellow.people.models import User
from wayfellow.programmes.models import Office


def _starter(run: Run) -> list[User]:
    return [run.started_by] if run.started_by else []


def _coordinators(run: Run) -> list[User]:
    offices = Office.objects.current().filter(
        programme=run.cohort.programme_id,
        institution=run.institution_id,
        role=Office.Role.COORDINATOR,
    )
    return [office.person for office in offices.select_related("person")]


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


def _in_charge(proposal: Proposal) -> list[User]:
    return _coordinators(proposal.run)


def _answer_page(proposal: Proposal) -> str:
    return reverse("pairing:answer", args=[proposal.run_id])


def _reply_page(proposal: Proposal) -> str:
    return reverse("pairing:reply", args=[proposal.run_id])


def _answers_page(run: Run) -> str:
    return reverse("pairing:answers", args=[run.pk])


def _answers_of(proposal: Proposal) -> str:
    return reverse("pairing:answers", args=[proposal.run_id])


def _new_mentor(row: Replacement) -> list[User]:
    return [row.mentor.person]


def _staff(row: Replacement) -> list[User]:
    return list(row.group.coordinators())


def _replacement_page(row: Replacement) -> str:
    return reverse("pairing:replacement", args=[row.pk])


def _successor_page(row: Replacement) -> str:
    return reverse("pairing:successor", args=[row.group_id])


def _run_page(run: Run) -> str:
    return reverse("pairing:run", args=[run.pk])


def _student(interest: Interest) -> list[User]:
    return [interest.student.person]


def _mentor(interest: Interest) -> list[User]:
    return [interest.mentor.person]


def _page(interest: Interest) -> str:
    return reverse("pairing:request", args=[interest.pk])


def _mentors(interest: Interest) -> str:
    return reverse("pairing:directory", args=[interest.mentor.cohort_id])


_AT = "pairing/notices/"

announce(
    Notice(on="run.finish", to=_starter, template=f"{_AT}finished", url=_run_page, mail=False),
    Notice(on="run.fail", to=_starter, template=f"{_AT}failed", url=_run_page, mail=False),
    Notice(on="run.publish", to=_coordinators, template=f"{_AT}published", url=_run_page),
    Notice(
        on="run.ask_mentors",
        to=_asked,
        template=f"{_AT}mentor_asked",
        url=lambda run: reverse("pairing:answer", args=[run.pk]),
    ),
    Notice(
        on="run.give_answer",
        to=_coordinators,
        template=f"{_AT}mentor_answered",
        url=_answers_page,
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
        template=f"{_AT}student_answered",
        url=_answers_page,
        mail=False,
    ),
    Notice(on="proposal.remind_mentor", to=_of_mentor, template=f"{_AT}mentor_reminded",
           url=_answer_page),
    Notice(on="proposal.remind_student", to=_of_student, template=f"{_AT}student_reminded",
           url=_reply_page),
    Notice(on="proposal.lapse_mentor", to=_of_mentor, template=f"{_AT}mentor_lapsed",
           url=_answer_page),
    Notice(on="proposal.lapse_mentor", to=_in_charge, template=f"{_AT}silent_mentor",
           url=_answers_of, mail=False),
    Notice(on="proposal.lapse_student", to=_of_student, template=f"{_AT}student_lapsed",
           url=_reply_page),
    Notice(on="proposal.lapse_student", to=_in_charge, template=f"{_AT}silent_student",
           url=_answers_of, mail=False),
    Notice(on="run.follow", to=_freed, template=f"{_AT}freed", mail=False),
    Notice(on="run.wait", to=_starter, template=f"{_AT}waits", url=_run_page),
    Notice(on="run.sign_off", to=_coordinators, template=f"{_AT}signed_off",
           url=lambda run: reverse("pairing:report", args=[run.pk]), mail=False),
    Notice(on="replacement.offer", to=_new_mentor, template=f"{_AT}group_offered",
           url=_replacement_page),
    Notice(on="replacement.remind", to=_new_mentor, template=f"{_AT}group_reminded",
           url=_replacement_page),
    Notice(on="replacement.take", to=_staff, template=f"{_AT}group_taken",
           url=lambda row: reverse("home:group", args=[row.group_id]), mail=False),
    Notice(on="replacement.decline", to=_staff, template=f"{_AT}group_declined",
           url=_successor_page),
    Notice(on="replacement.withdraw", to=_new_mentor, template=f"{_AT}group_withdrawn"),
    Notice(on="replacement.expire", to=_staff, template=f"{_AT}group_expired",
           url=_successor_page),
    Notice(on="replacement.expire", to=_new_mentor, template=f"{_AT}group_expired_mentor"),
    Notice(on="interest.ask", to=_mentor, template=f"{_AT}asked", url=_page),
    # The new group's own notice is the mail; this one carries the mentor's word.
    Notice(on="interest.accept", to=_student, template=f"{_AT}accepted", url=_page, mail=False),
    Notice(on="interest.decline", to=_student, template=f"{_AT}declined", url=_page),
    Notice(on="interest.withdraw", to=_mentor, template=f"{_AT}withdrawn", mail=False),
    Notice(on="interest.remind", to=_mentor, template=f"{_AT}reminded", url=_page),
    Notice(on="interest.expire", to=_student, template=f"{_AT}expired", url=_mentors),
    Notice(on="interest.expire", to=_mentor, template=f"{_AT}expired_mentor", url=_page),
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
