import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wayfellow.matching import Criterion, Mentor, Student, cells, judge, measures, solve
from wayfellow.matching.tests import referee
from wayfellow.matching.tests.pools import CRITERIA, MUSTS, mentors, students
from wayfellow.matching.tests.season import season
from wayfellow.matching.texts import likeness

PEOPLE = st.tuples(
    st.lists(students("s", ["m"]), min_size=1, max_size=4),
    st.lists(mentors("m"), min_size=1, max_size=4),
)


@settings(max_examples=150, deadline=None)
@given(PEOPLE)
def test_rectangles_and_single_pairs_agree_with_the_contract_in_every_kind(
    people: tuple[list[Student], list[Mentor]],
) -> None:
    left, right = people
    rows, cols = np.arange(len(left)), np.arange(len(right))
    for criterion in CRITERIA:
        expected = [[referee.worth(criterion, s, m) for m in right] for s in left]
        assert measures.criterion(criterion, left, right)(rows, cols).tolist() == expected
        assert [[cells.value(criterion, s, m) for m in right] for s in left] == expected
    for must in MUSTS:
        kept = [[referee.keeps(must, s, m) for m in right] for s in left]
        assert measures.rule(must, left, right)(rows, cols).tolist() == kept
        assert [[cells.admits(must, s, m) for m in right] for s in left] == kept


@pytest.mark.parametrize(
    ("kind", "mine", "theirs", "expected"),
    [
        ("share", "", "a|b", 0),
        ("share", "a|b|c", "b|c|d", 666),
        ("share", "a|a|b", "a", 500),
        ("ranked", "x|y|a|b", "a|b", 500),
        ("ranked", "a|b", "b", 750),
        ("ranked", "v|w|x|y|a", "a", 0),
        ("same", "", "", 1000),
        ("same", "a|b", "b|a", 0),
        ("path", "a/b/c", "a/b/d/e", 666),
        ("path", "a/b", "a", 500),
        ("path", "a", "a/b", 1000),
        ("path", "b/a", "a/a", 0),
        ("path", "", "", 0),
        ("first", "a|b", "b", 500),
        ("first", "a|b", "a", 1000),
        ("first", "", "", 0),
        ("near", "", "3", 700),
        ("near", "2.5", "4", 850),
        ("near", "-100", "4", 0),
        ("near", "1e308", "-1e308", 0),
        ("words", "Sea-Food and I", "the sea", 250),
        ("words", "x y z", "1 2 3", 0),
        ("text", "", "", 0),
        ("text", "and the sea", "and the sea", 0),
        ("text", "Robots", "ROBOTS!", 1000),
        ("text", "AI", "what AI is", 400),
        ("text", "robot", "robots", 666),
        ("text", "医院数据", "数据", 500),
        ("words", "Öl_und 42", "öl UND 42", 1000),
    ],
)
def test_a_criterion_says_what_the_contract_says(
    kind: str, mine: str, theirs: str, expected: int
) -> None:
    criterion = Criterion(name="c", kind=kind, weight=1, student="a", mentor="b", step=100)
    student, mentor = Student(id="s", cells={"a": mine}), Mentor(id="m", cells={"b": theirs})

    assert cells.value(criterion, student, mentor) == expected
    both = measures.criterion(criterion, [student], [mentor])(np.array([0]), np.array([0]))
    assert both.tolist() == [[expected]]


def test_without_a_step_no_distance_counts_however_far() -> None:
    criterion = Criterion(name="c", kind="near", weight=1, student="a", mentor="b", step=0)
    student, mentor = Student(id="s", cells={"a": "1e308"}), Mentor(id="m", cells={"b": "-1e308"})

    assert cells.value(criterion, student, mentor) == 1000
    both = measures.criterion(criterion, [student], [mentor])(np.array([0]), np.array([0]))
    assert both.tolist() == [[1000]]


def test_what_a_second_column_holds_counts_six_tenths() -> None:
    criterion = Criterion(name="c", kind="ranked", weight=1, student="a", mentor="b", second="also")
    mentor = Mentor(id="m", cells={"b": "late", "also": "soon|second"})

    values = [
        cells.value(criterion, Student(id="s", cells={"a": wish}), mentor)
        for wish in ("soon", "x|second", "second|late", "soon|x|x|late")
    ]

    assert values == [600, 450, 750, 600]


