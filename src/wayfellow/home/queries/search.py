"""A small search through everything that one person may see anyway."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from wayfellow.access.doors import reach
from wayfellow.applications.models import Application
from wayfellow.mentorships.models import Member, WorkGroup
from wayfellow.partners.models import Partner
from wayfellow.people.models import User
from wayfellow.people.queries import near
from wayfellow.programmes.models import Programme

SHORTEST = 2
MOST = 10


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found."""

    title: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Hits:
    """Things of one kind."""

    title: str
    rows: list[Hit]


def search_for(person: User, words: str) -> list[Hits]:
    """Groups, applicants, companies and programmes with ``words`` in their names."""
    found = [
        Hits(_("Groups"), _groups(person, words)),
        Hits(_("People"), _people(person, words)),
        Hits(_("Companies"), _companies(person, words)),
        Hits(_("Programmes"), _programmes(person, words)),
    ]
    return [hits for hits in found if hits.rows]


def _groups(person: User, words: str) -> list[Hit]:
    # Names inside a group are searched only where the person may see who is in it.
    seen = reach(person, "member.view").filter(
        near(person.pk, "application__person"), application__person__name__icontains=words
    )
    members = Member.objects.filter(pk__in=seen.values("pk"))
    rows = reach(person, "workgroup.view").filter(
        Q(mentor__person__name__icontains=words) & near(person.pk, "mentor__person")
        | Q(pk__in=members.values("group"))
    )
    rows = rows.select_related("mentor__person", "cohort__programme").order_by("-formed_at", "pk")
    return [_group(row) for row in rows[:MOST]]


def _group(row: WorkGroup) -> Hit:
    return Hit(str(row), str(row.cohort), reverse("home:group", args=[row.pk]))


def _people(person: User, words: str) -> list[Hit]:
    rows = reach(person, "application.view").filter(person__name__icontains=words)
    rows = rows.select_related("person", "cohort__programme").order_by("person__name", "pk")
    return [_applicant(row) for row in rows[:MOST]]


def _applicant(row: Application) -> Hit:
    text = f"{str(row.get_part_display()).capitalize()}, {row.cohort}"
    return Hit(row.person.name, text, reverse("applications:show", args=[row.pk]))


def _companies(person: User, words: str) -> list[Hit]:
    rows = reach(person, "partner.view").filter(name__icontains=words)
    rows = rows.select_related("programme").order_by("name", "pk")
    return [_company(row) for row in rows[:MOST]]


def _company(row: Partner) -> Hit:
    return Hit(row.name, row.programme.name, reverse("partners:show", args=[row.pk]))


def _programmes(person: User, words: str) -> list[Hit]:
    rows = reach(person, "programme.view").filter(name__icontains=words).order_by("name", "pk")
    return [_programme(row) for row in rows[:MOST]]


def _programme(row: Programme) -> Hit:
    return Hit(row.name, row.tagline, reverse("programmes:show", args=[row.pk]))
