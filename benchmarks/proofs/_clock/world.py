"""A year in some institutions: who does what when, as rows and as promises."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.proofs._clock.promises import Mail, Promise
from wayfellow.applications.models import Application, MentorAnswers, StudentAnswers
from wayfellow.institutions.models import Institution
from wayfellow.people.models import Profile, User
from wayfellow.programmes.models import Cohort, Office, Programme, Term
from wayfellow.programmes.presets import PRESETS
from wayfellow.timetable.models import Adjustment

BEGIN = datetime(2027, 1, 4, 6, tzinfo=UTC)
ZONES = (
    *("Asia/Singapore", "Europe/Helsinki", "America/New_York", "Australia/Lord_Howe"),
    *("Africa/Casablanca", "Pacific/Chatham"),
)
DAY = timedelta(days=1)
TERMS = ((date(2027, 2, 1), date(2027, 6, 25)), (date(2027, 8, 2), date(2027, 12, 10)))
BEGUN, END = date(2027, 1, 4), date(2027, 12, 15)
HALF_WAY = BEGUN + (END - BEGUN) // 2
FORMED = ((7, 52), (91, 121), (178, 233))
"""Days of the year on which groups are formed: never where a day or so would decide."""
NEVER = datetime(2100, 1, 1, tzinfo=UTC)

type Change = Callable[[], object]


@dataclass
class Year:
    """Everything that happens, in order, and everything that is promised."""

    seed: int
    changes: list[tuple[datetime, int, Change]] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    number: int = 0

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # noqa: S311 - a proof can be run again

    def happens(self, at: datetime, change: Change) -> None:
        self.changes.append((at, len(self.changes), change))

    def some(self, first: float, last: float) -> timedelta:
        """So many days, to the minute."""
        return timedelta(minutes=round(self.chance.uniform(first, last) * 1440))

    def person(self, name: str) -> User:
        self.number += 1
        language = self.chance.choice(["en", "fi", "zh-hans"])
        who = User(
            name=f"{name} {self.number}",
            email=f"{name.lower()}{self.number}@example.org",
            language=language,
        )
        who.set_unusable_password()
        who.save()
        Profile.objects.create(person=who)
        return who


@dataclass
class Place:
    """One institution with its programme, staff and cohort."""

    year: Year
    zone_name: str
    adjusted: bool

    def __post_init__(self) -> None:
        slug = self.zone_name.lower().replace("/", "-").replace("_", "-")
        self.zone = ZoneInfo(self.zone_name)
        self.institution = Institution.objects.create(
            slug=slug,
            name=self.zone_name,
            short_name=slug[:30],
            country="XX",
            time_zone=self.zone_name,
            contact_email=f"{slug}@example.org",
        )
        self.programme = self.offers("assigned-groups", slug)
        self.cohort = self.runs(self.programme, ends_on=END)
        self.terms = [
            Term.objects.create(cohort=self.cohort, name=f"Term {n}", starts_on=a, ends_on=b)
            for n, (a, b) in enumerate(TERMS, 1)
        ]
        self.coordinator = self._office(Office.Role.COORDINATOR)
        self.officer = self._office(Office.Role.LIAISON_OFFICER)
        self.mentors: list[User] = []
        if self.adjusted:
            self._adjust()

    def offers(self, preset: str, slug: str, **fields: Any) -> Programme:
        programme = Programme(
            slug=slug, name=slug, institution=self.institution, state="active", **fields
        )
        programme.policy = PRESETS[preset]
        for name, value in fields.items():
            setattr(programme, name, value)
        programme.save()
        programme.institutions.set([self.institution])
        return programme

    def runs(self, programme: Programme, **fields: Any) -> Cohort:
        number = programme.cohorts.count()
        return Cohort.objects.create(
            programme=programme,
            name=f"{number}",
            starts_on=BEGUN,
            state="running",
            **fields,
        )

    def _office(self, role: Office.Role, programme: Programme | None = None) -> Office:
        return Office.objects.create(
            programme=programme or self.programme,
            institution=self.institution,
            role=role,
            person=self.year.person("Staff"),
        )

    def applied(self, part: str, cohort: Cohort | None = None, **fields: Any) -> Application:
        row = Application.objects.create(
            cohort=cohort or self.cohort,
            person=self.year.person(part.title()),
            part=part,
            institution=self.institution,
            **({"state": "accepted"} | fields),
        )
        answers: Any = MentorAnswers if part == "mentor" else StudentAnswers
        answers.objects.create(application=row)
        return row

    def promise(self, name: str, subject: int, *mails: Mail, **more: Any) -> None:
        self.year.promises.append(
            Promise(name=name, subject=subject, zone=self.zone, mails=mails, **more)
        )

    # What a programme changes --------------------------------------------------------------

    def _adjust(self) -> None:
        programme, year = self.programme, self.year
        self.paused = (BEGIN + 60 * DAY, BEGIN + 150 * DAY)
        common = {"programme": programme, "rule": "mentorships.first_month"}
        year.happens(self.paused[0], lambda: Adjustment.objects.create(**common, is_paused=True))
        year.happens(
            self.paused[1], lambda: Adjustment.objects.filter(**common).update(is_paused=False)
        )
        Adjustment.objects.create(programme=programme, rule="mentorships.initiation", days=3)
        Adjustment.objects.create(programme=programme, rule="mentorships.term_reflection", days=-2)

    def is_paused(self, at: datetime) -> bool:
        return self.adjusted and self.paused[0] <= at < self.paused[1]


def lists(*rows: Any) -> list[str]:
    """Addresses of people, offices and applications."""
    found = []
    for row in rows:
        who = getattr(row, "person", row)
        found.append(who.email)
    return found
