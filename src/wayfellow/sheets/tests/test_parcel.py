import io
import time
import zipfile

import pytest
import xlsxwriter

from wayfellow.sheets import Unreadable, read


def refuse(data: bytes, said: str) -> None:
    """Refused for this reason, at less than a second's work."""
    start = time.process_time()
    with pytest.raises(Unreadable, match=said):
        read(data, "list.xlsx")
    assert time.process_time() - start < 1


def parcel(parts: dict[str, bytes], *, level: int = 9) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as box:
        for name, part in {"xl/workbook.xml": b"<workbook/>", **parts}.items():
            box.writestr(name, part)
    return out.getvalue()


def book(*cells: tuple[int, int, str]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        for row, column, text in cells:
            sheet.write_string(row, column, text)
    return out.getvalue()


def test_a_bomb_that_declares_its_size_is_refused() -> None:
    data = parcel({"xl/worksheets/sheet1.xml": bytes(100 << 20)}, level=1)

    refuse(data, "unpacks")


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    honest = parcel({"xl/worksheets/sheet1.xml": b" " * (8 << 20)})
    size = (8 << 20).to_bytes(4, "little")
    assert honest.count(size) >= 1

    refuse(honest.replace(size, (1000).to_bytes(4, "little")), "unpacks")


def test_a_parcel_of_thousands_of_parts_is_refused() -> None:
    refuse(parcel({f"xl/{n}.xml": b"" for n in range(2_100)}), "unpacks")


def test_two_cells_in_far_corners_do_not_make_room_for_billions() -> None:
    refuse(book((0, 0, "id"), (1_048_575, 16_383, "far")), "down to row 1048576")
    refuse(book((0, 0, "id"), (1, 16_383, "far")), "out to column 16384")


def test_a_cell_that_hides_its_row_is_found_out() -> None:
    sheet = (
        b"<worksheet><sheetData><row r='1'>"
        b"<c r='A1'><v>1</v></c><c r = 'ABC99999'><v>1</v></c></row></sheetData></worksheet>"
    )
    refuse(parcel({"xl/worksheets/sheet1.xml": sheet}), "out to column 731")


def test_one_long_text_repeated_in_every_cell_is_refused() -> None:
    strings = b"<sst><si><t>" + b"x" * 100_000 + b"</t></si></sst>"
    cells = b"".join(b'<c r="A%d" t="s"><v>0</v></c>' % n for n in range(1, 9_000))
    sheet = b"<worksheet><sheetData><row>" + cells + b"</row></sheetData></worksheet>"
    refuse(parcel({"xl/sharedStrings.xml": strings, "xl/worksheets/sheet1.xml": sheet}), "unpacks")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04 cut short", "damaged"),
        (parcel({})[:-30], "damaged"),
        (parcel({}), "damaged"),
        (b"PK\x05\x06", "damaged"),
    ],
)
def test_a_damaged_workbook_is_said_to_be_damaged(data: bytes, said: str) -> None:
    refuse(data, said)


def test_another_kind_of_zip_is_not_a_workbook() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        box.writestr("word/document.xml", "<w/>")

    refuse(out.getvalue(), "not an XLSX workbook")