def test_wide_vocabularies_are_compared_by_the_same_arithmetic() -> None:
    left = [Student(id=str(n), cells={"a": f"v{n}|v{n + 1}|v{n + 2}"}) for n in range(700)]
    right = [Mentor(id=str(n), cells={"b": f"v{n}|v{n + 2}"}) for n in range(700)]
    rows, cols = np.arange(0, 700, 7), np.arange(0, 700, 5)
    for kind in ("share", "words", "first", "ranked"):
        criterion = Criterion(name="c", kind=kind, weight=1, student="a", mentor="b")
        expected = [[cells.value(criterion, left[i], right[j]) for j in cols] for i in rows]
        assert measures.criterion(criterion, left, right)(rows, cols).tolist() == expected


RELATED = {
    "English": (
        "I want to work with data analysis in hospitals and nursing homes",
        "Analysing hospital data to improve how nurses work",
        "Founder of two start-ups; I help founders meet an investor",
    ),
    "Finnish": (
        "Haluan työskennellä sairaaloissa ja hoitokodeissa tiedon parissa",
        "Sairaalan tietojen analysointia ja hoitotyön kehittämistä",
        "Perustanut kaksi yritystä, autan löytämään sijoittajia",
    ),
    "Swedish": (
        "Jag vill arbeta med data på sjukhus och vårdhem",
        "Analyserar sjukhusets data och utvecklar vårdarbetet",
        "Har grundat två företag och hjälper grundare att möta en investerare",
    ),
    "Chinese": (
        "我想在医院和养老院从事数据分析工作",
        "分析医院数据，改进护理工作",
        "两家初创公司的创始人，帮助创业者认识投资人",
    ),
    "Malay": (
        "Saya mahu bekerja dengan analisis data di hospital dan rumah penjagaan",
        "Menganalisis data hospital untuk menambah baik kerja penjagaan",
        "Pengasas dua syarikat pemula, membantu pengasas berjumpa pelabur",
    ),
    "Tamil": (
        "மருத்துவமனைகளில் தரவு பகுப்பாய்வில் வேலை செய்ய விரும்புகிறேன்",
        "மருத்துவமனை தரவுகளின் பகுப்பாய்வு",
        "இரண்டு நிறுவனங்களின் நிறுவனர், முதலீட்டாளர்களை அறிமுகப்படுத்துகிறேன்",
    ),
}


@pytest.mark.parametrize("language", RELATED)
def test_texts_on_one_subject_are_more_alike_than_others_in_many_languages(language: str) -> None:
    text, related, other = RELATED[language]

    assert likeness(text, related) > 2 * likeness(text, other) + 100


TEXT = Criterion(name="c", kind="text", weight=1, student="a", mentor="b")


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.text(alphabet="abcAB 医院数_'é", max_size=24), min_size=1, max_size=4),
    st.lists(st.text(alphabet="abcAB 医院数_'é", max_size=24), min_size=1, max_size=4),
)
def test_texts_are_valued_alike_alone_and_in_rectangles(mine: list[str], theirs: list[str]) -> None:
    left = [Student(id="s", cells={"a": text}) for text in mine]
    right = [Mentor(id="m", cells={"b": text}) for text in theirs]
    rows, cols = np.arange(len(left)), np.arange(len(right))

    values = measures.criterion(TEXT, left, right)(rows, cols).tolist()

    assert values == [[cells.value(TEXT, s, m) for m in right] for s in left]
    assert all(0 <= value <= 1000 for row in values for value in row)
    assert all(likeness(a, b) == likeness(b, a) for a in mine for b in theirs)


def test_a_pair_by_itself_scores_as_in_the_run_when_texts_count() -> None:
    pool = season(40, 14)
    about = replace(TEXT, name="about", student="about", mentor="about", weight=50)
    pool = replace(pool, settings=replace(pool.settings, criteria=(*CRITERIA[:3], about)))

    solution = solve(pool)

    assert solution.report.optimal
    assert len({dict(p.because)["about"] for p in solution.pairs}) > 3
    for pair in solution.pairs:
        assert judge(pool, pair.student, pair.mentor).score == pair.score


def test_what_texts_need_is_loaded_only_when_a_text_is_compared() -> None:
    code = (
        "import sys\n"
        "from wayfellow.matching.tests.season import season\n"
        "from wayfellow.matching import solve\n"
        "from wayfellow.matching.texts import likeness\n"
        "solve(season(8, 4))\n"
        "assert 'sklearn' not in sys.modules\n"
        "likeness('robots', 'robot')\n"
        "assert 'sklearn' in sys.modules\n"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603
