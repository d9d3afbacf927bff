#!/usr/bin/env python3
# ruff: noqa: S311 - the same fictitious people every time is the point
"""Write the sample files. The same code always writes the same bytes: `python samples/make.py`."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

import xlsxwriter
from people import BRITAIN, FINLAND, SINGAPORE, Person, Town
from vocabulary import COMPANIES, FIELDS, HELP, MARINE, MENTOR_MOTIVES, MOTIVATIONS, VALUES, Field

HERE = Path(__file__).parent
STARTS = dt.date(2027, 1, 11)
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
Record = dict[str, object]
Table = Sequence[Sequence[object]]


def some(rng: Random, items: Sequence[str], low: int, high: int) -> list[str]:
    return rng.sample(items, min(len(items), rng.randint(low, high)))


def write_csv(
    path: str, rows: Table, *, encoding: str = "utf-8", delimiter: str = ",", end: str = "\r\n"
) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    (HERE / path).write_bytes(out.getvalue().encode(encoding))


def write_xlsx(path: str, title: str, rows: Table) -> None:
    with xlsxwriter.Workbook(HERE / path, {"strings_to_urls": False}) as book:
        book.set_properties({"created": dt.datetime(2026, 11, 2)})  # noqa: DTZ001 - a cell has no zone
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet(title)
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, dt.date):
                    sheet.write_datetime(at, column, value, day)
                elif isinstance(value, int):
                    sheet.write_number(at, column, value)
                else:
                    sheet.write_string(at, column, str(value))


def table(records: Iterable[Record], columns: dict[str, str]) -> list[list[object]]:
    """Headings, then rows; a heading whose key is unknown is one of their own columns."""
    return [list(columns), *([r.get(key, "") for key in columns.values()] for r in records)]


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


def shown(record: Record, joint: str, date: str) -> Record:
    return {
        key: joint.join(value)
        if isinstance(value, list)
        else value.strftime(date)
        if isinstance(value, dt.date) and date
        else value
        for key, value in record.items()
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


def balanced_mentors(rng: Random, town: Town) -> list[Record]:
    """Ninety, every company with at least three, every field with seats for its students."""
    order = [at for place in range(8) for at in _turns(place, 11 + (place in {2, 7}))]
    return [mentor(rng, town, at) for at in order]


def _turns(place: int, count: int) -> list[int]:
    ours = [at for at, company in enumerate(COMPANIES) if company[3] == place]
    return [ours[n % len(ours)] for n in range(count)]


STUDENT_HEADINGS = (
    {
        "Student Number": "student_number",
        "Name": "name",
        "Preferred Name": "preferred_name",
        "Email": "email",
        "Phone": "phone",
        "Date of Birth": "date_of_birth",
        "School": "school",
        "Course": "course",
        "Year of Study": "year_of_study",
        "Expected Graduation": "expected_graduation",
        "Field": "field",
        "Interests": "interests",
        "Skills": "skills",
        "Values": "values",
        "Aspiration": "aspiration",
        "Motivation": "motivation",
        "Gaps": "gaps",
        "Languages": "languages",
        "Preferred Mentors": "preferred_mentors",
        "Guardian Name": "guardian_name",
        "Guardian Relationship": "guardian_relationship",
        "Guardian Email": "guardian_email",
        "Guardian Phone": "guardian_phone",
    },
    {
        "Matric No.": "student_number",
        "Full Name": "name",
        "Known As": "preferred_name",
        "D.O.B. (dd/mm/yyyy)": "date_of_birth",
        "School E-mail": "email",
        "Handphone": "phone",
        "School": "school",
        "Diploma": "course",
        "Year": "year_of_study",
        "Graduating On": "expected_graduation",
        "Sector": "field",
        "Skill Set": "skills",
        "Areas of Interest": "interests",
        "Personal Values": "values",
        "Career Aspiration": "aspiration",
        "Why Mentoring?": "motivation",
        "Gaps to Close": "gaps",
        "Languages Spoken": "languages",
        "Mentor Choices (in order)": "preferred_mentors",
        "Parent / Guardian": "guardian_name",
        "Relationship": "guardian_relationship",
        "Parent / Guardian E-mail": "guardian_email",
        "Parent / Guardian Contact No.": "guardian_phone",
    },
    {
        "S/N": "serial",
        "PEM Group": "group",
        "Student Name": "name",
        "Admission No": "student_number",
        "Course of Study": "course",
        "Acad School": "school",
        "Level": "year_of_study",
        "Industry Sector": "field",
        "Mobile Number": "phone",
        "Student Email": "email",
        "Name in Own Script / Nickname": "preferred_name",
        "Birth Date": "date_of_birth",
        "Locker": "locker",
        "Grad Date": "expected_graduation",
        "Spoken Languages": "languages",
        "Strengths and Skills": "skills",
        "Interest Areas": "interests",
        "Values": "values",
        "Aspirations": "aspiration",
        "Reason for Joining": "motivation",
        "Skill Gaps": "gaps",
        "Parent Name": "guardian_name",
        "Parent Relation": "guardian_relationship",
        "Parent Email": "guardian_email",
        "Parent Mobile": "guardian_phone",
        "Preferred Mentor Emails": "preferred_mentors",
        "Bursary Code": "bursary",
    },
)
MENTOR_HEADINGS = {
    "Name": "name",
    "Email": "email",
    "Programme Email": "programme_email",
    "Phone": "phone",
    "Company": "company",
    "Job Title": "job_title",
    "Industry": "industry",
    "Years of Experience": "years_experience",
    "Fields": "fields",
    "Skills": "skills",
    "Interests": "interests",
    "Values": "values",
    "Help Areas": "help_areas",
    "Languages": "languages",
    "City": "city",
    "Mode": "mode",
    "Fewest Students": "fewest",
    "Most Students": "most",
    "Motivation": "motivation",
}


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


DEGREES = {
    "infocomm/software": "BSc Computer Science",
    "infocomm/security": "BSc Computer Security",
    "business/finance": "BSc Economics and Finance",
    "business/hospitality": "BA Tourism Management",
    "engineering/biomedical": "BEng Biomedical Engineering",
    "engineering/aerospace": "BEng Aerospace Engineering",
    "health/nursing": "BN Nursing",
    "design/media": "BA Media and Communication",
}


def alumni(rng: Random) -> None:
    town, mentors, students = Town(rng), [], []
    for n in range(60):
        field, who = FIELDS[n % 8], town.somebody(BRITAIN)
        left = rng.randint(1994, 2023)
        jobs = rng.sample(field.jobs, min(len(field.jobs), 2))
        turn = min(left + rng.randint(2, 8), 2025)
        mentors.append(
            {
                "name": who.name,
                "email": who.at("alumni.northmoor.example"),
                "programme_email": who.at("example.net") if n % 3 == 0 else "",
                "course": DEGREES[field.code],
                "graduated": left,
                "job_title": jobs[-1],
                "company": f"{rng.choice(COMPANIES)[0]} (UK)",
                "industry": field.industry,
                "history": f"{turn}-now {jobs[-1]}\n{left}-{turn} {jobs[0]}",
                "successes": f"Built a team of {rng.randint(3, 20)}; trained every newcomer in it.",
                "moved": rng.choice(
                    ("", "", "Moved from Leeds to Helsinki for work.", "Changed industry at 35.")
                ),
                "years_experience": 2026 - left,
                "fields": [field.code],
                "fewest": 0,
                "most": 2,
                "help_areas": some(rng, HELP, 3, 6),
                "skills": some(rng, field.skills, 2, 5),
                "interests": some(rng, field.interests, 2, 4),
                "values": some(rng, VALUES, 2, 3),
                "languages": list(dict.fromkeys(["English", who.tongue])),
                "city": rng.choice(("Leeds", "London", "Manchester", "Singapore", "Berlin")),
                "mode": "online",
                "motivation": rng.choice(MENTOR_MOTIVES),
            }
        )
    for n in range(80):
        field, who, year = FIELDS[(n * 3) % 8], town.somebody(BRITAIN), rng.randint(1, 3)
        students.append(
            degree_student(rng, who, field, f"20{1000 + n}", "student.northmoor.example")
        )
        students[-1] |= {"course": DEGREES[field.code], "year_of_study": year}
        students[-1] |= {"expected_graduation": dt.date(2030 - year, 7, 15)}
    write_xlsx(
        "alumni/mentors.xlsx",
        "Alumni",
        table(
            (shown(m, "; ", "") for m in mentors),
            {
                "Name": "name",
                "Email": "email",
                "Programme Email": "programme_email",
                "Course Studied": "course",
                "Graduation Year": "graduated",
                "Current Employer": "company",
                "Current Job Title": "job_title",
                "Industry": "industry",
                "Years of Experience": "years_experience",
                "Job History": "history",
                "Key Successes": "successes",
                "Moving Country or Industry": "moved",
                "Ways You Can Help": "help_areas",
                "Fields": "fields",
                "Skills": "skills",
                "Interests": "interests",
                "Values": "values",
                "Languages": "languages",
                "City": "city",
                "Mode": "mode",
                "Fewest": "fewest",
                "Most": "most",
                "Motivation": "motivation",
            },
        ),
    )
    write_csv(
        "alumni/students.csv", table((shown(s, "; ", "%d %B %Y") for s in students), STUDENT_SHORT)
    )


STUDENT_SHORT = {
    "Student ID": "student_number",
    "Name": "name",
    "Preferred Name": "preferred_name",
    "Email": "email",
    "Date of Birth": "date_of_birth",
    "School": "school",
    "Course": "course",
    "Year": "year_of_study",
    "Expected Graduation": "expected_graduation",
    "Field": "field",
    "Interests": "interests",
    "Skills": "skills",
    "Values": "values",
    "Aims": "aspiration",
    "Motivation": "motivation",
    "Gaps": "gaps",
    "Languages": "languages",
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


def main() -> None:
    imn(Random(20270111))
    alumni(Random(1994))
    circles(Random(2026))
    for style in ("imn", "alumni", "circles"):
        for path in sorted((HERE / style).iterdir()):
            print(f"{path.relative_to(HERE)}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
