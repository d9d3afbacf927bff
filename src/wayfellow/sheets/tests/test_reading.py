import codecs
import datetime as dt
import io

import pytest
import xlsxwriter

from wayfellow.sheets import Row, Sheet, Unreadable, read

HEAD = b"id,name\n"


def cells(sheet: Sheet) -> list[tuple[str, ...]]:
    return [row.cells for row in sheet.rows]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("name,city\nÅsa Öst,Espoo\n".encode(), "utf-8"),
        (codecs.BOM_UTF8 + "name,city\nÅsa Öst,Espoo\n".encode(), "utf-8-sig"),
        (codecs.BOM_UTF16_LE + "name,city\nÅsa Öst,Espoo\n".encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + "name,city\nÅsa Öst,Espoo\n".encode("utf-16-be"), "utf-16"),
        ("name,city\nÅsa Öst,Espoo\n".encode("cp1252"), "windows-1252"),
    ],
)
def test_the_same_list_is_read_in_every_encoding(data: bytes, encoding: str) -> None:
    sheet = read(data, "list.csv")

    assert sheet.columns == ("name", "city")
    assert cells(sheet) == [("Åsa Öst", "Espoo")]
    assert sheet.encoding == encoding


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters_are_seen_through_quotes_and_line_ends(delimiter: str, end: str) -> None:
    lines = ["id;name;note", '1;"Tan, Wei; Ming";"one', 'two; three"', "2;Ho;plain", ""]
    swapped = {",": ";", "\t": ";"}.get(delimiter, ",")
    text = end.join(line.translate({59: delimiter, 44: swapped}) for line in lines)

    sheet = read(text.encode(), "list.csv")

    assert sheet.delimiter == delimiter
    assert [row.line for row in sheet.rows] == [2, 4]
    assert sheet.rows[0].cells[2].split("\n") == ["one", f"two{delimiter} three"]


def test_a_heading_with_commas_does_not_hide_the_semicolons() -> None:
    sheet = read(b"Surname, first name;E-mail;Skills\nTan, Wei;a@b.org;x, y\n", "l.csv")

    assert sheet.columns == ("Surname, first name", "E-mail", "Skills")


def test_lists_inside_cells_do_not_pass_for_columns() -> None:
    sheet = read(b"id,skills,more\n1,a;b;c,d;e\n2,a;b;c,d;e\n", "l.csv")

    assert sheet.columns == ("id", "skills", "more")


def test_a_single_column_is_a_list_too() -> None:
    assert cells(read(b"email\na@b.org\nc@d.org\n", "l.csv")) == [("a@b.org",), ("c@d.org",)]


def test_the_mark_that_some_programs_write_for_the_delimiter_is_obeyed() -> None:
    sheet = read(b"sep=;\r\nid;name\r\n1;Ho, Jia\r\n", "l.csv")

    assert (sheet.columns, sheet.rows) == (("id", "name"), (Row(3, ("1", "Ho, Jia")),))


def test_titles_above_and_blanks_around_a_table_are_passed_over() -> None:
    sheet = read(b"Students 2027,,,\n,,,\nid,name,,year\n\n1,Ho,,2\n,,,\n,,,\n", "l.csv")

    assert sheet.columns == ("id", "name", "year")
    assert sheet.rows == (Row(5, ("1", "Ho", "2")),)


def test_what_cannot_be_seen_is_trimmed_and_letters_are_composed() -> None:
    text = "name,city\n\u202a\u00a0A\u0308iti\u00a0Maki\u200b \u200c,\ufeffEspoo\u3000\n"

    assert cells(read(text.encode(), "l.csv")) == [("Äiti Maki", "Espoo")]


