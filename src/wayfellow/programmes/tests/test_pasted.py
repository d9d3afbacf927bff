"""Text as people paste it reads as they saw it."""

import pytest

from wayfellow.programmes.blocks import blocks_of
from wayfellow.programmes.changes import Piece, changes
from wayfellow.programmes.pasted import markdown_of
from wayfellow.ui.markdown import headings, render

LETTER = """The Harbour Circle (HC)\r
\r
A year in which a practitioner meets a few students.\r
\r
\tWhat Students Gain\r
\r
  • a first look at working life; and\r
\t•  three people to ask\r
\r
1. Introduction\r
\r
It began in 2015.\r
\r
  1. meet the students;\r
  2. listen; and\r
  3. open doors.\r
\r
\t\tIndented for no reason.\r
"""

QUESTIONS = """Here are our answers.
Mentors
Who can be a mentor?
Anybody who has worked for some years.
How often do we meet?
About once a month. You may meet more often.
- Early birds
- Night owls
Students
Do I pay for it?
No.
"""


def test_odd_bullets_and_numbers_become_lists() -> None:
    html = render(markdown_of(LETTER))
    assert "<li>a first look at working life; and</li>" in html
    assert "<li>three people to ask</li>" in html
    assert html.count("<ul>") == 1
    assert "<ol>\n<li>meet the students;</li>" in html


def test_tabs_and_indents_never_become_code() -> None:
    html = render(markdown_of(LETTER))
    assert "<pre>" not in html
    assert "<p>Indented for no reason.</p>" in html


def test_titles_and_numbered_titles_become_headings() -> None:
    assert [heading.text for heading in headings(markdown_of(LETTER))] == [
        "The Harbour Circle (HC)",
        "What Students Gain",
        "1. Introduction",
    ]


def test_questions_head_their_answers_within_their_section() -> None:
    found = [(h.level, h.text) for h in headings(markdown_of(QUESTIONS))]
    assert found == [
        (2, "Mentors"),
        (3, "Who can be a mentor?"),
        (3, "How often do we meet?"),
        (2, "Students"),
        (3, "Do I pay for it?"),
    ]


def test_lines_of_a_text_that_nobody_wrapped_are_paragraphs_of_their_own() -> None:
    long = "It supports study and life planning, and it is " + "a process in which both learn, " * 4
    links = (
        f"{long.strip()}\nRead more about the programme from the organiser's point of view\nPack"
    )

    assert markdown_of(links).split("\n\n")[1:] == [
        "Read more about the programme from the organiser's point of view",
        "Pack\n",
    ]


def test_what_is_written_in_markdown_stays_as_written() -> None:
    text = "# Title\n\nA Line Alone\n\n    code\n"
    assert markdown_of(text) == text


def test_a_line_of_dashes_makes_no_heading_of_the_line_above() -> None:
    assert "<h2" not in render(markdown_of("a plain sentence without a stop\n----\nmore words"))


@pytest.mark.parametrize("text", ["", "\n\n", "•", "?", "1.", "\t", "(", "- ", "— ", "()?\n2)"])
def test_odd_scraps_are_read_too(text: str) -> None:
    assert isinstance(render(markdown_of(text)), str)


def test_a_change_of_one_word_is_shown_as_that_word() -> None:
    (line,) = changes("We meet once a term.", "We meet twice a term.")
    assert line == [
        Piece("same", "We meet "),
        Piece("out", "once"),
        Piece("in", "twice"),
        Piece("same", " a term."),
    ]


def test_the_same_text_has_no_changes() -> None:
    assert changes("a\nb", "a\nb") == []


def test_a_paper_gets_plain_blocks_and_no_dangerous_link() -> None:
    blocks = blocks_of(
        "## *Hi*\n\n1. [a](javascript:x) [b](https://b.example)\n\n> q\n\n|a|\n|-|\n|1|"
    )
    assert [block["kind"] for block in blocks] == ["heading", "ordered_list", "quote", "table"]
    assert blocks[0]["spans"] == [{"text": "Hi", "strong": False, "em": True, "link": ""}]
    links = {span["link"] for span in blocks[1]["items"][0][0]["spans"]}
    assert links == {"", "https://b.example"}
