"""What the styles and the script keep to, measured in their sources."""

import re
from itertools import product
from pathlib import Path

import pytest

ROOM = Path(__file__).resolve().parents[1]
STYLES = "".join(path.read_text() for path in sorted((ROOM / "styles").glob("*.css")))
SCRIPT = (ROOM / "static/ui/wayfellow.js").read_text()
TOKENS = {
    name: (light, dark)
    for name, light, dark in re.findall(
        r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);",
        (ROOM / "styles/03-tokens.css").read_text(),
    )
}
GROUNDS = ("paper", "sheet", "sunk")
CHIPS = tuple(f"chip-{at}" for at in range(8))
TEXT = [
    *product(("ink", "ink-soft", "green", "red", "blue", "amber-ink"), GROUNDS),
    *product(("ink",), (*CHIPS, "green-soft", "amber-soft", "red-soft", "blue-soft")),
    ("on-green", "green"),
    ("on-green", "green-deep"),
    ("on-red", "red"),
    ("green", "green-soft"),
    ("amber-ink", "amber-soft"),
    ("red", "red-soft"),
]
DRAWN = [*product(("edge", "amber", "green", "red"), ("paper", "sheet")), ("green", "line")]


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_text_can_be_read_on_every_ground_it_stands_on(theme: int) -> None:
    poor = {
        (text, ground): round(contrast(TOKENS[text][theme], TOKENS[ground][theme]), 2)
        for text, ground in TEXT
        if contrast(TOKENS[text][theme], TOKENS[ground][theme]) < 4.5
    }
    assert poor == {}


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_edges_and_drawings_stand_out_from_their_ground(theme: int) -> None:
    poor = {
        (drawn, ground): round(contrast(TOKENS[drawn][theme], TOKENS[ground][theme]), 2)
        for drawn, ground in DRAWN
        if contrast(TOKENS[drawn][theme], TOKENS[ground][theme]) < 3
    }
    assert poor == {}


def test_a_colour_is_said_only_among_the_tokens() -> None:
    elsewhere = [
        (path.name, found)
        for path in sorted((ROOM / "styles").glob("*.css"))
        if path.name != "03-tokens.css"
        for found in re.findall(r"#[0-9a-fA-F]{3,8}\b", path.read_text())
    ]
    assert elsewhere == []


def test_every_colour_that_is_used_is_a_token() -> None:
    said = set(re.findall(r"--([\w-]+):", STYLES))
    assert set(re.findall(r"var\(--([\w-]+)", STYLES)) - said == set()


def test_styles_fetch_only_our_own_fonts() -> None:
    assert {url for url in re.findall(r'url\("?([^")]+)', STYLES) if "fonts/" not in url} == set()
    assert re.findall(r"@import|https?:|//\w", STYLES) == []


def test_the_script_is_small_and_builds_no_code_or_markup_from_text() -> None:
    assert len(SCRIPT.encode()) < 10_000
    forbidden = (
        r"\beval\b|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|https?:"
    )
    assert re.findall(forbidden, SCRIPT) == []


def test_templates_hold_no_script_and_no_style_of_their_own() -> None:
    found = [
        (path.name, match)
        for path in sorted((ROOM / "templates").rglob("*.html"))
        for match in re.findall(
            r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|https?://", path.read_text()
        )
    ]
    assert found == []


def test_every_icon_that_is_named_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (ROOM / "static/ui/icons.svg").read_text()))
    named = {
        name
        for path in (ROOM / "templates").rglob("*.html")
        for name in re.findall(r'{% icon "([\w-]+)"', path.read_text())
    }
    assert named - drawn == set()
