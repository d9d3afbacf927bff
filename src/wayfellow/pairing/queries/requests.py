"""Requests from students to mentors, and groups proposed to mentors."""

from django.db.models import QuerySet

from wayfellow.applications.models import Application
from wayfellow.pairing.lifecycle import RunState
from wayfellow.pairing.models import Interest, Proposal, Run
from wayfellow.people.models import User
from wayfellow.people.queries import near
from wayfellow.programmes.models import Cohort


def _rows() -> QuerySet[Interest]:
    return Interest.objects.select_related(
        "student__person", "student__student", "mentor__person", "mentor__mentor",
        "mentor__cohort__programme", "student__institution",
    ).order_by("-sent_at", "-pk")  # fmt: skip


def asked_by(person: User) -> QuerySet[Interest]:
    """Requests that ``person`` sent, the newest first."""
    return _rows().filter(near(person.pk, "mentor__person"), student__person=person)


def asked_of(person: User) -> QuerySet[Interest]:
    """Requests that ``person`` got as mentor, those without an answer first."""
    return _rows().filter(near(person.pk, "student__person"), mentor__person=person)


def waiting_for(person: User) -> QuerySet[Interest]:
    """Requests that wait for ``person``'s answer, the oldest first."""
    waiting = Interest.objects.open()
    return asked_of(person).filter(pk__in=waiting.values("pk")).order_by("sent_at", "pk")


def open_between(student: Application, mentor: Application) -> Interest | None:
    """The request of ``student`` that waits for ``mentor``'s answer."""
    return Interest.objects.open().filter(student=student, mentor=mentor).first()


def student_in(cohort: Cohort, person: User) -> Application | None:
    """``person``'s place among the cohort's students who may be placed."""
    rows = Application.objects.students().placeable().filter(cohort=cohort, person=person)
    return rows.select_related("cohort__programme", "person", "student", "institution").first()


def requests_left(student: Application) -> int | None:
    """How many more mentors the student may ask now; None when there is no limit."""
    limit = student.cohort.programme.open_requests
    if not limit:
        return None
    return max(limit - Interest.objects.open().filter(student=student).count(), 0)


def proposed_to(person: User) -> QuerySet[Run]:
    """Runs in which a group waits for ``person``'s yes."""
    rows = Proposal.objects.waiting_for_mentors().filter(mentor__person=person)
    return (
        Run.objects.filter(state=RunState.READY, pk__in=rows.values("run"))
        .select_related("cohort__programme")
        .defer("pool", "unplaced", "report", "answer")
    )
