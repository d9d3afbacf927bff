"""A programme of circles, whose mentors and students share a language."""

import datetime as dt
from random import Random

from drawn import degree_student, some
from headings import MENTOR_HEADINGS, STUDENT_SHORT
from people import FINLAND, Town
from tables import shown, table, write_csv, write_xlsx
from vocabulary import FIELDS, HELP, MENTOR_MOTIVES, VALUES


def circles(rng: Random) -> None:
    town, mentors, students = Town(rng), [], []
    tongues = {"Finnish": "fi", "Swedish": "sv"}
    for n in range(24):
        field, who = FIELDS[n % 8], town.somebody(("finnish", "finnish", "swedish"))
        own = tongues[who.tongue]
        langs = [own, "en"] if n % 6 else [own]
        mentors.append(
            {
                "name": who.name,
                "email": who.at(f"{rng.choice(('saari', 'kuusi'))}.example"),
                "company": rng.choice(("Saari Oy", "Kuusi Oyj", "Holmström Ab")),
                "job_title": rng.choice(field.jobs),
                "industry": field.industry,
                "years_experience": rng.randint(3, 28),
                "languages": langs,
                "fewest": 2,
                "fields": [field.code, FIELDS[(n + 3) % 8].code],
                "skills": some(rng, field.skills, 2, 5),
                "values": some(rng, VALUES, 2, 3),
                "interests": some(rng, field.interests, 2, 4),
                "most": rng.choice((3, 4, 4)),
                "help_areas": some(rng, HELP, 3, 5),
                "city": rng.choice(("Helsinki", "Tampere")),
                "mode": rng.choice(("in person", "online", "both")),
                "motivation": rng.choice(MENTOR_MOTIVES),
            }
        )
    for n in range(70):
        field, who = FIELDS[(n * 5) % 8], town.somebody(FINLAND)
        one = degree_student(rng, who, field, f"01{5000 + n}", "students.suvanto.example")
        langs = [tongues[who.tongue], "en"] if who.tongue in tongues else ["en"]
        open_to = [m for m in mentors if set(langs) & set(m["languages"])]  # type: ignore[call-overload]
        fitting = [m for m in open_to if field.code in m["fields"]]  # type: ignore[operator]
        rest = [m for m in open_to if m not in fitting]
        rng.shuffle(fitting)
        choices = [*fitting, *rng.sample(rest, 3)][:3]
        one |= {"languages": langs, "course": f"Master's Programme, {field.industry}"}
        one |= {"year_of_study": rng.randint(1, 5), "expected_graduation": dt.date(2028, 5, 31)}
        one |= {"preferred_mentors": [str(m["email"]) for m in choices]}
        students.append(one)
    headings = {key: value for key, value in MENTOR_HEADINGS.items() if key != "Programme Email"}
    write_csv(
        "circles/mentors.csv",
        table((shown(m, "|", "") for m in mentors), headings),
        delimiter=";",
        encoding="utf-8-sig",
    )
    write_xlsx(
        "circles/students.xlsx",
        "Hakijat",
        table(
            (shown(s, " | ", "") for s in students),
            {**STUDENT_SHORT, "Mentor Choices (in order)": "preferred_mentors"},
        ),
    )