def test_joiners_inside_a_word_are_letters_and_stay() -> None:
    assert cells(read("name,id\nක්\u200dරි,1\n".encode(), "l.csv")) == [("ක්\u200dරි", "1")]


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        (b"", None, "empty"),
        (b"\r\n \r\n,,\n", None, "empty"),
        (codecs.BOM_UTF8, None, "empty"),
        (HEAD + b"1,Ho\n2\n", 3, "1 cells where the headings have 2"),
        (HEAD + b'1,"two\nlines"\n2,Ho,5\n', 4, "“5” stands in column 3"),
        (b"id,,name\n1,x,Ho\n", 2, "column 2, which has no heading"),
        (b"\nid,Name,NAME,x\n1,2,3,4\n", 2, "Name, NAME"),
        (HEAD + b'1,Ho\n2,"never\n3,ends\n', 3, "never ends"),
        (HEAD + b'1,"Ho" Jia\n', 2, "quotation marks"),
        (HEAD + b"1,H\0o\n", 2, "not text"),
        (HEAD + b"1,Ho\r2,\x07\r", 3, "not text"),
        (codecs.BOM_UTF16_LE + b"a", None, "damaged"),
        (HEAD + "1,Äiti\n2,Åsa\n3,".encode() + b"\xc3\n", 4, "damaged on this line"),
        (HEAD + b"1,\x81\x8d\n", 2, "neither UTF-8 nor Windows-1252"),
        (b"%PDF-1.7 rubbish", None, "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), None, "old Excel"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            None,
            "password",
        ),
        (b",".join(b"c%d" % i for i in range(301)) + b"\n", 1, "301 columns"),
    ],
)
def test_what_cannot_be_read_is_refused_with_line_and_reason(
    data: bytes, line: int | None, said: str
) -> None:
    with pytest.raises(Unreadable, match=said) as refusal:
        read(data, "list.csv")

    assert refusal.value.line == line
    assert str(refusal.value) == refusal.value.template % (refusal.value.params or ())


def test_one_row_more_than_allowed_is_one_too_many() -> None:
    data = HEAD + b"1,Ho\n2,Lim\n"

    assert len(read(data, "l.csv", max_rows=2).rows) == 2
    with pytest.raises(Unreadable, match="more than 1 rows") as refusal:
        read(data, "l.csv", max_rows=1)
    assert refusal.value.line == 3


def workbook() -> tuple[io.BytesIO, xlsxwriter.Workbook]:
    out = io.BytesIO()
    return out, xlsxwriter.Workbook(out, {"in_memory": True})


def test_a_workbook_gives_its_cells_as_a_person_would_write_them() -> None:
    out, book = workbook()
    book.add_worksheet("Cover")
    hidden = book.add_worksheet("Codes")
    hidden.write(0, 0, "not this")
    hidden.hide()
    sheet = book.add_worksheet("Students")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    clock = book.add_format({"num_format": "hh:mm"})
    sheet.write_row(2, 1, ["id", "born", "seen", "at", "phone", "half", "new", "sum", "note"])
    sheet.write_string(3, 1, "00123")
    sheet.write_datetime(3, 2, dt.date(2008, 3, 14), day)
    sheet.write_datetime(3, 3, dt.datetime(2026, 3, 14, 9, 30), moment)  # noqa: DTZ001 - a cell
    sheet.write_datetime(3, 4, dt.time(9, 30), clock)
    sheet.write_number(3, 5, 6591234567)
    sheet.write_number(3, 6, 3.5)
    sheet.write(3, 7, True)
    sheet.write_formula(3, 8, "=1+1", None, 2)
    sheet.write_string(3, 9, " two\r\nlines\u00a0")
    book.close()

    found = read(out.getvalue(), "students.xlsx")

    assert found.columns == ("id", "born", "seen", "at", "phone", "half", "new", "sum", "note")
    assert found.rows == (
        Row(
            4,
            (
                *("00123", "2008-03-14", "2026-03-14T09:30:00", "09:30", "6591234567"),
                *("3.5", "true", "2", "two\nlines"),
            ),
        ),
    )
    assert (found.encoding, found.delimiter) == ("xlsx", None)


def test_a_workbook_is_known_by_its_bytes_not_its_name() -> None:
    out, book = workbook()
    book.add_worksheet().write_row(0, 0, ["id", "name"])
    book.close()

    assert read(out.getvalue(), "really.csv").columns == ("id", "name")


def test_a_workbook_with_nothing_in_it_is_empty() -> None:
    out, book = workbook()
    book.add_worksheet()
    book.close()

    with pytest.raises(Unreadable, match="empty"):
        read(out.getvalue(), "list.xlsx")
