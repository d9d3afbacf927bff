"""Asking guardians, and keeping what they answer as evidence."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from wayfellow.access import links
from wayfellow.access.models import Link
from wayfellow.access.refusals import Invalid, Refused
from wayfellow.applications import policy
from wayfellow.applications.lifecycle import CONSENT, ConsentState, State
from wayfellow.applications.models import Application, Consent, Part, StudentAnswers, is_minor
from wayfellow.applications.queries import (
    consent_text,
    is_minor_now,
    latest_consent,
    same_guardian,
)
from wayfellow.events.record import record
from wayfellow.events.step import move, step
from wayfellow.people.models import User

_GUARDIAN = ("guardian_name", "guardian_relationship", "guardian_email", "guardian_phone")
_ANSWERS = ("visits", "direct_contact", "photographs")
_LIVE = (State.SUBMITTED, State.WAITLISTED, State.ACCEPTED)


@transaction.atomic
def ask_consent(application: Application, *, by: User | None) -> Consent:
    """Mail the guardian whom the student named; one request is open at a time."""
    if not application.consent_needed or application.state not in _LIVE:
        raise Refused(_("A guardian's consent is not needed for this application."))
    answers = application.student
    if not answers.guardian_email or not answers.guardian_name:
        raise Invalid(_("Give the guardian's name and address first."), field="guardian_email")
    if same_guardian(application, answers.guardian_email):
        raise Invalid(
            _("This is the student's own address. Ask for the guardian's."), field="guardian_email"
        )
    try:
        with transaction.atomic():
            consent = Consent.objects.create(
                application=application,
                guardian_name=answers.guardian_name,
                relationship=answers.guardian_relationship,
                email=answers.guardian_email,
                phone=answers.guardian_phone,
            )
    except IntegrityError as open_already:
        raise Refused(_("The guardian has been asked already, or has agreed.")) from open_already
    link = links.issue("consent", address=consent.email, days=policy.CONSENT_DAYS, subject=consent)
    record("ask", consent, by=by, link=str(link.pk))
    return consent


@transaction.atomic
def replace(
    consent: Consent, *, by: User | None, guardian: Mapping[str, str] | None = None
) -> Consent:
    """End a request and ask again, at another address if ``guardian`` says so.

    The links that were mailed before open nothing from now on.
    """
    links.revoke(consent, "consent")
    step(consent, CONSENT, "replace", by=by)
    return _ask_at(consent.application, guardian or {}, by=by)


@transaction.atomic
def ask_again(application: Application, guardian: Mapping[str, str], *, by: User | None) -> Consent:
    """Ask the guardian whatever went before: a first time, or in the place of an old request."""
    latest = latest_consent(application)
    if latest is not None and "replace" in latest.verbs:
        return replace(latest, by=by, guardian=guardian)
    if latest is not None:
        links.revoke(latest, "consent")
    return _ask_at(application, guardian, by=by)


def _ask_at(application: Application, guardian: Mapping[str, str], *, by: User | None) -> Consent:
    named = {name: guardian[name] for name in _GUARDIAN if name in guardian}
    if named:
        StudentAnswers.objects.filter(application=application).update(**named)
    application.student.refresh_from_db()
    return ask_consent(application, by=by)


def _still_asked(consent: Consent) -> None:
    if consent.application.state not in _LIVE:
        raise Refused(_("The application has ended, so no answer is needed any more."))
    if not is_minor_now(consent.application):
        raise Refused(_("The student is of age now and decides alone; no consent is needed."))


@transaction.atomic
def grant(consent: Consent, values: Mapping[str, Any], *, by: User | None = None) -> None:
    """Keep the guardian's yes with its evidence: the text shown, the typed name, the time.

    The receipt brings a link by which the guardian may look at it and take it back.
    """
    _still_asked(consent)
    signature = str(values.get("signature", "")).strip()
    emergency = str(values.get("emergency_contact", "")).strip()
    if not signature:
        raise Invalid(_("Type your full name as your signature."), field="signature")
    if signature.casefold() == consent.application.person.name.strip().casefold():
        raise Invalid(_("This is the student's name. Type your own."), field="signature")
    if not emergency:
        raise Invalid(_("Say whom we can call in an emergency."), field="emergency_contact")
    text = consent_text(consent.application.cohort.programme)
    if values.get("text") != (text.pk if text else None):
        raise Refused(_("The text has been renewed while you were reading. Please read it again."))
    kept: dict[str, Any] = {name: bool(values.get(name)) for name in _ANSWERS}
    kept |= {"takes_part": True, "signature": signature, "emergency_contact": emergency}
    move(consent, CONSENT, "grant", set_={**kept, "text": text, "answered_at": now()})
    link = links.issue("consent", address=consent.email, days=policy.ANSWER_DAYS, subject=consent)
    record("grant", consent, by=by, link=str(link.pk))


@transaction.atomic
def refuse(consent: Consent, *, by: User | None = None, signature: str = "") -> None:
    """Keep the guardian's no."""
    _still_asked(consent)
    said = {"answered_at": now(), "signature": signature.strip(), "takes_part": False}
    step(consent, CONSENT, "refuse", by=by, set_=said)


