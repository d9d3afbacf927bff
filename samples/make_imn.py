"""Three polytechnics with assigned groups: what their offices would send."""

import datetime as dt
from random import Random

from drawn import INSTITUTIONS, SCHOOLS, mentor, phone, student
from headings import MENTOR_HEADINGS, STUDENT_HEADINGS
from people import SINGAPORE, Town
from tables import HERE, Record, shown, table, write_csv, write_xlsx
from vocabulary import COMPANIES, FIELDS, MARINE


def imn(rng: Random) -> None:
    town = Town(rng)
    mentors = balanced_mentors(rng, town)
    pool: list[list[Record]] = []
    for place in range(3):
        fields = [FIELDS[(n + place) % 8] for n in range(79)] + [MARINE]
        rng.shuffle(fields)
        pool.append([student(rng, town, place, f, 401 + n) for n, f in enumerate(fields)])
    for group in pool:
        for one in rng.sample(group, 9):
            fitting = [m for m in mentors if one["field"] in m["fields"]]  # type: ignore[operator]
            one["preferred_mentors"] = [
                str(m["email"]) for m in rng.sample(fitting, min(len(fitting), rng.randint(1, 3)))
            ]
    # Two who ask for a mentor in a language that no mentor of their field speaks.
    pool[0][3]["languages"], pool[2][5]["languages"] = ["Somali"], ["Ukrainian"]
    past(rng, mentors, pool)
    merlion(rng, soil(rng, pool[0]))
    kallang(soil(rng, pool[1]))
    tembusu(rng, soil(rng, pool[2]))
    write_xlsx(
        "imn/mentors.xlsx",
        "Mentors",
        table((shown(m, " | ", "") for m in mentors[:55]), MENTOR_HEADINGS),
    )
    write_csv(
        "imn/mentors.csv",
        table((shown(m, "; ", "") for m in mentors[55:]), MENTOR_HEADINGS),
        end="\n",
    )
    companies(rng, town)
    officers(town)
    dirty(pool[0])


def balanced_mentors(rng: Random, town: Town) -> list[Record]:
    """Ninety, every company with at least three, every field with seats for its students."""
    order = [at for place in range(8) for at in _turns(place, 11 + (place in {2, 7}))]
    return [mentor(rng, town, at) for at in order]


def _turns(place: int, count: int) -> list[int]:
    ours = [at for at, company in enumerate(COMPANIES) if company[3] == place]
    return [ours[n % len(ours)] for n in range(count)]


def soil(rng: Random, records: list[Record]) -> list[Record]:
    """The dirt of real exports: capitals, blanks behind names, a student listed twice."""
    for record in records:
        name = str(record["name"])
        chance = rng.random()
        if chance < 0.1:
            record["name"] = name.upper()
        elif chance < 0.2:
            record["name"] = f"{name}  "
        elif chance < 0.24:
            record["name"] = name.replace(" ", "\u00a0")
        if rng.random() < 0.06:
            record["email"] = str(record["email"]).upper()
    for at in (7, 40):
        records.insert(at + 20, dict(records[at]))
    return records


def merlion(rng: Random, records: list[Record]) -> None:
    forms = ("%Y-%m-%d", "%Y-%m-%d", "%Y-%m-%d", "%d-%b-%Y", "%d %b %Y")
    rows = [shown(one, "; ", forms[int(str(one["student_number"])[-3:]) % 5]) for one in records]
    write_csv("imn/merlion-students.csv", table(rows, STUDENT_HEADINGS[0]), encoding="utf-8-sig")


def kallang(records: list[Record]) -> None:
    rows = [shown(one, ", ", "%d/%m/%Y") for one in records]
    for row, one in zip(rows, records, strict=True):
        # Their form lets people press Enter.
        row["interests"] = "\r\n".join(one["interests"])  # type: ignore[arg-type]
        row["motivation"] = str(row["motivation"]).replace(", ", ",\r\n")
    write_csv(
        "imn/kallang-students.csv",
        table(rows, STUDENT_HEADINGS[1]),
        encoding="cp1252",
        delimiter=";",
    )


def tembusu(rng: Random, records: list[Record]) -> None:
    for at, one in enumerate(records):
        group = int(str(one["student_number"])[-4:])
        one |= {"serial": at + 1, "group": f"PEM-{group % 8 + 1:02}", "locker": f"{group:04}"}
        one |= {"bursary": "B2" if group % 9 == 0 else ""}
    # The same student twice, but for the office's own running number.
    write_xlsx(
        "imn/tembusu-students.xlsx",
        "Sem 1 intake",
        table((shown(one, " | ", "") for one in records), STUDENT_HEADINGS[2]),
    )


