import datetime as dt
from pathlib import Path

import pytest

from wayfellow.sheets import DateReader, Sheet, parse_email, read, split_list

SAMPLES = Path(__file__).parents[4] / "samples"


def load(path: str) -> Sheet:
    return read((SAMPLES / path).read_bytes(), path)


def column(sheet: Sheet, heading: str) -> list[str]:
    at = sheet.columns.index(heading)
    return [row.cells[at] for row in sheet.rows]


@pytest.mark.parametrize(
    ("path", "rows", "encoding", "delimiter"),
    [
        ("imn/merlion-students.csv", 82, "utf-8-sig", ","),
        ("imn/kallang-students.csv", 82, "windows-1252", ";"),
        ("imn/tembusu-students.xlsx", 82, "xlsx", None),
        ("imn/mentors.xlsx", 55, "xlsx", None),
        ("imn/mentors.csv", 35, "utf-8", ","),
        ("imn/companies.csv", 25, "utf-8", ","),
        ("imn/liaison_officers.csv", 9, "utf-8", ","),
        ("imn/past_meetings.csv", 42, "utf-8", ","),
        ("imn/dirty.csv", 8, "utf-8-sig", ","),
        ("alumni/mentors.xlsx", 60, "xlsx", None),
        ("alumni/students.csv", 80, "utf-8", ","),
        ("circles/mentors.csv", 24, "utf-8-sig", ";"),
        ("circles/students.xlsx", 70, "xlsx", None),
    ],
)
def test_every_sample_file_is_read_whole(
    path: str, rows: int, encoding: str, delimiter: str | None
) -> None:
    sheet = load(path)

    assert (len(sheet.rows), sheet.encoding, sheet.delimiter) == (rows, encoding, delimiter)


@pytest.mark.parametrize(
    ("path", "number", "born", "email"),
    [
        ("imn/merlion-students.csv", "Student Number", "Date of Birth", "Email"),
        ("imn/kallang-students.csv", "Matric No.", "D.O.B. (dd/mm/yyyy)", "School E-mail"),
        ("imn/tembusu-students.xlsx", "Admission No", "Birth Date", "Student Email"),
    ],
)
def test_each_polytechnic_sends_eighty_students_of_whom_many_are_under_age(
    path: str, number: str, born: str, email: str
) -> None:
    sheet = load(path)
    dates = DateReader.for_column(column(sheet, born))
    young = [value for value in column(sheet, born) if dates.read(value) > dt.date(2009, 1, 11)]

    assert len(set(column(sheet, number))) == 80
    assert len({parse_email(value) for value in column(sheet, email)}) == 80
    assert 24 <= len(young) <= 40


def test_leading_noughts_and_several_lines_in_a_cell_survive() -> None:
    sheet = load("imn/kallang-students.csv")

    assert sheet.rows[3].cells[:2] == ("0026404", "Lim Jia Hui")
    assert all(value.startswith("00") for value in column(sheet, "Matric No."))
    assert any("\n" in value for value in column(sheet, "Areas of Interest"))
    assert max(row.line for row in sheet.rows) > 2 * len(sheet.rows)


def test_names_keep_their_own_script() -> None:
    names = " ".join(
        column(load("imn/merlion-students.csv"), "Preferred Name")
        + column(load("imn/tembusu-students.xlsx"), "Name in Own Script / Nickname")
    )

    assert any("\u4e00" <= letter <= "\u9fff" for letter in names)
    assert any("\u0b80" <= letter <= "\u0bff" for letter in names)


def test_every_wished_mentor_is_known() -> None:
    known = set(column(load("imn/mentors.csv"), "Email")) | set(
        column(load("imn/mentors.xlsx"), "Email")
    )
    wished = [
        mentor
        for path, heading in (
            ("imn/merlion-students.csv", "Preferred Mentors"),
            ("imn/kallang-students.csv", "Mentor Choices (in order)"),
            ("imn/tembusu-students.xlsx", "Preferred Mentor Emails"),
        )
        for cell in column(load(path), heading)
        for mentor in split_list(cell)
    ]

    assert len(wished) > 20
    assert set(wished) <= known


def test_every_fault_that_was_sown_lies_on_a_line_of_the_dirty_file() -> None:
    sheet = load("imn/dirty.csv")
    said = (SAMPLES / "imn/dirty.expected.txt").read_text(encoding="utf-8").splitlines()

    assert len(said) == len(sheet.rows)
    for row, sentence in zip(sheet.rows, said, strict=True):
        where, _, rest = sentence.partition(", ")
        assert where == f"line {row.line}"
        assert rest.partition(": ")[0] in sheet.columns
