"""The seed itself: institutions, people, groups and a year of their life."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import batched
from random import Random
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import models
from django.utils.timezone import localdate, now

from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import (
    Application,
    Charge,
    MentorAnswers,
    Part,
    StudentAnswers,
)
from wayfellow.cli.seeding import words
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Institution, Membership
from wayfellow.partners.lifecycle import PartnerState
from wayfellow.partners.models import Partner, PartnerContact, Pledge
from wayfellow.people.models import Profile, User
from wayfellow.programmes.lifecycle import CohortState, ProgrammeState
from wayfellow.programmes.models import Cohort, Office, Programme, Term
from wayfellow.programmes.presets import PRESETS

PASSWORD = "wayfellow-seed"  # noqa: S105 - of made-up people
BATCH = 2000
STUDENTS_PER_OFFICER = 150
MENTORS_PER_COMPANY = 4


@dataclass(frozen=True, slots=True)
class Size:
    students: int
    mentors: int
    institutions: int


SIZES = {
    "demo": Size(48, 16, 2),
    "season": Size(2_000, 600, 3),
    "national": Size(45_000, 15_000, 3),
}


@dataclass(slots=True)
class Seeded:
    """What was made, as ``--json`` writes it."""

    people: list[dict[str, Any]] = field(default_factory=list)
    objects: dict[str, list[int]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"password": PASSWORD, "people": self.people, "objects": self.objects}


class Seeder:
    """Makes one size of data; the same seed makes the same data but for the ids."""

    def __init__(self, size: Size, seed: int) -> None:
        self.size, self.chance = size, Random(seed)  # noqa: S311 - made-up data, not secrets
        self.mark = f"s{seed}"
        self.password = make_password(PASSWORD)
        self.made = Seeded()
        self.now = now()
        self.count = 0

    def people(self) -> tuple[list[Application], list[Application]]:
        """Institutions, programme, staff, companies; then the mentors and the students."""
        self.institutions = [self._institution(index) for index in range(self.size.institutions)]
        self._programme()
        self._staff()
        self._companies()
        self.made.objects["institution"] = [row.pk for row in self.institutions]
        self.made.objects["programme"] = [self.programme.pk]
        self.made.objects["cohort"] = [self.cohort.pk]
        return self._mentors(), self._students()

    # Parts ---------------------------------------------------------------------------------

    def _institution(self, index: int) -> Institution:
        name = ("Marina", "Punggol", "Tampere Bay")[index % 3]
        return Institution.objects.create(
            slug=f"{name.split()[0].lower()}-{self.mark}",
            name=f"{name} Polytechnic",
            short_name=name,
            country="SG",
            contact_email=f"mentoring@{name.split()[0].lower()}.example",
        )

    def _programme(self) -> None:
        today = localdate()
        start = today - timedelta(days=120)
        self.programme = Programme(
            slug=f"industry-mentors-{self.mark}",
            name="Industry Mentors",
            institution=self.institutions[0],
            state=ProgrammeState.ACTIVE,
        )
        self.programme.policy = PRESETS["assigned-groups"]
        self.programme.save()
        self.programme.institutions.set(self.institutions)
        self.cohort = Cohort.objects.create(
            programme=self.programme,
            name=str(start.year),
            starts_on=start,
            ends_on=start + timedelta(days=320),
            state=CohortState.RUNNING,
        )
        self.terms = [
            Term.objects.create(
                cohort=self.cohort,
                name=f"Semester {number + 1}",
                starts_on=start + timedelta(days=170 * number),
                ends_on=start + timedelta(days=170 * number + 140),
            )
            for number in range(2)
        ]

    def _staff(self) -> None:
        self.account("Petra Platform", "platform admin", is_platform_admin=True)
        self.officers: dict[int, list[Office]] = {}
        share = self.size.students // len(self.institutions)
        for institution in self.institutions:
            self._appointed(institution, Role.INSTITUTION_ADMIN)
            for _ in range(2):
                self._appointed(institution, Role.COORDINATOR, Office.Role.COORDINATOR)
            self.officers[institution.pk] = [
                office
                for _ in range(max(1, share // STUDENTS_PER_OFFICER))
                if (
                    office := self._appointed(
                        institution, Role.LIAISON_OFFICER, Office.Role.LIAISON_OFFICER
                    )
                )
            ]

    def _appointed(
        self, institution: Institution, role: Role, office: Office.Role | None = None
    ) -> Office | None:
        holder = self.account(self.name(), role.value, institution)
        Membership.objects.create(institution=institution, person=holder, role=role)
        if office is None:
            return None
        return Office.objects.create(
            programme=self.programme, person=holder, institution=institution, role=office
        )

    def _companies(self) -> None:
        rows = []
        for index in range(max(1, self.size.mentors // MENTORS_PER_COMPANY)):
            first = words.COMPANIES[index % len(words.COMPANIES)]
            trade = words.TRADES[index // len(words.COMPANIES) % len(words.TRADES)]
            rows.append(
                Partner(
                    programme=self.programme,
                    name=f"{first} {trade} {index + 1}",
                    sector=self.chance.choice(words.FIELDS),
                    state=PartnerState.ACTIVE,
                    mou_signed_on=self.cohort.starts_on,
                )
            )
        self.partners = list(self._insert(Partner, rows))
        self._insert(
            Pledge,
            [
                Pledge(partner=partner, term=term, hours=self.chance.choice((4, 8, 12)))
                for partner in self.partners
                for term in self.terms
            ],
        )
        contact = self.account(self.name(), Role.PARTNER_CONTACT.value, self.institutions[0])
        Membership.objects.create(
            institution=self.institutions[0], person=contact, role=Role.PARTNER_CONTACT
        )
        PartnerContact.objects.create(partner=self.partners[0], person=contact)

    def _mentors(self) -> list[Application]:
        people = self._accounts(self.size.mentors, Role.MENTOR)
        rows = [
            self._application(person, Part.MENTOR, institution) for person, institution in people
        ]
        applications = list(self._insert(Application, rows))
        answers = []
        for index, application in enumerate(applications):
            partner = self.partners[index % len(self.partners)]
            answers.append(
                MentorAnswers(
                    application=application,
                    partner=partner,
                    company=partner.name,
                    job_title=f"{self.chance.choice(words.JOBS)}",
                    industry=partner.sector,
                    years_experience=self.chance.randint(3, 30),
                    fields=self.chance.sample(words.FIELDS, 2),
                    help_areas=self.chance.sample(words.HELP, 3),
                    most=self.chance.choice((3, 4, 4)),
                )
            )
        self._insert(MentorAnswers, answers)
        return applications

    def _students(self) -> list[Application]:
        people = self._accounts(self.size.students, Role.STUDENT)
        rows = [
            self._application(person, Part.STUDENT, institution) for person, institution in people
        ]
        applications = list(self._insert(Application, rows))
        self._insert(
            StudentAnswers,
            [
                StudentAnswers(
                    application=application,
                    student_number=f"{self.mark}-{index:06d}",
                    school=self.chance.choice(words.SCHOOLS),
                    course=self.chance.choice(words.COURSES),
                    year_of_study=self.chance.randint(1, 3),
                    field=self.chance.choice(words.FIELDS),
                    aspiration=self.chance.choice(words.SENTENCES),
                )
                for index, application in enumerate(applications)
            ],
        )
        charges = []
        for index, application in enumerate(applications):
            offices = self.officers[application.institution_id]
            charges.append(Charge(application=application, office=offices[index % len(offices)]))
        self._insert(Charge, charges)
        return applications

    # Tools ---------------------------------------------------------------------------------

    def name(self) -> str:
        """A made-up name."""
        return f"{self.chance.choice(words.GIVEN)} {self.chance.choice(words.FAMILY)}"

    def account(
        self, name: str, role: str, institution: Institution | None = None, **fields: Any
    ) -> User:
        """One account with its profile, listed among the sign-ins."""
        user = self._user(name, **fields)
        user.save(force_insert=True)
        Profile.objects.create(person=user)
        self._list(user, role, institution)
        return user

    def _user(self, name: str, **fields: Any) -> User:
        self.count += 1
        email = f"{self.mark}-{self.count:06d}@people.example"
        return User(name=name, email=email, password=self.password, **fields)

    def _list(self, user: User, role: str, institution: Institution | None) -> None:
        self.made.people.append(
            {
                "id": user.pk,
                "email": user.email,
                "name": user.name,
                "role": role,
                "institution": institution.slug if institution else None,
            }
        )

    def _accounts(self, count: int, role: Role) -> list[tuple[User, Institution]]:
        users = list(self._insert(User, [self._user(self.name()) for _ in range(count)]))
        placed = [
            (user, self.institutions[index % len(self.institutions)])
            for index, user in enumerate(users)
        ]
        born = self.now.date() - timedelta(days=22 * 365)
        self._insert(Profile, [Profile(person=user, born_on=born) for user in users])
        self._insert(
            Membership,
            [
                Membership(person=user, institution=institution, role=role)
                for user, institution in placed
            ],
        )
        for user, institution in placed:
            self._list(user, role.value, institution)
        return placed

    def _application(self, person: User, part: Part, institution: Institution) -> Application:
        return Application(
            cohort=self.cohort,
            person=person,
            part=part,
            institution=institution,
            state=State.ACCEPTED,
            languages=["English", self.chance.choice(words.LANGUAGES[1:])],
            skills=self.chance.sample(words.SKILLS, 3),
            interests=self.chance.sample(words.INTERESTS, 3),
            values=self.chance.sample(words.VALUES, 2),
            motivation=self.chance.choice(words.SENTENCES),
            submitted_at=self.now - timedelta(days=150),
            decided_at=self.now - timedelta(days=140),
        )

    def insert[M: models.Model](self, model: type[M], rows: Iterable[M]) -> list[M]:
        """Rows into the table in batches; they come back with their ids."""
        return list(self._insert(model, rows))

    def _insert[M: models.Model](self, model: type[M], rows: Iterable[M]) -> Iterator[M]:
        made: list[M] = []
        for batch in batched(rows, BATCH, strict=False):
            made.extend(model._default_manager.bulk_create(batch))
        return iter(made)


def moment_before(of: datetime, chance: Random, days: int) -> datetime:
    """Some time in the ``days`` before, on the hour."""
    at = of - timedelta(days=chance.randint(1, days), hours=chance.randint(0, 8))
    return at.replace(minute=0, second=0, microsecond=0)
