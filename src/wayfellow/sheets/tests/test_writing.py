import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as some

from wayfellow.sheets import read, write_csv
from wayfellow.sheets.cleaning import clean

ODD = some.sampled_from(list("=+-@'\t\r\n \"',;\u200b\u200c\u00a0＝＋－＠äe\u0301x1|"))
TEXTS = some.text(ODD, max_size=8) | some.text(
    some.characters(exclude_categories=["Cs", "Cc"]), max_size=12
)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "＝", "＋", "－", "＠", " ="])
def test_no_cell_opens_as_a_formula(start: str) -> None:
    written = write_csv(["note", "id"], [[f"{start}HYPERLINK(1)", "1"]]).decode("utf-8-sig")

    cell = next(csv.reader(io.StringIO(written.split("\r\n", 1)[1], newline="")))[0]
    assert cell.startswith("'")


def test_a_telephone_number_is_the_same_after_the_way_out_and_in() -> None:
    data = write_csv(["name", "phone"], [["Ho", "+65 9123 4567"], ["Lim", "'+65"]])

    assert b"'+65 9123 4567" in data
    assert [row.cells[1] for row in read(data, "p.csv").rows] == ["+65 9123 4567", "'+65"]


@given(some.lists(some.lists(TEXTS, min_size=3, max_size=3), max_size=6))
def test_what_we_write_we_read_back(rows: list[list[str]]) -> None:
    kept = [tuple(map(clean, row)) for row in rows if any(map(clean, row))]

    sheet = read(write_csv(["=one", "two", "three"], rows), "out.csv")

    assert sheet.columns == ("=one", "two", "three")
    assert [row.cells for row in sheet.rows] == kept


@given(some.binary(max_size=300))
def test_no_bytes_bring_it_down(data: bytes) -> None:
    from wayfellow.sheets import Unreadable  # noqa: PLC0415 - beside its only use

    try:
        sheet = read(data, "any")
    except Unreadable as refusal:
        assert str(refusal)  # noqa: PT017 - either end is right, a crash is not
    else:
        assert all(len(row.cells) == len(sheet.columns) for row in sheet.rows)
