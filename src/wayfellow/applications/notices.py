"""Who is told of what happens to an application and to a guardian's consent."""

from collections.abc import Iterable, Iterator

from django.urls import reverse

from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application, Charge, Consent, Knock
from wayfellow.notifications.categories import Category
from wayfellow.notifications.notice import Correspondent, Notice, announce, silent
from wayfellow.people.models import User
from wayfellow.programmes.models import Window
from wayfellow.programmes.queries import coordinators


def _applicant(application: Application) -> list[User]:
    return [application.person]


def _coordinators(application: Application) -> Iterable[User]:
    return coordinators(application.cohort.programme, application.institution)


def _officer(application: Application) -> list[User]:
    charges = Charge.objects.filter(application=application.pk).select_related("office__person")
    return [charge.office.person for charge in charges]


def _page(application: Application) -> str:
    return reverse("applications:show", args=[application.pk])


def _student_of(consent: Consent) -> list[User]:
    return [consent.application.person]


def _staff_of(consent: Consent) -> list[User]:
    return [*_officer(consent.application), *_coordinators(consent.application)]


def _page_of(consent: Consent) -> str:
    return _page(consent.application)


def _guardian(consent: Consent) -> Iterator[Correspondent]:
    language = consent.application.institution.language
    yield Correspondent(name=consent.guardian_name, address=consent.email, language=language)


def _knocker(knock: Knock) -> list[Correspondent]:
    # Without a name: whoever typed it need not be the one who reads the mail.
    return [Correspondent(name="", address=knock.email, language=knock.language)]


def _mentors(window: Window) -> Iterable[User]:
    """Mentors of this and earlier years, without those who withdrew or were turned down."""
    rows = Application.objects.mentors().filter(cohort__programme=window.programme_id)
    rows = rows.exclude(state__in=[State.DECLINED, State.WITHDRAWN])
    return User.objects.filter(pk__in=rows.values("person"))


def _join(window: Window) -> str:
    return reverse("applications:join", args=[window.programme.slug, "mentor"])


def _edit(application: Application) -> str:
    return reverse("applications:edit", args=[application.pk])


_AT = "applications/notices/"

announce(
    Notice(
        on="application.submit",
        to=_coordinators,
        template=f"{_AT}submitted",
        category=Category.RUNNING,
        url=_page,
        mail=False,
    ),
    Notice(
        on="application.submit",
        to=_applicant,
        template=f"{_AT}received",
        url=_page,
        tell_actor=True,
    ),
    Notice(on="application.accept", to=_applicant, template=f"{_AT}accepted", url=_page),
    Notice(on="application.waitlist", to=_applicant, template=f"{_AT}waitlisted", url=_page),
    Notice(on="application.decline", to=_applicant, template=f"{_AT}declined", url=_page),
    Notice(
        on="application.withdraw",
        to=_coordinators,
        template=f"{_AT}withdrawn",
        category=Category.RUNNING,
        url=_page,
        mail=False,
    ),
    Notice(
        on="application.charge",
        to=_officer,
        template=f"{_AT}charged",
        category=Category.CHARGE,
        url=_page,
        mail=False,
    ),
    Notice(
        on="application.come_of_age",
        to=_applicant,
        template=f"{_AT}of_age",
        category=Category.CONSENT,
        url=_page,
    ),
    Notice(
        on="consent.ask",
        outside=_guardian,
        template=f"{_AT}consent_asked",
        category=Category.CONSENT,
        link="consent",
    ),
    Notice(
        on="consent.remind",
        outside=_guardian,
        template=f"{_AT}consent_reminder",
        category=Category.CONSENT,
        link="consent",
    ),
    Notice(
        on="consent.grant",
        outside=_guardian,
        template=f"{_AT}consent_receipt",
        category=Category.CONSENT,
        link="consent",
    ),
    Notice(
        on="consent.revoke",
        outside=_guardian,
        template=f"{_AT}consent_ended",
        category=Category.CONSENT,
    ),
    Notice(
        on="consent.ask_anew",
        to=_staff_of,
        template=f"{_AT}consent_wanted",
        category=Category.CONSENT,
        url=_page_of,
    ),
    Notice(on="knock.send", outside=_knocker, template=f"{_AT}join", link="join", urgent=True),
    category=Category.JOINING,
)
for _verb, _file in (
    ("grant", "consent_granted"),
    ("refuse", "consent_refused"),
    ("revoke", "consent_revoked"),
    ("expire", "consent_expired"),
):
    announce(
        Notice(
            on=f"consent.{_verb}", to=_student_of, template=f"{_AT}{_file}_student", url=_page_of
        ),
        Notice(
            on=f"consent.{_verb}",
            to=_staff_of,
            template=f"{_AT}{_file}",
            url=_page_of,
            mail=_verb != "grant",
        ),
        category=Category.CONSENT,
    )

# What schedules.py says is due.
announce(
    Notice(on="window.open", to=_mentors, template=f"{_AT}window_opens", url=_join),
    Notice(on="window.close_soon", to=_mentors, template=f"{_AT}window_closes", url=_join),
    Notice(
        on="application.remind_draft", to=_applicant, template=f"{_AT}draft_unfinished", url=_edit
    ),
    Notice(
        on="application.ask_confirmation",
        to=_applicant,
        template=f"{_AT}confirm_profile",
        url=_edit,
    ),
    Notice(on="application.come_back", to=_applicant, template=f"{_AT}came_back", url=_page),
    Notice(on="application.rest", to=_applicant, template=f"{_AT}profile_rests", url=_page),
    category=Category.JOINING,
)

silent(
    "application.start",
    "application.edit",
    "application.reopen",
    "application.need_consent",
    "application.note",
    "application.confirm",
    "application.pause",
    "application.unpause",
    "consent.replace",
    "consent.cancel",
)
