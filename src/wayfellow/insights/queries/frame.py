"""What is counted: a cohort, whole or at one institution; and which small numbers are kept back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from wayfellow.applications.models import Application, ApplicationQuerySet
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Institution, Membership
from wayfellow.mentorships.models import Meeting, WorkGroup
from wayfellow.people.models import User
from wayfellow.programmes.models import Cohort, Office, Term

FEWEST = 5
"""Across institutions, a number of people below this might tell who they are."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    of: int

    @property
    def percent(self) -> int | None:
        """In whole per cent; None where there is nothing to share."""
        return round(100 * self.part / self.of) if self.of else None


@dataclass(frozen=True, slots=True)
class Frame:
    """The rows that are counted: those of ``cohort``, at ``institution`` or everywhere."""

    cohort: Cohort
    institution: Institution | None = None

    @property
    def is_joint(self) -> bool:
        """Whether several institutions are counted together, and few people kept back."""
        return self.institution is None

    def students(self) -> ApplicationQuerySet:
        rows = Application.objects.students().filter(cohort=self.cohort)
        return rows.filter(institution=self.institution) if self.institution else rows

    def groups(self) -> QuerySet[WorkGroup]:
        rows = WorkGroup.objects.filter(cohort=self.cohort)
        return rows.filter(institution=self.institution) if self.institution else rows

    def meetings(self) -> QuerySet[Meeting]:
        return Meeting.objects.filter(self.within("group"))

    def within(self, group: str) -> Q:
        """Rows whose group, found at ``group``, is counted."""
        rows = Q(**{f"{group}__cohort": self.cohort})
        return rows & Q(**{f"{group}__institution": self.institution}) if self.institution else rows

    def kept(self, cells: Mapping[str, int]) -> dict[str, int | None]:
        """``cells`` of one distribution, those that are too small to be told apart left out.

        Where one alone would be left out, the next smallest goes too: the total would tell it.
        """
        if not self.is_joint:
            return dict(cells)
        small = [name for name, n in cells.items() if 0 < n < FEWEST]
        if len(small) == 1:
            others = [name for name, n in cells.items() if n >= FEWEST]
            small += sorted(others, key=lambda name: cells[name])[:1]
        return {name: None if name in small else n for name, n in cells.items()}

    def told(self, count: int) -> int | None:
        """``count``, unless it is too small to be told across institutions."""
        return None if self.is_joint and 0 < count < FEWEST else count

    def terms_due(self, today: date | None = None) -> list[Term]:
        """Terms that are over; before the first is over, the one that runs."""
        day = today or localdate()
        terms = list(Term.objects.filter(cohort=self.cohort, starts_on__lte=day))
        over = [term for term in terms if term.ends_on < day]
        return over or terms


@dataclass(frozen=True, slots=True)
class Scopes:
    """Whose figures a person may read."""

    own: list[Institution]
    named: frozenset[int]
    """Institutions whose students and groups the person may also see by name."""
    joint: bool

    def choose(self, slug: str) -> Institution | None:
        """The institution that ``slug`` names, else the first; None for all together."""
        if slug == "all" and self.joint:
            return None
        return next((one for one in self.own if one.slug == slug), next(iter(self.own), None))


def scopes(person: User, cohort: Cohort) -> Scopes:
    """Their own institutions in the programme, and all together where there are several."""
    programme = cohort.programme
    offices = Office.objects.current().filter(
        programme=programme, person=person, role=Office.Role.COORDINATOR
    )
    coordinated = frozenset(offices.values_list("institution", flat=True))
    held = Membership.objects.held_by(person.pk, Role.INSTITUTION_ADMIN)
    taking_part = list(programme.institutions.order_by("name"))
    administered = set(held.values_list("institution", flat=True))
    own = [one for one in taking_part if one.pk in coordinated or one.pk in administered]
    return Scopes(own=own, named=coordinated, joint=len(taking_part) > 1 or not own)
