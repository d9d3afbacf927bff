"""What becomes due by itself with applications."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.timezone import localdate

from wayfellow.applications import actions, policy
from wayfellow.applications.lifecycle import ConsentState
from wayfellow.applications.models import Application, Consent, is_minor
from wayfellow.kernel.lifecycle import IllegalStep


def sweep(at: datetime) -> int:
    """Remind guardians, let requests expire, see who came of age; how much was done.

    Safe to run twice, and by two workers at once.
    """
    return _expire(at) + _remind(at) + _come_of_age(at) + actions.forget_knocks(at)


def _waiting() -> QuerySet[Consent]:
    rows = Consent.objects.filter(state=ConsentState.REQUESTED)
    return rows.select_related("application__person", "application__cohort__programme")


def _expire(at: datetime) -> int:
    done = 0
    for consent in _waiting().filter(asked_at__lte=at - timedelta(days=policy.CONSENT_DAYS)):
        try:
            actions.expire(consent)
        except IllegalStep:
            # The guardian answered, or another worker was quicker.
            continue
        done += 1
    return done


def _remind(at: datetime) -> int:
    done = 0
    first = min(policy.REMIND_AFTER_DAYS)
    for consent in _waiting().filter(asked_at__lte=at - timedelta(days=first)):
        age = (at - consent.asked_at).days
        # After a pause of the worker only the latest reminder is sent, not all of them.
        day = max(day for day in policy.REMIND_AFTER_DAYS if day <= age)
        if consent.reminded_day < day:
            done += actions.remind(consent, day)
    return done


def _come_of_age(at: datetime) -> int:
    today = localdate(at)
    rows = Application.objects.filter(consent_needed=True).exclude(person__profile__born_on=None)
    done = 0
    for application in rows.select_related("person__profile", "cohort__programme"):
        age = application.cohort.programme.consent_age
        if not is_minor(application.person.profile.born_on, age, today):
            actions.come_of_age(application, today)
            done += 1
    return done
