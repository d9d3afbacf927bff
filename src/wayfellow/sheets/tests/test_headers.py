from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as some

from wayfellow.sheets import suggest

FIELDS = {
    "student_number": ("admission number", "matric no", "student id", "opiskelijanumero"),
    "name": ("full name", "student name", "nimi"),
    "email": ("e-mail address", "school email", "sähköposti"),
    "date_of_birth": ("birth date", "dob", "syntymäaika"),
    "guardian_name": ("parent name", "guardian"),
    "guardian_email": ("parent email", "parent guardian email"),
    "phone": ("mobile number", "handphone", "contact number"),
}


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (
            ["DOB (dd/mm/yyyy)", "E-Mail", "Full Name", "Admission No.", "HandPhone"],
            {
                "name": "Full Name",
                "email": "E-Mail",
                "date_of_birth": "DOB (dd/mm/yyyy)",
                "phone": "HandPhone",
            },
        ),
        (
            ["SÄHKÖPOSTI", "Nimi", "syntymaaika", "Opiskelijanumero"],
            {
                "student_number": "Opiskelijanumero",
                "name": "Nimi",
                "email": "SÄHKÖPOSTI",
                "date_of_birth": "syntymaaika",
            },
        ),
        (
            ["Parent/Guardian Email", "Guardian Name", "studentNumber", "Student's e-mail address"],
            {
                "student_number": "studentNumber",
                "email": "Student's e-mail address",
                "guardian_name": "Guardian Name",
                "guardian_email": "Parent/Guardian Email",
            },
        ),
        (["Parent's name", "Remarks", ""], {"guardian_name": "Parent's name"}),
    ],
)
def test_their_headings_find_our_fields(columns: list[str], expected: dict[str, str]) -> None:
    assert suggest(columns, FIELDS) == expected


def test_a_guardians_address_never_passes_for_the_students_own() -> None:
    assert suggest(["Parent email", "Emergency phone"], {"email": (), "phone": ()}) == {}


@given(some.permutations(["Name", "E-mail", "Student ID", "Guardian", "Mobile No", "Email 2"]))
def test_the_order_of_columns_changes_nothing(columns: Sequence[str]) -> None:
    found = suggest(columns, FIELDS)

    assert found == suggest(sorted(columns), FIELDS)
    assert len(set(found.values())) == len(found)
    assert found["email"] == "E-mail"
