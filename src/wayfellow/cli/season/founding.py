"""How each demonstration programme comes into being: institutions, staff, texts, calendar."""

import csv
import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password

from wayfellow.institutions import actions as institutions
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Institution, Statement
from wayfellow.people import actions as people
from wayfellow.people.models import User
from wayfellow.programmes import actions as programmes
from wayfellow.programmes.models import Audience, Cohort, Document, Office, Programme
from wayfellow.programmes.presets import PRESETS

SAMPLES = Path(__file__).resolve().parents[4] / "samples"
PASSWORD = "mentoring in the demo"  # noqa: S105 - printed on purpose; the people are made up


@dataclass(slots=True)
class Stage:
    """What the steps of a season share."""

    calendar: dict[str, Any]
    institutions: list[Institution] = field(default_factory=list)
    coordinators: dict[int, User] = field(default_factory=dict)
    programme: Programme = None  # type: ignore[assignment]
    cohort: Cohort = None  # type: ignore[assignment]

    @property
    def lead(self) -> User:
        """The coordinator at the leading institution."""
        return self.coordinators[self.institutions[0].pk]


def read(name: str) -> str:
    """A text of the samples."""
    return (SAMPLES / "pages" / name).read_text(encoding="utf-8")


def toml(path: str) -> dict[str, Any]:
    """A calendar of the samples."""
    return tomllib.loads((SAMPLES / path).read_text(encoding="utf-8"))


def statements() -> None:
    """The privacy notice and the code of conduct, which everybody accepts."""
    for kind, name, title in (
        (Statement.Kind.PRIVACY, "privacy-notice.md", "Privacy notice"),
        (Statement.Kind.CONDUCT, "code-of-conduct.md", "Code of conduct"),
    ):
        institutions.publish_statement(kind, title=title, body=read(name), by=None)


def institution(slug: str, name: str, **facts: str) -> Institution:
    """An institution of the demonstration."""
    values = {
        "slug": slug,
        "name": name,
        "short_name": name.split(maxsplit=1)[0],
        "country": "SG",
        "time_zone": "Asia/Singapore",
        "contact_email": f"mentoring@staff.{slug}.example",
        **facts,
    }
    return institutions.create(values, by=None)


def staff(name: str, email: str, at: Institution, role: Role) -> User:
    """Somebody who works there and can sign in with the demonstration's password."""
    person = people.register(email=email, name=name, by=None)
    can_sign_in(person)
    institutions.enrol(person, at, role, by=None)
    return person


@cache
def _hashed() -> str:
    # Hashing is slow on purpose; the made-up people share one password.
    return make_password(PASSWORD)


def can_sign_in(person: User) -> None:
    """Give the demonstration's password to ``person``."""
    User.objects.filter(pk=person.pk).update(password=_hashed())


def programme(stage: Stage, *, preset: str, name: str, slug: str, tagline: str) -> None:
    """A programme from ``preset``, with its offices."""
    first = stage.institutions[0]
    stage.programme = programmes.create(
        institution=first,
        name=name,
        slug=slug,
        policy=PRESETS[preset],
        by=stage.lead,
        institutions=stage.institutions,
    )
    programmes.edit(stage.programme, {"tagline": tagline}, by=stage.lead)
    for each in stage.institutions:
        programmes.appoint(
            stage.programme,
            stage.coordinators[each.pk],
            each,
            Office.Role.COORDINATOR,
            by=stage.lead,
        )


def liaison_officers(stage: Stage, path: str) -> None:
    """The liaison officers of a file, appointed."""
    by_name = {each.name: each for each in stage.institutions}
    with (SAMPLES / path).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            at = by_name[row["Institution"]]
            officer = staff(row["Name"], row["Email"], at, Role.LIAISON_OFFICER)
            programmes.appoint(
                stage.programme,
                officer,
                at,
                Office.Role.LIAISON_OFFICER,
                by=stage.coordinators[at.pk],
                school=row["School"],
            )


AIMS = (
    (Audience.STUDENT, "Understand the sectors you are trained for, from inside"),
    (Audience.STUDENT, "Chart the path towards what you hope to become"),
    (Audience.MENTOR, "Pass on what you have learnt, and learn what moves the next generation"),
    (Audience.COMPANY, "Show your industry as it is, and meet those who choose it knowingly"),
    (Audience.INSTITUTION, "Keep close to the working life that our students enter"),
)


def texts(stage: Stage, page: str) -> None:
    """Aims, documents, whom to ask, and the public page, which goes live."""
    for audience, text in AIMS:
        programmes.add_aim(
            stage.programme,
            {"audience": audience, "kind": "objective", "text": text},
            by=stage.lead,
        )
    for kind, name, title in (
        (Document.Kind.HANDBOOK, "handbook.md", "Mentoring handbook"),
        (Document.Kind.AGREEMENT, "agreement.md", "Agreement"),
        (Document.Kind.GUIDELINES, "guidelines.md", "Guidelines"),
        (Document.Kind.CONSENT, "consent.md", "Guardian's consent"),
    ):
        programmes.write_document(
            stage.programme,
            kind=kind,
            title=title,
            audience=Audience.EVERYBODY,
            body=read(name),
            by=stage.lead,
            on_public_page=True,
        )
    programmes.add_contact(
        stage.programme,
        {
            "audience": Audience.EVERYBODY,
            "name": f"{stage.lead.name}, programme coordinator",
            "email": stage.institutions[0].contact_email,
            "phone": "",
            "note": "Anything about the programme",
        },
        by=stage.lead,
    )
    shown = programmes.draft_page(stage.programme, read(page), "First version", by=stage.lead)
    programmes.show_page(shown, by=stage.lead)
    programmes.publish(stage.programme, by=stage.lead)


def cohort(stage: Stage, name: str, starts: date, ends: date | None, **dates: date | None) -> None:
    """The cohort, open for applications."""
    stage.cohort = programmes.add_cohort(
        stage.programme,
        {"name": name, "starts_on": starts, "ends_on": ends, **dates},
        by=stage.lead,
    )
    programmes.open(stage.cohort, by=stage.lead)


def accepts(person: User) -> None:
    """``person`` accepts the privacy notice and the code of conduct."""
    current = Statement.objects.order_by("pk").values_list("pk", flat=True)
    institutions.accept_statements(person, current, by=person)
