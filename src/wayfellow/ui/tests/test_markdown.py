"""What people may write, and what never reaches a reader."""

import re

import pytest

from wayfellow.ui.markdown import Heading, headings, render, untitled

ATTACKS = [
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java&#x0A;script:alert(1))",
    "[a](vbscript:msgbox(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "<javascript:alert(1)>",
    "[a](//example.org/x)",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>a</a>",
    "![a](https://example.org/spy.png)",
    "![a](data:image/svg+xml;base64,PHN2Zz4=)",
    "<iframe src='https://example.org'></iframe>",
    '[a](https://example.org "x\\" onmouseover=alert(1)")',
    "<svg><use href='data:x'/></svg>",
    "| a |\n|:-:|\n| <b onclick=alert(1)>b</b> |",
    '# a" onclick="alert(1)',
]


@pytest.mark.parametrize("text", ATTACKS)
def test_nothing_that_people_write_can_run_or_fetch(text: str) -> None:
    tags = re.findall(r"<[^>]*>", render(text))
    assert not re.search(r"<script|<img|<iframe|<svg|<b |<use", " ".join(tags), re.IGNORECASE)
    addresses = re.findall(r'(?:href|src)="([^"]*)"', " ".join(tags))
    assert [at for at in addresses if not re.match(r"https?://|mailto:|/(?!/)|#", at)] == []
    bare = [re.sub(r'"[^"]*"', '""', tag) for tag in tags]
    assert not re.search(r"\son\w+=|\sstyle=", " ".join(bare), re.IGNORECASE)


def test_a_link_lends_no_weight_and_keeps_its_address() -> None:
    assert render("[Handbook](https://example.org/h)") == (
        '<p><a href="https://example.org/h" rel="nofollow noopener">Handbook</a></p>\n'
    )


def test_the_highest_heading_stands_below_the_title_of_the_page() -> None:
    assert render("# One\n\n## Two") == '<h2 id="h-one">One</h2>\n<h3 id="h-two">Two</h3>\n'


def test_the_table_of_contents_leads_to_the_headings_even_when_they_are_alike() -> None:
    text = "## Why *us*\n\n## Why us\n\n### 怎样参加"
    assert headings(text) == [
        Heading(2, "Why us", "h-why-us"),
        Heading(2, "Why us", "h-why-us-2"),
        Heading(3, "怎样参加", "h-怎样参加"),
    ]
    assert [f'id="{heading.anchor}"' in render(text) for heading in headings(text)] == [True] * 3


def test_a_table_can_be_scrolled_and_aligned_without_inline_style() -> None:
    html = render("| a | b |\n|---|--:|\n| 1 | 2 |")
    assert '<div class="scroll" tabindex="0" role="group" aria-label="Table">\n<table>' in html
    assert '<td class="right">2</td>' in html


@pytest.mark.parametrize("text", ["", "\x00", "[", "#" * 5000, "> " * 500, "*" * 3000])
def test_odd_texts_are_rendered_too(text: str) -> None:
    assert isinstance(render(text), str)


def test_a_text_does_not_repeat_the_title_above_it() -> None:
    assert untitled("# Code of Conduct\r\n\r\nBe kind.", "Code of conduct") == "Be kind."
    assert untitled("# Kindness\n\nBe kind.", "Code of conduct") == "# Kindness\n\nBe kind."
    assert untitled("Code of conduct\n\nBe kind.", "Code of conduct").startswith("Code")


def test_a_table_s_heads_are_read_with_their_columns() -> None:
    assert '<th scope="col">When</th>' in render("| When | What |\n|---|---|\n| May | End |\n")
