"""A pool of a season's size with scarce mentors, the same in every run."""

import random

from wayfellow.matching import Groups, Mentor, Pool, Preferences, Settings, Student
from wayfellow.matching.tests.pools import CRITERIA, MUSTS

SKILLS = [f"skill {n}" for n in range(40)]
FIELDS = ["business", "design", "engineering", "health", "law"]


def season(students: int, mentors: int, *, seed: int = 1, floor: int | None = None) -> Pool:
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    people = [_student(chance, n, mentors) for n in range(students)]
    return Pool(
        students=tuple(people),
        mentors=tuple(_mentor(chance, n) for n in range(mentors)),
        settings=Settings(
            groups=Groups(fewest=2, most=4),
            musts=MUSTS,
            criteria=CRITERIA,
            preferences=Preferences(first=960, step=40),
            floor=floor,
        ),
    )


def _person(chance: random.Random) -> dict[str, str]:
    return {
        "tongues": "|".join(["en", *chance.sample(["fi", "zh", "ms"], chance.randint(0, 1))]),
        "skills": "|".join(chance.sample(SKILLS, chance.randint(1, 6))),
        "place": chance.choice(["a/b/c", "a/b/d", "a/x", "b"]),
        "about": " ".join(chance.choices(["sea", "sky", "robots", "music", "trade"], k=4)),
        "age": str(chance.randint(17, 40)),
    }


def _student(chance: random.Random, number: int, mentors: int) -> Student:
    wishes = chance.sample(range(mentors), 3) if chance.random() < 0.1 else []
    cells = _person(chance) | {
        "id": f"s{number:05}",
        "field": chance.choices(FIELDS, [5, 4, 3, 2, 1])[0],
        "level": chance.choice(["1", "2", "3"]),
        "preferences": "|".join(f"m{wish:05}" for wish in wishes),
    }
    return Student(id=cells["id"], cells=cells)


def _mentor(chance: random.Random, number: int) -> Mentor:
    cells = _person(chance) | {
        "id": f"m{number:05}",
        "fields": "|".join(chance.sample(FIELDS, chance.randint(1, 2))),
        "low": chance.choice(["1", "1", "2"]),
        "high": chance.choice(["2", "3", "3"]),
        "also": "|".join(chance.sample(SKILLS, 3)),
    }
    return Mentor(id=cells["id"], cells=cells)
