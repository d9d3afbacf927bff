"""Pools of every shape for the properties."""

from collections.abc import Sequence

from hypothesis import strategies as st

from wayfellow.matching import (
    Criterion,
    Groups,
    Mentor,
    Must,
    Pin,
    Pool,
    Preferences,
    Settings,
    Student,
)

MUSTS = (
    Must(kind="member", student="field", mentor="fields"),
    Must(kind="share_any", student="tongues", mentor="tongues"),
    Must(kind="between", student="level", low="low", high="high"),
)
CRITERIA = (
    Criterion(name="skills", kind="share", weight=220, student="skills", mentor="skills"),
    Criterion(
        name="wishes", kind="ranked", weight=130, student="skills", mentor="skills", second="also"
    ),
    Criterion(name="tongue", kind="same", weight=31, student="tongues", mentor="tongues"),
    Criterion(name="place", kind="path", weight=90, student="place", mentor="place"),
    Criterion(name="top", kind="first", weight=70, student="skills", mentor="also"),
    Criterion(name="age", kind="near", weight=55, student="age", mentor="age", step=33.3),
    Criterion(name="about", kind="words", weight=40, student="about", mentor="about"),
)


def listing(values: Sequence[str], most: int = 5) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(values), max_size=most).map("|".join)


SKILLS = listing(["art", "law", "maths", "music", "code"])
TONGUES = listing(["en", "fi", "zh"], 2)
PLACES = st.sampled_from(["", "a", "a/b", "a/b/c", "a//b/", "b/b/c", "/"])
TEXTS = st.sampled_from(["", "Sea and sky", "the SEA", "sky_sea x", "海 robots 42", "!"])
NUMBERS = st.sampled_from(["1", "2", "2.5", "3", "-1", "1e1"])


@st.composite
def students(draw: st.DrawFn, id_: str, mentors: Sequence[str]) -> Student:
    cells = {
        "id": id_,
        "field": draw(st.sampled_from(["x", "y", ""])),
        "tongues": draw(TONGUES),
        "level": draw(NUMBERS),
        "skills": draw(SKILLS),
        "place": draw(PLACES),
        "age": draw(st.one_of(st.just(""), NUMBERS)),
        "about": draw(TEXTS),
        "preferences": draw(listing([*mentors, "nobody"], 3)),
        "only_preferences": draw(st.sampled_from(["", "0", "0", "1"])),
        "active": draw(st.sampled_from(["", "1", "1", "0"])),
    }
    return Student(id=id_, cells=cells)


@st.composite
def mentors(draw: st.DrawFn, id_: str) -> Mentor:
    fewest = draw(st.sampled_from(["", "", "1", "2", "3"]))
    most = draw(st.integers(int(fewest or 3), 4).map(str))
    cells = {
        "id": id_,
        "fields": draw(listing(["x", "y"], 2)),
        "tongues": draw(TONGUES),
        "low": draw(st.sampled_from(["-5", "1", "2"])),
        "high": draw(st.sampled_from(["2", "3", "20"])),
        "skills": draw(SKILLS),
        "also": draw(SKILLS),
        "place": draw(PLACES),
        "age": draw(NUMBERS),
        "about": draw(TEXTS),
        "fewest": fewest,
        "most": draw(st.sampled_from(["", most])) if not fewest else most,
        "active": draw(st.sampled_from(["", "1", "1", "1", "0"])),
    }
    return Mentor(id=id_, cells=cells)


@st.composite
def pools(draw: st.DrawFn, *, most_students: int = 6, most_mentors: int = 4) -> Pool:
    mentor_ids = [f"m{n}" for n in range(draw(st.integers(0, most_mentors)))]
    student_ids = [f"s{n}" for n in range(draw(st.integers(0, most_students)))]
    pins: list[Pin] = []
    if mentor_ids and student_ids:
        pairs = st.tuples(st.sampled_from(student_ids), st.sampled_from(mentor_ids))
        for student, mentor in draw(st.lists(pairs, max_size=2, unique_by=lambda p: p[0])):
            kind = draw(st.sampled_from(["lock", "exclude", "exclude"]))
            pins.append(Pin(kind=kind, student=student, mentor=mentor))
    knee, lift = draw(st.sampled_from([(None, 1), (None, 1), (300, 3)]))
    settings = Settings(
        groups=Groups(fewest=draw(st.integers(0, 3)), most=draw(st.integers(3, 4))),
        musts=draw(st.sampled_from([(), MUSTS[:1], MUSTS[1:2], MUSTS])),
        criteria=draw(st.sampled_from([CRITERIA, CRITERIA[:2], CRITERIA[3:]])),
        preferences=draw(st.sampled_from([None, Preferences(first=960, step=400)])),
        floor=draw(st.sampled_from([None, None, 150, 400])),
        knee=knee,
        lift=lift,
    )
    return Pool(
        students=tuple(draw(students(i, mentor_ids)) for i in student_ids),
        mentors=tuple(draw(mentors(i)) for i in mentor_ids),
        settings=settings,
        pins=tuple(pins),
    )
