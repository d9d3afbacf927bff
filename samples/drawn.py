"""One student, one mentor, one guardian, drawn by lot."""

import datetime as dt
from collections.abc import Sequence
from random import Random

from people import SINGAPORE, Person, Town
from tables import Record
from vocabulary import COMPANIES, FIELDS, HELP, MENTOR_MOTIVES, MOTIVATIONS, VALUES, Field

INSTITUTIONS = (
    ("Merlion Polytechnic", "merlion"),
    ("Kallang Polytechnic", "kallang"),
    ("Tembusu Polytechnic", "tembusu"),
)
SCHOOLS = (
    "School of Engineering",
    "School of Infocomm & Media",
    "School of Business, Hospitality & Health",
)


def some(rng: Random, items: Sequence[str], low: int, high: int) -> list[str]:
    return rng.sample(items, min(len(items), rng.randint(low, high)))


def phone(rng: Random) -> str:
    # No Singapore number begins with 7: none of these can ring.
    a, b = rng.randint(7000, 7999), rng.randint(0, 9999)
    return rng.choice((f"+65 {a} {b:04}", f"{a}{b:04}", f"(65) {a}-{b:04}", f"{a} {b:04}"))


def student(rng: Random, town: Town, place: int, field: Field, number: int) -> Record:
    """One student as the office's database has them; the files differ in how they show it."""
    who = town.somebody(SINGAPORE, latin=place == 1)
    young = rng.random() < 0.4
    born = (
        dt.date(2009, 1, 20) + dt.timedelta(days=rng.randint(0, 500))
        if young
        else dt.date(2005, 6, 1) + dt.timedelta(days=rng.randint(0, 1300))
    )
    year = 1 if young else rng.choice((1, 2, 2, 3))
    langs = ["English", *({who.tongue, *some(rng, ("Mandarin", "Malay"), 0, 1)} - {"English"})]
    record: Record = {
        "student_number": (f"MP26-{number:05}", f"00{26000 + number}", f"T26A{number:04}")[place],
        "name": who.name,
        "preferred_name": rng.choice((who.script or who.called, who.called, "")),
        "email": who.at(f"student.{INSTITUTIONS[place][1]}.example"),
        "phone": phone(rng) if rng.random() < 0.85 else "",
        "date_of_birth": born,
        "school": SCHOOLS[field.school],
        "course": rng.choice(field.courses),
        "year_of_study": year,
        "expected_graduation": dt.date(2030 - year, 4, 30),
        "field": field.code,
        "interests": some(rng, field.interests, 2, 4),
        "skills": some(rng, field.skills, 2, 4),
        "values": some(rng, VALUES, 2, 3),
        "aspiration": rng.choice(field.dreams),
        "motivation": rng.choice(MOTIVATIONS),
        "gaps": some(rng, field.gaps, 0, 2),
        "languages": sorted(langs, key=lambda one: (one != "English", one)),
        "preferred_mentors": [],
    }
    if young:
        record |= guardian(rng, who)
    return record


def guardian(rng: Random, who: Person) -> Record:
    relation = rng.choice(("Mother", "Father", "Mother", "Father", "Aunt", "Legal guardian"))
    family = (
        who.name.split()[0] if who.script and who.tongue == "Mandarin" else who.name.split()[-1]
    )
    title = {"Mother": "Mdm", "Aunt": "Mdm", "Father": "Mr"}.get(relation, "Ms")
    return {
        "guardian_name": f"{title} {family}",
        "guardian_relationship": relation,
        "guardian_email": f"family.{who.address}@example.{rng.choice(('com', 'org', 'net'))}",
        "guardian_phone": phone(rng),
    }


def mentor(rng: Random, town: Town, at: int) -> Record:
    name, domain, industry, place = COMPANIES[at % len(COMPANIES)]
    field = FIELDS[place]
    who = town.somebody(SINGAPORE)
    years = rng.randint(1, 4) if rng.random() < 0.1 else rng.randint(5, 30)
    nearby = rng.choice(
        [f.code for f in FIELDS if f.code.split("/")[0] == field.code.split("/")[0]]
    )
    langs = {"English", who.tongue, *some(rng, ("Mandarin", "Malay", "Tamil"), 0, 1)}
    return {
        "name": who.name,
        "email": who.at(f"{domain}.example"),
        "programme_email": who.at("mentors.example.org") if rng.random() < 0.2 else "",
        "phone": phone(rng),
        "company": name,
        "job_title": rng.choice(field.jobs),
        "industry": industry,
        "years_experience": years,
        "fields": list(dict.fromkeys([field.code, *([nearby] if rng.random() < 0.4 else [])])),
        "skills": some(rng, field.skills, 3, 5),
        "interests": some(rng, field.interests, 2, 4),
        "values": some(rng, VALUES, 2, 4),
        "help_areas": some(rng, HELP, 2, 5),
        "languages": sorted(langs, key=lambda one: (one != "English", one)),
        "city": "Singapore",
        "mode": rng.choice(("in person", "in person", "both")),
        "fewest": 2,
        "most": rng.choice((3, 4, 4, 4, 2)),
        "motivation": rng.choice(MENTOR_MOTIVES),
    }


def degree_student(rng: Random, who: Person, field: Field, number: str, domain: str) -> Record:
    return {
        "student_number": number,
        "name": who.name,
        "email": who.at(domain),
        "preferred_name": who.script or who.called,
        "date_of_birth": dt.date(2001, 1, 1) + dt.timedelta(days=rng.randint(0, 2200)),
        "school": f"School of {field.industry}",
        "field": field.code,
        "interests": some(rng, field.interests, 2, 3),
        "skills": some(rng, field.skills, 2, 4),
        "values": some(rng, VALUES, 2, 3),
        "aspiration": rng.choice(field.dreams),
        "motivation": rng.choice(MOTIVATIONS),
        "gaps": some(rng, field.gaps, 1, 2),
        "languages": list(dict.fromkeys(["English", who.tongue])),
    }
