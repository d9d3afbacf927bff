"""Sending an application, and answering it."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Invalid, Refused
from wayfellow.applications.actions.charges import charge_automatically
from wayfellow.applications.actions.consents import ask_if_possible, cancel
from wayfellow.applications.lifecycle import APPLICATION, ConsentState, State
from wayfellow.applications.models import Application, MentorAnswers
from wayfellow.applications.queries import is_minor_now, missing, same_guardian, takes
from wayfellow.events.record import record
from wayfellow.events.step import move, step
from wayfellow.institutions.actions import enrol
from wayfellow.institutions.lifecycle import Role
from wayfellow.partners.actions import apply as answer_nomination
from wayfellow.partners.lifecycle import NominationState
from wayfellow.partners.models import Nomination
from wayfellow.people.models import User
from wayfellow.programmes.models import Programme
from wayfellow.programmes.policy import Gate, Need, Party


def _gate(application: Application) -> Gate:
    policy = application.cohort.programme.policy
    return policy.intake if application.is_student else policy.mentor_intake


@transaction.atomic
def submit(application: Application, *, by: User | None) -> None:
    """Send the application; where nobody else's yes is needed it is accepted at once.

    Applicants answer everything and make the promises themselves. What staff send for them, from
    paper or a file, may be incomplete: reviewers see what is missing.
    """
    if by == application.person:
        _ready(application)
    needs_consent = is_minor_now(application)
    sent = {"submitted_at": now(), "consent_needed": needs_consent}
    move(application, APPLICATION, "submit", set_=sent)
    _meet_nomination(application, by=by)
    record("submit", application, by=by)
    if needs_consent:
        ask_if_possible(application, by=by)
    if _gate(application).opens({Party.PERSON}):
        accept(application, by=None)


def _ready(application: Application) -> None:
    if not takes(application.cohort, application.part):
        raise Refused(_("Applications are closed at the moment. Your draft is kept."))
    if names := missing(application):
        raise Invalid(
            _("Some answers are still missing. Nothing was lost; add them and send it then."),
            field=names[0],
        )
    if is_minor_now(application) and same_guardian(application, application.student.guardian_email):
        raise Invalid(
            _("This is your own address. Give your parent's or guardian's."), field="guardian_email"
        )


def _meet_nomination(application: Application, *, by: User | None) -> None:
    if application.is_student:
        return
    nomination = (
        Nomination.objects.filter(
            Q(state=NominationState.NOMINATED) | Q(state=NominationState.APPLIED),
            partner__programme=application.cohort.programme_id,
            email__iexact=application.person.email,
        )
        .order_by("-at", "-pk")
        .first()
    )
    if nomination is None:
        return
    MentorAnswers.objects.filter(application=application).update(partner=nomination.partner_id)
    application.mentor.refresh_from_db()
    if nomination.state == NominationState.NOMINATED:
        answer_nomination(nomination, by=by)


@transaction.atomic
def accept(application: Application, *, by: User | None, reason: str = "", note: str = "") -> None:
    """Give the person a place: member of the institution, and a liaison officer where one is due.

    A mentor with less experience than advised is accepted with a note for the record (R12).
    """
    programme = application.cohort.programme
    if by is not None and _is_short(application, programme) and not _noted(application, note):
        raise Invalid(
            _(
                "This mentor has less experience than the programme advises. Say in a note why you accept all the same."
            ),
            field="note",
        )
    decided = {"decided_at": now(), "decided_by": by, "reason": reason}
    if note.strip():
        decided["review_note"] = note.strip()
    move(application, APPLICATION, "accept", set_=decided)
    role = Role.STUDENT if application.is_student else Role.MENTOR
    enrol(application.person, application.institution, role, by=by)
    if application.is_student and programme.liaison == Need.REQUIRED:
        charge_automatically(application, by=by)
    record("accept", application, by=by)
    if application.is_student and application.consent_needed:
        # Who came in by a file has not been asked for before.
        ask_if_possible(application, by=by)


def _is_short(application: Application, programme: Programme) -> bool:
    if application.is_student or not programme.advised_experience:
        return False
    return (application.mentor.years_experience or 0) < programme.advised_experience


def _noted(application: Application, note: str) -> bool:
    return bool(note.strip() or application.review_note.strip())


def waitlist(application: Application, *, by: User | None, reason: str = "") -> None:
    """Keep the application for a place that may open."""
    decided = {"decided_at": now(), "decided_by": by, "reason": reason.strip()}
    step(application, APPLICATION, "waitlist", by=by, set_=decided)


@transaction.atomic
def decline(application: Application, *, by: User | None, reason: str = "") -> None:
    """Answer no, with a reason that is told to the applicant."""
    if not reason.strip():
        raise Invalid(
            _("Say why, in words that help the applicant. They will read it."), field="reason"
        )
    _end_requests(application, by=by)
    decided = {"decided_at": now(), "decided_by": by, "reason": reason.strip()}
    step(application, APPLICATION, "decline", by=by, set_=decided)


@transaction.atomic
def withdraw(application: Application, *, by: User | None, reason: str = "") -> None:
    """Take the application back; a guardian who was asked need not answer any more."""
    _end_requests(application, by=by)
    step(application, APPLICATION, "withdraw", by=by, set_={"reason": reason.strip()})


def _end_requests(application: Application, *, by: User | None) -> None:
    for consent in application.consents.filter(state=ConsentState.REQUESTED):
        cancel(consent, by=by)


def reopen(application: Application, *, by: User | None) -> None:
    """Make a withdrawn application a draft again."""
    cleared = {"reason": "", "decided_at": None, "decided_by": None, "submitted_at": None}
    step(application, APPLICATION, "reopen", by=by, set_=cleared)


@transaction.atomic
def note(application: Application, text: str, *, by: User | None) -> None:
    """Keep a word for the reviewers; applicants do not see it."""
    Application.objects.filter(pk=application.pk).update(review_note=text.strip())
    application.review_note = text.strip()
    record("note", application, by=by)


def pause(application: Application, *, until: date | None = None, by: User | None) -> None:
    """Let a mentor take nobody new for now, or until a day; groups that run go on."""
    if until is not None and until <= localdate():
        raise Invalid(_("Choose a day in the future."), field="until")
    _set_paused(application, True, until=until, by=by)


def unpause(application: Application, *, by: User | None) -> None:
    """Show the mentor to students and to matching again."""
    _set_paused(application, False, by=by)


@transaction.atomic
def confirm(application: Application, *, by: User | None) -> None:
    """An accepted mentor says that the profile is still right: as good as having saved it."""
    mentors = Application.objects.mentors().filter(pk=application.pk, state=State.ACCEPTED)
    if not mentors.update(saved_at=now()):
        raise Refused(_("Only an accepted mentor's profile can be confirmed."))
    record("confirm", application, by=by)


@transaction.atomic
def come_back(application: Application, day: date, *, by: User | None = None) -> bool:
    """End a pause whose last day is over on ``day``, and tell the mentor; whether it was done."""
    rows = Application.objects.filter(pk=application.pk, is_paused=True, paused_until__lte=day)
    if not rows.update(is_paused=False, paused_until=None):
        return False
    record("come_back", application, by=by)
    return True


@transaction.atomic
def _set_paused(
    application: Application, paused: bool, *, until: date | None = None, by: User | None
) -> None:
    mentors = Application.objects.mentors().filter(pk=application.pk, state=State.ACCEPTED)
    if not mentors.filter(is_paused=not paused).update(is_paused=paused, paused_until=until):
        raise Refused(_("Only an accepted mentor can be paused, and only once."))
    application.is_paused, application.paused_until = paused, until
    record("pause" if paused else "unpause", application, by=by)
