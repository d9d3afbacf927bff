"""Formatting that people write and nobody need fear: Markdown in, a closed list of tags out."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from re import IGNORECASE
from re import compile as pattern

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {
    *("p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"),
    *("h2", "h3", "h4", "h5", "h6", "div", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "ol": {"start"},
    "div": {"class", "tabindex", "role", "aria-label"},
    "th": {"class", "scope"},
    "td": {"class"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
SCHEMES = {"http", "https", "mailto", "tel"}
LOWEST = 6
ADDRESS = pattern(r"(https?://|mailto:|tel:|#|/(?!/))", IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heading:
    """One line of a table of contents; ``anchor`` is the id of its heading on the page."""

    level: int
    text: str
    anchor: str


class Reader(MarkdownIt):
    """Markdown whose links lead to a named scheme, to our own pages or within the text."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the parser's name for it
        """Anything else stays text, before the cleaner ever sees it."""
        return bool(ADDRESS.match(url))


@lru_cache
def _parser() -> MarkdownIt:
    reader = Reader("commonmark", {"html": False, "typographer": True})
    return reader.enable(["table", "strikethrough", "replacements", "smartquotes"])


def render(text: str) -> SafeString:
    """Safe HTML of ``text``; its highest heading is an ``h2``, since the page holds the ``h1``."""
    tokens = _prepared(text)
    html = _parser().renderer.render(tokens, _parser().options, {})
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="nofollow noopener",
    )
    return mark_safe(clean)  # noqa: S308 - nh3 has just cleaned it


def headings(text: str) -> list[Heading]:
    """The headings of ``text`` in order, with the anchors that ``render`` gives them."""
    tokens = _prepared(text)
    return [
        Heading(int(token.tag[1]), _words(tokens[at + 1]), str(token.attrGet("id")))
        for at, token in enumerate(tokens)
        if token.type == "heading_open"
    ]


def untitled(text: str, title: str) -> str:
    """``text`` without a first heading that only repeats the page's ``title``."""
    first, _line, rest = text.lstrip().partition("\n")
    repeats = first.startswith("#") and first.strip("# \r").casefold() == title.strip().casefold()
    return rest.lstrip("\r\n") if repeats else text


def _prepared(text: str) -> list[Token]:
    tokens = _parser().parse(text)
    _set_headings(tokens)
    return list(_set_tables(tokens))


def _set_headings(tokens: Sequence[Token]) -> None:
    shift = 1 if any(token.tag == "h1" for token in tokens) else 0
    taken: dict[str, int] = {}
    for at, token in enumerate(tokens):
        if token.type not in {"heading_open", "heading_close"}:
            continue
        token.tag = f"h{min(int(token.tag[1]) + shift, LOWEST)}"
        if token.type == "heading_open":
            # The prefix keeps a heading from taking the id of a part of the page.
            slug = "h-" + slugify(_words(tokens[at + 1]), allow_unicode=True)
            taken[slug] = taken.get(slug, 0) + 1
            token.attrSet("id", slug if taken[slug] == 1 else f"{slug}-{taken[slug]}")


def _set_tables(tokens: Sequence[Token]) -> list[Token]:
    done: list[Token] = []
    for token in tokens:
        if token.type == "table_open":
            frame = Token("frame_open", "div", 1, block=True)
            label = _("Table")
            frame.attrs = {"class": "scroll", "tabindex": 0, "role": "group", "aria-label": label}
            done.append(frame)
        style = token.attrs.pop("style", "")
        if style:
            # An inline style would be refused by the content security policy.
            token.attrSet("class", str(style).rpartition(":")[2])
        if token.type == "th_open":
            token.attrSet("scope", "col")
        done.append(token)
        if token.type == "table_close":
            done.append(Token("frame_close", "div", -1, block=True))
    return done


def _words(inline: Token) -> str:
    kept = {"text", "code_inline"}
    return "".join(child.content for child in inline.children or [] if child.type in kept)