@transaction.atomic
def revoke(consent: Consent, *, by: User | None = None) -> None:
    """Take the consent back: from this moment the student may not be placed.

    The evidence of what had been agreed to stays as it was.
    """
    if not is_minor_now(consent.application):
        raise Refused(_("The student is of age now and decides alone."))
    step(consent, CONSENT, "revoke", by=by, set_={"revoked_at": now()})


def expire(consent: Consent, *, by: User | None = None) -> None:
    """End a request that nobody answered."""
    step(consent, CONSENT, "expire", by=by)


@transaction.atomic
def cancel(consent: Consent, *, by: User | None = None) -> None:
    """End a request that needs no answer any more; its link opens nothing."""
    links.revoke(consent, "consent")
    step(consent, CONSENT, "cancel", by=by)


@transaction.atomic
def ask_anew(consent: Consent, *, by: User | None = None) -> None:
    """Tell the staff, once, that the guardian wants a new link after this one expired."""
    asked = Consent.objects.filter(pk=consent.pk, new_link_wanted_at=None)
    if asked.update(new_link_wanted_at=now()):
        record("ask_anew", consent, by=by)


@transaction.atomic
def remind(consent: Consent, day: int, *, by: User | None = None) -> bool:
    """Remind the guardian on the ``day``-th day, never twice; whether it was done now."""
    waiting = Consent.objects.filter(
        pk=consent.pk, state=ConsentState.REQUESTED, reminded_day__lt=day
    )
    link = _open_link(consent, now())
    if link is None or not waiting.update(reminded_day=day):
        return False
    record("remind", consent, by=by, day=day, link=str(link.pk))
    return True


def _open_link(consent: Consent, at: datetime) -> Link | None:
    mailed = Link.objects.open(at).filter(purpose="consent", subject_id=consent.pk)
    return mailed.order_by("-created_at").first()


@transaction.atomic
def reckon_age(person: User, *, by: User | None) -> None:
    """After a correction: ask for consent where it is needed now, or let it rest where it is not."""
    rows = Application.objects.filter(person=person, part=Part.STUDENT, state__in=_LIVE)
    for application in rows.select_related("cohort__programme", "person__profile", "student"):
        if not is_minor_now(application):
            if application.consent_needed:
                come_of_age(application, localdate(), by=by)
        elif not application.consent_needed:
            Application.objects.filter(pk=application.pk).update(consent_needed=True)
            application.consent_needed = True
            record("need_consent", application, by=by)
            ask_if_possible(application, by=by)


def ask_if_possible(application: Application, *, by: User | None) -> None:
    """Mail the guardian, where one is named whom nobody has asked."""
    there = application.consents.filter(state__in=[ConsentState.REQUESTED, ConsentState.GRANTED])
    named = application.student.guardian_email
    if named and not there.exists() and not same_guardian(application, named):
        ask_consent(application, by=by)


@transaction.atomic
def come_of_age(application: Application, day: date, *, by: User | None = None) -> None:
    """From ``day`` on the student decides alone: no guardian's consent stands in the way."""
    born_on = application.person.profile.born_on
    if born_on is None or is_minor(born_on, application.cohort.programme.consent_age, day):
        raise Refused(_("The student is not of age yet."))
    needed = Application.objects.filter(pk=application.pk, consent_needed=True)
    if not needed.update(consent_needed=False):
        return
    application.consent_needed = False
    for consent in application.consents.filter(state=ConsentState.REQUESTED):
        cancel(consent, by=by)
    record("come_of_age", application, by=by)
