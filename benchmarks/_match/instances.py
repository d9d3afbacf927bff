"""Made-up seasons of any size, the same for the same seed, as the files that ``match`` reads."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks._match.vocabulary import (
    CONFIG,
    COUNTRIES,
    FIELDS,
    MENTORS_BY_FIELD,
    SKILLS,
    STUDENTS_BY_FIELD,
    TONGUES,
    WORDS,
)

type Ints = NDArray[np.int64]
type Row = dict[str, str]

PER_INSTITUTION = 5000
OWN_SKILLS = len(SKILLS) // len(FIELDS)


@dataclass(frozen=True, slots=True)
class Season:
    """One season's rows: students, mentors and the pairs that are locked or excluded."""

    students: list[Row]
    mentors: list[Row]
    pairs: list[Row]

    def write(self, folder: Path) -> None:
        """Writes students.csv, mentors.csv, pairs.csv and config.toml."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in (
            ("students", self.students),
            ("mentors", self.mentors),
            ("pairs", self.pairs),
        ):
            with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
                header = list(rows[0]) if rows else ["type", "student", "mentor"]
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(header)
                writer.writerows(row.values() for row in rows)
        (folder / "config.toml").write_text(CONFIG, encoding="utf-8")


@dataclass(frozen=True, slots=True)
class _Crowd:
    """What both sides have in common, before it becomes words."""

    institution: Ints
    country: Ints
    field: Ints
    rows: list[Row]


def make_season(students: int, mentors: int, *, seed: int = 1) -> Season:
    """A season of that many people in which fields are uneven and popular mentors scarce."""
    chance = np.random.default_rng([seed, students, mentors])
    institutions = max(1, round(students / PER_INSTITUTION))
    homes = _homes(chance, institutions)
    seekers = _crowd(chance, students, homes, STUDENTS_BY_FIELD)
    guides = _crowd(chance, mentors, homes, MENTORS_BY_FIELD)
    _complete_mentors(chance, guides, institutions, homes)
    _complete_students(chance, seekers, guides)
    return Season(seekers.rows, guides.rows, _pairs(chance, seekers, guides))


def _homes(chance: np.random.Generator, institutions: int) -> Ints:
    """The country of each institution."""
    countries = min(len(COUNTRIES), max(1, round(institutions / 3)))
    return np.sort(chance.integers(countries, size=institutions))


def _crowd(chance: np.random.Generator, count: int, homes: Ints, by_field: Sequence[int]) -> _Crowd:
    """People with a home, a field, languages, skills, a city and a few words about them."""
    sizes = 1 / (np.arange(len(homes)) + 3.0)
    institution = chance.choice(len(homes), size=count, p=sizes / sizes.sum())
    country = homes[institution]
    weights = np.asarray(by_field, dtype=float)
    field = chance.choice(len(FIELDS), size=count, p=weights / weights.sum())
    away = np.where(
        chance.random(count) < 0.1, chance.integers(max(homes) + 1, size=count), country
    )
    regions, cities = chance.integers(4, size=count), chance.integers(5, size=count)
    tongue = chance.random(count)
    skills = _skills(chance, field, 5)
    words = chance.integers(len(WORDS), size=(count, 9))
    rows = []
    for n in range(count):
        own = TONGUES[country[n]]
        if tongue[n] < 0.65:
            spoken = [own, "en"]
        elif tongue[n] < 0.9:
            spoken = [own]
        else:
            spoken = ["en"]
        rows.append(
            {
                "languages": "|".join(spoken),
                "skills": "|".join(skills[n]),
                "city": f"{COUNTRIES[away[n]]}/r{regions[n]}/c{cities[n]}",
                "about": " ".join(WORDS[word] for word in words[n]),
            }
        )
    return _Crowd(institution, country, field, rows)


def _skills(chance: np.random.Generator, field: Ints, most: int) -> list[list[str]]:
    """For each person up to ``most`` different skills, three in four of the person's own field."""
    count = len(field)
    own = field[:, None] * OWN_SKILLS + chance.integers(OWN_SKILLS, size=(count, most))
    other = chance.integers(len(SKILLS), size=(count, most))
    drawn = np.where(chance.random((count, most)) < 0.75, own, other)
    counts = chance.integers(1, most + 1, size=count)
    return [
        [SKILLS[skill] for skill in dict.fromkeys(row[:wanted].tolist())]
        for row, wanted in zip(drawn, counts, strict=True)
    ]


