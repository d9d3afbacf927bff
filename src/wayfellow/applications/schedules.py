"""What becomes due by itself with applications; every row of the table is here."""

from datetime import date, datetime
from typing import Any

from django.db.models import Case, DateField, Exists, OuterRef, QuerySet, Value, When
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from wayfellow.applications import actions, policy
from wayfellow.applications.lifecycle import ConsentState, State
from wayfellow.applications.models import Application, Consent, Part, is_minor
from wayfellow.events.record import record
from wayfellow.programmes.lifecycle import ProgrammeState
from wayfellow.programmes.models import Window
from wayfellow.programmes.queries import TAKES_APPLICATIONS, TAKES_APPLICATIONS_WHEN_ROLLING
from wayfellow.timetable.reckoning import noon
from wayfellow.timetable.rules import ALWAYS, DAY_OR_TWO, HOURS, Rule, Step, timetable
from wayfellow.timetable.run import run

GUARDIAN = _("the guardian")
APPLICANT = _("the applicant")
MENTOR = _("the mentor")
MENTORS = _("mentors of this and earlier years")
MONTHS = range(1, 13)


def sweep(at: datetime) -> int:
    """Do what is due, see who came of age, forget who knocked; how much was done.

    Safe to run twice, and by two workers at once.
    """
    return run(TABLE, at) + _come_of_age(at) + _come_back(at) + actions.forget_knocks(at)


def _waiting(_day: date) -> QuerySet[Consent]:
    rows = Consent.objects.filter(state=ConsentState.REQUESTED)
    return rows.select_related(
        "application__person", "application__institution", "application__cohort__programme"
    )


def _expire(consent: Consent, _step: Step, _at: datetime) -> bool:
    actions.expire(consent)
    return True


def _remind(consent: Consent, step: Step, _at: datetime) -> bool:
    return actions.remind(consent, step.days)


def _windows(_day: date) -> QuerySet[Window]:
    rows = Window.objects.filter(programme__state=ProgrammeState.ACTIVE)
    return rows.select_related("programme__institution")


def _drafts() -> QuerySet[Application]:
    rows = Application.objects.filter(
        state=State.DRAFT, cohort__programme__state=ProgrammeState.ACTIVE
    )
    return rows.select_related("person", "cohort__programme")


def _drafts_by_cohort(_day: date) -> QuerySet[Application]:
    windows = Window.objects.filter(programme=OuterRef("cohort__programme"))
    rows = _drafts().filter(cohort__state__in=TAKES_APPLICATIONS)
    return rows.exclude(Exists(windows), part=Part.MENTOR)


def _drafts_by_window(_day: date) -> QuerySet[Application]:
    return _drafts().filter(
        part=Part.MENTOR,
        cohort__state__in=TAKES_APPLICATIONS_WHEN_ROLLING,
        cohort__programme__windows__isnull=False,
    )


def _unconfirmed(day: date) -> QuerySet[Application]:
    """Mentors who take somebody new, and have not saved their profile since they are asked."""
    years = {month: day.year if month <= day.month else day.year - 1 for month in MONTHS}
    asked = [
        When(cohort__programme__confirmation_month=month, then=Value(date(year, month, 1)))
        for month, year in years.items()
    ]
    rows = Application.objects.mentors().accepted().filter(
        is_paused=False,
        cohort__programme__state=ProgrammeState.ACTIVE,
        cohort__programme__confirmation_month__gt=0,
    )  # fmt: skip
    rows = rows.annotate(asked_on=Case(*asked, output_field=DateField(null=True)))
    # Who was accepted or saved anything since is up to date.
    fresh = [
        When(cohort__programme__confirmation_month=month, then=Value(noon(date(year, month, 1))))
        for month, year in years.items()
    ]
    rows = rows.filter(saved_at__lt=Case(*fresh), decided_at__lt=Case(*fresh))
    return rows.select_related("person", "cohort__programme")


def _confirmation(row: Application, step: Step, _at: datetime) -> bool:
    if step.verb == "rest":
        actions.pause(row, by=None)
    record(step.verb, row, by=None)
    return True


def _name(row: Any) -> str:
    return row.person.called  # type: ignore[no-any-return]


_OF_CONSENT: dict[str, Any] = {
    "programme": "application__cohort__programme",
    "institution": "application__institution",
}
_OF_WINDOW: dict[str, Any] = {"programme": "programme", "institution": "programme__institution"}
_OF_APPLICATION: dict[str, Any] = {"programme": "cohort__programme", "institution": "institution"}

TABLE = timetable(
    Rule(
        name="applications.consent_ends", mail=4,
        label=_("A request for consent ends"), since=_("the guardian is asked"),
        rows=_waiting, start="asked_at", **_OF_CONSENT, quiet=False, act=_expire,
        about=lambda row: _name(row.application),
        steps=(
            Step(hours=policy.CONSENT_DAYS * HOURS, verb="expire", late=ALWAYS,
                 to=_("the student, the liaison officer and the coordinators")),
        ),
    ),
    Rule(
        name="applications.consent", mail=4,
        label=_("A guardian has not answered"), since=_("the guardian is asked"),
        rows=_waiting, start="asked_at", **_OF_CONSENT, act=_remind,
        about=lambda row: _name(row.application),
        facts=lambda _row, step, _at: {"day": step.days},
        steps=tuple(
            Step(days=days, verb="remind", to=GUARDIAN) for days in policy.REMIND_AFTER_DAYS
        ),
    ),
    Rule(
        name="applications.window_opens", mail=1,
        label=_("Mentors can join again"), since=_("the window opens"),
        rows=_windows, start="opens_on", dated=True, **_OF_WINDOW,
        steps=(Step(verb="open", to=MENTORS),),
    ),
    Rule(
        name="applications.window_closes", mail=1,
        label=_("The mentors' window closes soon"), since=_("the window closes"),
        rows=_windows, start="closes_on", dated=True, **_OF_WINDOW,
        steps=(Step(days=-7, verb="close_soon", to=MENTORS),),
    ),
    Rule(
        name="applications.draft", mail=3,
        label=_("An application is unfinished"), since=_("applications close"),
        rows=_drafts_by_cohort, start="cohort__applications_close_on", dated=True,
        **_OF_APPLICATION, about=_name,
        steps=(Step(days=-3, verb="remind_draft", to=APPLICANT),),
    ),
    Rule(
        name="applications.mentor_draft", mail=3,
        label=_("A mentor's application is unfinished"), since=_("the window closes"),
        rows=_drafts_by_window, start="cohort__programme__windows__closes_on", dated=True,
        **_OF_APPLICATION, about=_name,
        steps=(Step(days=-3, verb="remind_draft", to=APPLICANT),),
    ),
    Rule(
        name="applications.confirmation", mail=27,
        label=_("Mentors confirm their profiles"), since=_("the month of confirmation begins"),
        rows=_unconfirmed, start="asked_on", dated=True, **_OF_APPLICATION, about=_name,
        act=_confirmation,
        steps=(
            Step(verb="ask_confirmation", to=MENTOR),
            Step(days=14, verb="ask_confirmation", to=MENTOR),
            Step(days=28, verb="ask_confirmation", to=MENTOR),
            Step(days=42, verb="rest", to=MENTOR, late=DAY_OR_TWO * 15),
        ),
    ),
)  # fmt: skip
"""Every timed mail of the room."""


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


def _come_back(at: datetime) -> int:
    today = localdate(at)
    rows = Application.objects.filter(is_paused=True, paused_until__lte=today)
    return sum(actions.come_back(row, today) for row in rows)
