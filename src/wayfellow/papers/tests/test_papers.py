import io
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import pypdf
import pytest
import time_machine

from wayfellow import papers

SPECIMEN = "papers/papers/specimen.typ"
TRICKS = '#panic("no") *bold* _it_ $x^2$ <label> @ref `raw` // gone? \\ #{1+1} "quoted" = head'


def specimen(**changes: object) -> dict[str, object]:
    sheet: dict[str, object] = {
        "running": "Industry Mentors Network",
        "version": 3,
        "opening": "We meet once a month.",
        "facts_title": "Key facts",
        "facts": [["Mentor", "Aino Mäkelä-Östman"], ["Begins", date(2026, 8, 24)]],
        "people_title": "People",
        "people_head": ["Name", "Role", "Company"],
        "people": [["Aino Mäkelä-Östman", "Mentor", "Nordlicht Oy"], ["Nurul", "Student", None]],
        "chart_title": "Meetings",
        "chart_head": ["Month", "Held"],
        "chart": [["September", 12], ["October", 0]],
        "list_title": "Agreed",
        "list": ["The students plan the meetings"],
        "signers": [
            {
                "name": "Aino Mäkelä-Östman",
                "role": "Mentor",
                "signed": datetime(2026, 9, 3, 9, 30, tzinfo=UTC),
            },
            {"name": "Nurul", "role": "Student", "signed": None},
        ],
    }
    return sheet | changes


def read(data: Mapping[str, object], language: str = "en") -> tuple[pypdf.PdfReader, str]:
    made = papers.render(SPECIMEN, data, title="Summary Agreement", language=language)
    reader = pypdf.PdfReader(io.BytesIO(made))
    return reader, "\n".join(page.extract_text() for page in reader.pages)


def catalogue(reader: pypdf.PdfReader) -> Any:
    return reader.trailer["/Root"]


def test_a_paper_is_tagged_titled_and_says_its_language() -> None:
    reader, _ = read(specimen(), language="fi")
    root = catalogue(reader)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "fi"
    assert reader.metadata is not None
    assert reader.metadata.title == "Summary Agreement"
    assert b"<pdfuaid:part>1<" in root["/Metadata"].get_object().get_data()


@time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False)
def test_a_paper_carries_its_facts_dates_version_and_page_numbers() -> None:
    _, text = read(specimen())
    for said in (
        "Begins 24 August 2026",
        "Signed on 3 September 2026",
        "Not yet signed",
        "September 12",
        "Printed on 22 November 2026 · Version 3",
        "Page 1 of ",
    ):
        assert said in text


@pytest.mark.parametrize(
    "name", ["Aino Mäkelä-Östman", "Şükrü Đặng", "Анна Петрова", "张伟", "陈美玲"]
)
def test_names_keep_their_own_script(name: str) -> None:
    _, text = read(specimen(people=[[name, "Student", None]]))
    assert name in text


def test_a_tamil_name_is_drawn_and_not_replaced() -> None:
    _, text = read(specimen(people=[["கவிதா", "Student", None]]))
    assert "கவி" in text
    assert "□" not in text


def test_what_no_font_can_draw_becomes_a_square_and_the_paper_is_made() -> None:
    reader, text = read(specimen(people=[["😀 Omar عمر\x07\u202e\ud800", "Student", None]]))
    assert "□ Omar □□□" in text
    assert b"pdfuaid" in catalogue(reader)["/Metadata"].get_object().get_data()


def test_marks_that_no_font_can_combine_cost_conformance_but_not_the_paper() -> None:
    reader, text = read(specimen(opening="Tibetan \u0f45\u0331 in a sentence"))
    assert "in a sentence" in text
    assert catalogue(reader)["/MarkInfo"]["/Marked"]


def test_text_is_never_read_as_markup() -> None:
    _, text = read(specimen(opening=TRICKS, list=[TRICKS], running=TRICKS[:20]))
    assert text.replace("\n", " ").count(TRICKS) == 2


def test_the_same_data_at_the_same_time_gives_the_same_bytes() -> None:
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False):
        first, second = (papers.render(SPECIMEN, specimen(), title="T") for _ in range(2))
    assert first == second


def test_papers_are_set_by_several_threads_at_once() -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(
            pool.map(
                lambda n: papers.render(SPECIMEN, specimen(opening=f"No. {n}"), title="T"), range(8)
            )
        )
    for number, paper in enumerate(made):
        text = pypdf.PdfReader(io.BytesIO(paper)).pages[0].extract_text()
        assert f"No. {number}\n" in text


@pytest.mark.parametrize("template", ["../secrets.typ", "papers/papers/none.typ", "/etc/passwd"])
def test_only_a_rooms_own_templates_are_set(template: str) -> None:
    with pytest.raises(papers.PaperFailed, match="no paper template"):
        papers.render(template, {}, title="T")


def test_data_that_a_template_cannot_use_is_refused_with_its_place() -> None:
    with pytest.raises(papers.PaperFailed, match=r"specimen\.typ"):
        papers.render(SPECIMEN, {}, title="T")