def _complete_mentors(
    chance: np.random.Generator, guides: _Crowd, institutions: int, homes: Ints
) -> None:
    """Adds where and in what a mentor guides, levels, and how many students."""
    count = len(guides.rows)
    reach = chance.random(count)
    anywhere = min(0.15, 1.35 / institutions)
    second = chance.integers(len(FIELDS), size=count)
    two = chance.random(count) < 0.2
    levels = chance.choice(["1,4", "1,3", "2,4", "2,3", "3,4", "1,2"], size=count)
    hours = chance.integers(3, 13, size=count)
    fewest = chance.choice(["", "1", "3", "4"], size=count, p=[0.79, 0.05, 0.13, 0.03])
    most = chance.choice(["", "2", "3", "5", "6"], size=count, p=[0.48, 0.17, 0.2, 0.1, 0.05])
    none = chance.random(count) < 0.004
    active = chance.random(count) >= 0.03
    also = _skills(chance, second, 2)
    national = [
        "|".join(_place(int(i)) for i in np.flatnonzero(homes == c)) for c in range(max(homes) + 1)
    ]
    for n, row in enumerate(guides.rows):
        if reach[n] < anywhere:
            row["institutions"] = ""
        elif reach[n] < anywhere + 0.3:
            row["institutions"] = national[guides.country[n]]
        else:
            row["institutions"] = _place(guides.institution[n])
        fields = dict.fromkeys([FIELDS[guides.field[n]], *([FIELDS[second[n]]] if two[n] else [])])
        low, high = levels[n].split(",")
        lead = str(most[n])
        if fewest[n] and int(fewest[n]) > int(lead or 4):
            lead = str(fewest[n])
        row |= {"fields": "|".join(fields), "level_min": low, "level_max": high}
        row |= {"hours": str(hours[n]), "also": "|".join(also[n]), "fewest": str(fewest[n])}
        row |= {"most": "0" if none[n] else lead, "active": str(int(active[n]))}
    _name(guides.rows, "M")


def _complete_students(chance: np.random.Generator, seekers: _Crowd, guides: _Crowd) -> None:
    """Adds institution, field, level, interests, wishes."""
    count = len(seekers.rows)
    levels = chance.choice(["1", "2", "3", "4"], size=count, p=[0.2, 0.3, 0.3, 0.2])
    hours = chance.integers(3, 13, size=count)
    shy = chance.random(count) < 0.1
    interests = _skills(chance, seekers.field, 4)
    active = chance.random(count) >= 0.03
    only = chance.random(count) < 0.1
    listing = chance.random(count) < 0.1
    wishes = _wishes(chance, seekers, guides, np.flatnonzero(listing))
    for n, row in enumerate(seekers.rows):
        listed = wishes.get(n, [])
        row |= {"institution": _place(seekers.institution[n]), "field": FIELDS[seekers.field[n]]}
        row |= {"level": str(levels[n]), "hours": "" if shy[n] else str(hours[n])}
        row |= {"interests": "|".join(interests[n]), "preferences": "|".join(listed)}
        row |= {
            "only_preferences": str(int(bool(listed) and bool(only[n]))),
            "active": str(int(active[n])),
        }
    _name(seekers.rows, "S")


def _wishes(
    chance: np.random.Generator, seekers: _Crowd, guides: _Crowd, who: Iterable[int]
) -> dict[int, list[str]]:
    """Ranked lists: stars of the own house and field mostly, so that many want the same few."""
    near = _neighbours(guides)
    lists = {}
    for n in who:
        known = near.get((int(seekers.institution[n]), int(seekers.field[n])))
        picked = []
        for draw in chance.random(int(chance.integers(1, 6))):
            if known is None or draw > 0.9:
                picked.append(int(chance.integers(len(guides.rows))))
            else:
                picked.append(int(known[int(len(known) * (draw / 0.9) ** 2)]))
        lists[int(n)] = [guides.rows[mentor]["id"] for mentor in dict.fromkeys(picked)]
    return lists


def _neighbours(crowd: _Crowd) -> dict[tuple[int, int], Ints]:
    """The people of each institution and field, in order."""
    keys = crowd.institution * len(FIELDS) + crowd.field
    order = np.argsort(keys, kind="stable")
    starts = np.flatnonzero(np.diff(keys[order], prepend=-1))
    return {divmod(int(keys[part[0]]), len(FIELDS)): part for part in np.split(order, starts[1:])}


def _pairs(chance: np.random.Generator, seekers: _Crowd, guides: _Crowd) -> list[Row]:
    """Groups that go on from last season, locked whole, and pairs that must not meet."""
    near = _neighbours(seekers)
    rows: list[Row] = []
    taken: set[int] = set()
    wanted = max(2, len(guides.rows) // 300)
    locked: set[tuple[int, int]] = set()
    for mentor in chance.permutation(len(guides.rows)).tolist():
        row = guides.rows[mentor]
        size = int(row["fewest"] or 2)
        key = (int(guides.institution[mentor]), int(guides.field[mentor]))
        free = [s for s in near.get(key, []) if s not in taken and seekers.rows[s]["active"] == "1"]
        if row["active"] == "0" or row["most"] == "0" or len(free) < size:
            continue
        for student in chance.choice(free, size=size, replace=False).tolist():
            taken.add(student)
            locked.add((student, mentor))
            rows.append(_pair("lock", seekers.rows[student], row))
        wanted -= 1
        if wanted == 0:
            break
    for _ in range(max(3, len(seekers.rows) // 150)):
        mentor = int(chance.integers(len(guides.rows)))
        key = (int(guides.institution[mentor]), int(guides.field[mentor]))
        known = near.get(key)
        if known is None:
            continue
        student = int(chance.choice(known))
        if (student, mentor) not in locked:
            locked.add((student, mentor))
            rows.append(_pair("exclude", seekers.rows[student], guides.rows[mentor]))
    return rows


def _pair(kind: str, student: Row, mentor: Row) -> Row:
    return {"type": kind, "student": student["id"], "mentor": mentor["id"]}


def _place(institution: int) -> str:
    return f"I{institution + 1:03}"


def _name(rows: list[Row], letter: str) -> None:
    """Gives everybody an id, in the first column."""
    for n, row in enumerate(rows):
        rows[n] = {"id": f"{letter}{n + 1:06}"} | row
