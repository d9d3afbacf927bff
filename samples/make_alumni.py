"""A university whose alumni choose for themselves."""

import datetime as dt
from random import Random

from drawn import degree_student, some
from headings import STUDENT_SHORT
from people import BRITAIN, Town
from tables import shown, table, write_csv, write_xlsx
from vocabulary import COMPANIES, FIELDS, HELP, MENTOR_MOTIVES, VALUES

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
