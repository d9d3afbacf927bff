"""Who is told of matching runs and of requests to mentors."""

from django.urls import reverse

from wayfellow.notifications.notice import Notice, announce, silent
from wayfellow.pairing.models import Interest, Proposal, Run
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
    rows = Proposal.objects.filter(run=run, mentor_said=Proposal.Said.NOTHING)
    return list(User.objects.filter(pk__in=rows.values("mentor__person")))


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
        url=_run_page,
        mail=False,
    ),
    Notice(on="interest.ask", to=_mentor, template=f"{_AT}asked", url=_page),
    # The new group's own notice is the mail; this one carries the mentor's word.
    Notice(on="interest.accept", to=_student, template=f"{_AT}accepted", url=_page, mail=False),
    Notice(on="interest.decline", to=_student, template=f"{_AT}declined", url=_page),
    Notice(on="interest.withdraw", to=_mentor, template=f"{_AT}withdrawn", mail=False),
    Notice(on="interest.remind", to=_mentor, template=f"{_AT}reminded", url=_page),
    Notice(on="interest.expire", to=_student, template=f"{_AT}expired", url=_mentors),
    Notice(on="interest.expire", to=_mentor, template=f"{_AT}expired_mentor", url=_page),
)

silent(
    "run.start",
    "run.begin",
    "run.cancel",
    "run.move",
    "pin.lock",
    "pin.exclude",
    "cohort.unpin",
)
