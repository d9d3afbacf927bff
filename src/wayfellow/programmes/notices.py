"""Who is told when a programme changes."""

from collections.abc import Iterable

from django.urls import reverse

from wayfellow.notifications.categories import Category, concerns
from wayfellow.notifications.notice import Notice, announce, silent
from wayfellow.people.models import User
from wayfellow.programmes.models import Cohort, Document, Office, Programme, PublicPage


# Queries are the pages'; a notice asks its own short question.
def _staff(programme: Programme, *roles: Office.Role) -> Iterable[User]:
    offices = Office.objects.current().filter(programme=programme)
    if roles:
        offices = offices.filter(role__in=roles)
    return User.objects.filter(pk__in=offices.values("person"))


def _coordinators(row: Document | PublicPage) -> Iterable[User]:
    return _staff(row.programme, Office.Role.COORDINATOR)


def _page(programme: Programme) -> str:
    return reverse("programmes:show", args=[programme.pk])


def _page_of_cohort(cohort: Cohort) -> str:
    return _page(cohort.programme)


def _cohort(name: str) -> Notice:
    return Notice(
        on=f"cohort.{name}",
        template=f"programmes/notices/cohort_{name}",
        to=lambda cohort: _staff(cohort.programme),
        url=_page_of_cohort,
    )


announce(
    Notice(
        on="programme.publish",
        template="programmes/notices/published",
        to=_staff,
        url=_page,
    ),
    Notice(on="programme.archive", template="programmes/notices/archived", to=_staff, url=_page),
    Notice(on="programme.clone", template="programmes/notices/cloned", to=_staff, url=_page),
    *(_cohort(name) for name in ("open", "start", "begin_closing", "close", "cancel")),
    Notice(
        on="office.appoint",
        template="programmes/notices/appointed",
        to=lambda office: [office.person],
        url=lambda office: _page(office.programme),
    ),
    Notice(
        on="office.release",
        template="programmes/notices/released",
        to=lambda office: [office.person],
    ),
    Notice(
        on="document.revise",
        template="programmes/notices/revised",
        to=_coordinators,
        url=lambda document: reverse("programmes:document", args=[document.pk]),
        mail=False,
    ),
    Notice(
        on="publicpage.show",
        template="programmes/notices/page_shown",
        to=_coordinators,
        url=lambda page: reverse("programmes:page", args=[page.programme_id]),
    ),
    Notice(
        on="publicpage.take_down",
        template="programmes/notices/page_taken_down",
        to=_coordinators,
        url=lambda page: reverse("programmes:page", args=[page.programme_id]),
    ),
    category=Category.RUNNING,
)

concerns(
    Category.CHARGE,
    Category.RUNNING,
    whom=lambda person: Office.objects.current().filter(person=person.pk).exists(),
)
silent(
    "programme.create",
    "programme.edit",
    "programme.remove_aim",
    "programme.remove_contact",
    "programme.remove_window",
    "cohort.add",
    "cohort.edit",
    "cohort.match",
    "cohort.reopen",
    "cohort.remove_term",
    "term.add",
    "term.edit",
    "aim.add",
    "aim.edit",
    "aim.move",
    "contact.add",
    "contact.edit",
    "window.add",
    "window.edit",
    "document.write",
    "document.edit",
    "publicpage.draft",
)
