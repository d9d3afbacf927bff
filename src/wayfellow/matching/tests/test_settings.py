import numpy as np
import pytest

from wayfellow.matching import BadInput, read_settings
from wayfellow.matching.report import digest

GOOD = """
[groups]
fewest = 2
most = 4

[[must]]
kind = "member"
student = "field"
mentor = "fields"

[[criterion]]
name = "skills"
kind = "share"
weight = 220
student = "skills"
mentor = "skills"
"""


def faults(text: str) -> list[tuple[int | None, str | None]]:
    with pytest.raises(BadInput) as caught:
        read_settings(text)
    assert all(f.where == "configuration" and f.reason for f in caught.value.faults)
    return [(f.line, f.column) for f in caught.value.faults]


def test_a_good_configuration_is_read_whole() -> None:
    settings = read_settings(GOOD + "[preferences]\nfirst=960\nstep=40\n[fairness]\nfloor=300\n")

    assert (settings.groups.fewest, settings.groups.most) == (2, 4)
    assert [m.kind for m in settings.musts] == ["member"]
    assert [(c.name, c.weight) for c in settings.criteria] == [("skills", 220)]
    assert settings.preferences is not None
    assert settings.preferences.first == 960
    assert settings.floor == 300


@pytest.mark.parametrize(
    ("old", "new", "line", "key"),
    [
        ("fewest = 2", "fewest = 5", 4, "most"),
        ("fewest = 2", "fewest = -1", 3, "fewest"),
        ("fewest = 2", "fewest = true", 3, "fewest"),
        ("most = 4", "", 2, "most"),
        ('kind = "member"', 'kind = "members"', 7, "kind"),
        ('kind = "member"', 'kind = ["member"]', 7, "kind"),
        ('kind = "share"', 'kind = ["share"]', 13, "kind"),
        ('student = "field"', "student = 3", 8, "student"),
        ('student = "field"', 'student = "field"\ncolour = "x"', 9, "colour"),
        ("weight = 220", "weight = -1", 14, "weight"),
        ("weight = 220", "weight = 2.5", 14, "weight"),
        ("weight = 220", "weight = 0", 14, "weight"),
        ('kind = "share"', 'kind = "near"', 11, "step"),
        ('kind = "share"', 'kind = "texts"', 13, "kind"),
        ('kind = "member"', 'kind = "text"', 7, "kind"),
        ("[[must]]", "[[musts]]", 6, "musts"),
        ("[[must]]", "[must]", 6, "must"),
    ],
)
def test_a_fault_is_named_by_line_and_key(old: str, new: str, line: int, key: str) -> None:
    place = faults(GOOD.replace(old, new))

    assert place[0] == (line, key)


def test_a_file_that_is_not_toml_is_named_by_line() -> None:
    assert faults("[groups]\nfewest = = 2\n")[0][0] == 2
    assert faults("[groups]\nfewest = 1\nfewest = 2\n")[0][0] == 3


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    assert faults("# a\u2028b\n" + GOOD.replace("weight = 220", "weight = -1"))[0] == (15, "weight")


def test_every_fault_is_told_at_once() -> None:
    assert len(faults("[groups]\nfewest = 'a'\nmost = 'b'\n[fairness]\nfloor = 2000\n")) == 4


def test_two_criteria_of_one_name_are_refused() -> None:
    again = GOOD + GOOD[GOOD.index("[[criterion]]") :]

    assert faults(again) == [(18, "name")]


def test_points_below_the_knee_count_as_often_as_the_configuration_says() -> None:
    settings = read_settings(GOOD + "[fairness]\nknee = 500\nlift = 2\n")
    scores = np.array([-20, 0, 400, 500, 600])

    assert settings.floor is None
    assert settings.utility(scores).tolist() == [-40, 0, 800, 1000, 1100]
    assert read_settings(GOOD).utility(scores).tolist() == scores.tolist()


@pytest.mark.parametrize(
    ("said", "line", "key"),
    [
        ("", 17, "floor"),
        ("knee = 500", 17, "lift"),
        ("lift = 2", 17, "knee"),
        ("knee = 500\nlift = 0", 19, "lift"),
        ('audit = "field"', 18, "audit"),
        ('audit = ["field", "field"]', 18, "audit"),
    ],
)
def test_a_fault_in_what_is_fair_is_named(said: str, line: int, key: str) -> None:
    assert faults(f"{GOOD}[fairness]\n{said}\n") == [(line, key)]


def test_what_a_configuration_says_of_fairness_is_in_its_digest() -> None:
    said = ["", "knee = 500\nlift = 2\n", 'audit = ["field"]\n']
    digests = {digest(read_settings(f"{GOOD}[fairness]\nfloor = 0\n{more}")) for more in said}

    assert len(digests) == 3