def companies(rng: Random, town: Town) -> None:
    rows: list[list[object]] = [
        [
            *("Company", "Registration Number", "Sector", "Contact Name", "Contact Email"),
            *("Contact Phone", "MOU Reference", "MOU Signed", "MOU Expires", "Signatory"),
            *("Hours per Semester", "Venues", "Institutions"),
        ]
    ]
    for at, (name, domain, industry, _) in enumerate(COMPANIES):
        who, signed = town.somebody(SINGAPORE), dt.date(2023 + at % 4, 3, 1 + at)
        rows.append(
            [
                *(
                    name,
                    f"2010{at:05}Z",
                    industry,
                    who.name,
                    who.at(f"{domain}.example"),
                    phone(rng),
                ),
                *(
                    f"IMN-MOU-{signed.year}-{at + 1:03}",
                    signed,
                    signed.replace(year=signed.year + 4),
                ),
                *(f"Director, {name}", rng.choice((4, 4, 4, 8, 12))),
                rng.choice(("Office; training room", "Training room", "Showroom; canteen", "")),
                "; ".join(place[0] for n, place in enumerate(INSTITUTIONS) if n != at % 4),
            ]
        )
    write_csv("imn/companies.csv", rows, end="\n")


def officers(town: Town) -> None:
    rows: list[list[object]] = [["Institution", "Name", "Email", "School"]]
    for name, domain in INSTITUTIONS:
        for school in SCHOOLS:
            who = town.somebody(SINGAPORE)
            rows.append([name, who.name, who.at(f"staff.{domain}.example"), school])
    write_csv("imn/liaison_officers.csv", rows)


ACTIVITIES = (
    ("initiation", "Introductions, shared goals, and what we plan to do this year."),
    ("chat session", "How the mentor came to this trade, with two detours."),
    ("developmental", "Mock interview, then honest feedback on every CV."),
    ("career options", "Three routes after the diploma and what each one costs."),
    ("visit and shadowing", "A morning on site after the safety briefing."),
)


def past(rng: Random, mentors: list[Record], pool: list[list[Record]]) -> None:
    """Last year's meetings, held by mentors and older students who are still here."""
    rows: list[list[object]] = [
        [
            *("mentor_email", "student_emails", "date", "start", "end"),
            *("mode", "place", "activity", "note"),
        ]
    ]
    older = [[one for one in group if int(str(one["year_of_study"])) > 1] for group in pool]
    for at, one in enumerate(m for m in mentors if int(str(m["years_experience"])) > 5):
        fitting = [s for s in older[at % 3] if s["field"] in one["fields"]][:3]  # type: ignore[operator]
        if len(fitting) < 2 or len(rows) > 40:
            continue
        for student_ in fitting:
            older[at % 3].remove(student_)
        start = dt.date(2026, 1, 26) + dt.timedelta(days=7 * (at % 6) + at % 4)
        for n in range(3):
            day, (activity, note) = (
                start + dt.timedelta(days=98 * n),
                ACTIVITIES[(n and at + n) % 5],
            )
            people = "; ".join(str(s["email"]) for s in fitting)
            rows.append(
                [
                    *(one["email"], people, day, "14:30", rng.choice(("15:30", "16:00"))),
                    *("face to face", f"{one['company']}, meeting room", activity, note),
                ]
            )
    write_csv("imn/past_meetings.csv", rows)


def dirty(records: list[Record]) -> None:
    good = [one for one in records if "guardian_name" not in one and one["phone"]][:4]
    minor = next(one for one in records if "guardian_name" in one)
    faults: tuple[tuple[Record, str, str, str], ...] = (
        (good[0], "Date of Birth", "31/02/2008", "no such day"),
        (good[1], "Email", "nobody at example", "not an address"),
        (good[2], "Name", " ", "missing"),
        (good[3], "Student Number", "", "missing"),
        (good[0], "Year of Study", "second", "not a whole number"),
        (minor, "Guardian Email", "ask my mother", "not an address"),
        (good[1], "Expected Graduation", "soon", "not a date"),
        (good[2], "Student Number", "MP26-90001", "the number of another person, on line 2"),
    )
    columns = STUDENT_HEADINGS[0]
    rows = []
    for at, (one, column, value, _) in enumerate(faults, start=1):
        own = {"student_number": f"MP26-9000{at}", "email": f"row{at}@student.merlion.example"}
        rows.append(shown({**one, **own, columns[column]: value}, "; ", "%Y-%m-%d"))
    write_csv("imn/dirty.csv", table(rows, columns), encoding="utf-8-sig")
    said = [f"line {n}, {column}: {why}\n" for n, (_, column, _, why) in enumerate(faults, start=2)]
    (HERE / "imn/dirty.expected.txt").write_text("".join(said), encoding="utf-8")
