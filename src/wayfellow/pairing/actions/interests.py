"""A student asks a mentor, and the mentor answers."""

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayfellow.access.refusals import Invalid, Refused
from wayfellow.applications.models import Application
from wayfellow.events.record import record
from wayfellow.events.step import move, step
from wayfellow.mentorships import actions as mentorships
from wayfellow.mentorships.actions.seats import take_turns
from wayfellow.mentorships.lifecycle import LIVE
from wayfellow.mentorships.models import Member, WorkGroup
from wayfellow.pairing.lifecycle import INTEREST
from wayfellow.pairing.models import Interest, Remark
from wayfellow.pairing.queries.directory import is_self_directed, room_of
from wayfellow.people.models import User
from wayfellow.people.queries import are_apart

LONGEST_REMARK = 2000


@transaction.atomic
def ask(student: Application, mentor: Application, message: str, *, by: User | None) -> Interest:
    """Send ``message`` to ``mentor``; Refused, kindly, when the programme's rules do not let it."""
    # One request after the other: the limit is counted while nobody else of the cohort asks.
    take_turns(student.cohort)
    _check_pair(student, mentor)
    _check_limit(student)
    try:
        with transaction.atomic():
            interest = Interest.objects.create(student=student, mentor=mentor, message=message)
    except IntegrityError as error:
        raise Refused(
            _("You have asked %(name)s already. The answer will come to your inbox.")
            % {"name": mentor.person.called}
        ) from error
    record("ask", interest, by=by)
    return interest


def _check_pair(student: Application, mentor: Application) -> None:
    cohort = student.cohort
    if not is_self_directed(cohort.programme) or mentor.cohort_id != cohort.pk:
        raise Refused(_("In this programme mentors are not asked this way."))
    if not Application.objects.students().placeable().filter(pk=student.pk).exists():
        raise Refused(
            _("You can ask mentors as soon as your application is accepted and, if you need one,"
              " your guardian has consented.")
        )  # fmt: skip
    if mentor.person_id == student.person_id:
        raise Refused(_("This is your own profile."))
    name = mentor.person.called
    rows = Application.objects.mentors().accepted().filter(pk=mentor.pk, is_paused=False)
    # Who is blocked reads what everybody reads whose mentor takes nobody.
    apart = are_apart(student.person_id, mentor.person_id)
    if apart or not rows.exists() or room_of(mentor).is_shut:
        raise Refused(
            _("%(name)s takes nobody new at the moment. Other mentors do: look at the directory.")
            % {"name": name}
        )
    together = Member.objects.active().filter(
        application=student, group__mentor=mentor, group__state__in=LIVE
    )
    if together.exists():
        raise Refused(_("%(name)s is your mentor already.") % {"name": name})


def _check_limit(student: Application) -> None:
    limit = student.cohort.programme.open_requests
    if limit and Interest.objects.open().filter(student=student).count() >= limit:
        raise Refused(
            ngettext(
                "You are asking %(n)d mentor now, which is as many as go at once."
                " Wait for the answer, or withdraw it.",
                "You are asking %(n)d mentors now, which is as many as go at once."
                " Wait for an answer, or withdraw one.",
                limit,
            )
            % {"n": limit}
        )


@transaction.atomic
def accept(interest: Interest, *, by: User | None, answer: str = "") -> WorkGroup:
    """The mentor says yes: the work group begins; Refused when no place is left."""
    student, mentor = interest.student, interest.mentor
    take_turns(student.cohort)
    move(interest, INTEREST, "accept", set_={"answer": answer, "answered_at": now()})
    group = mentorships.form_group(
        student.cohort, mentor, [student], institution=student.institution, by=by
    )
    interest.group = group
    Interest.objects.filter(pk=interest.pk).update(group=group)
    record("accept", interest, by=by)
    return group


def decline(interest: Interest, *, by: User | None, answer: str = "") -> None:
    """The mentor says no, with a kind word."""
    set_ = {"answer": answer, "answered_at": now()}
    step(interest, INTEREST, "decline", by=by, set_=set_)


@transaction.atomic
def write_remark(interest: Interest, body: str, *, by: User) -> Remark:
    """Ask or tell the other one something before the answer; the request stays as it is."""
    text = body.strip()
    if not text or len(text) > LONGEST_REMARK:
        raise Invalid(_("Write something, up to 2000 characters."), field="body")
    if are_apart(interest.student.person_id, interest.mentor.person_id):
        raise Refused(_("This request has ended."))
    move(interest, INTEREST, "write")
    remark = Remark.objects.create(interest=interest, author=by, body=text)
    record("write", interest, by=by)
    return remark


def withdraw(interest: Interest, *, by: User | None) -> None:
    """The student takes the request back."""
    step(interest, INTEREST, "withdraw", by=by, set_={"answered_at": now()})


def end_between(one: User, other: User) -> int:
    """Requests between the two end as if nobody had answered; how many."""
    rows = Interest.objects.open().filter(
        Q(student__person=one, mentor__person=other) | Q(student__person=other, mentor__person=one)
    )
    ended = list(rows.select_related("student__person", "mentor__person"))
    for interest in ended:
        expire(interest)
    return len(ended)


def expire(interest: Interest, *, by: User | None = None) -> None:
    """The request ends unanswered, and both are told."""
    step(interest, INTEREST, "expire", by=by, set_={"answered_at": now()})


@transaction.atomic
def remind(interest: Interest, day: int, *, by: User | None = None) -> bool:
    """Remind the mentor on ``day`` after sending; False when that was done before."""
    rows = Interest.objects.open().filter(pk=interest.pk, reminded_day__lt=day)
    if not rows.update(reminded_day=day):
        return False
    record("remind", interest, by=by, day=day)
    return True
