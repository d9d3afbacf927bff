"""Text as people paste it from a web page or a letter, read as Markdown.

What somebody wrote in Markdown (it has a heading with #) is left as it is but for bullets. Any
other text is taken line by line: odd bullets become lists, tabs and indents mean nothing, short
lines in title case or with a number become headings, and questions head their answers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MARKDOWN = re.compile(r"^ {0,3}#{1,6} ", re.MULTILINE)
_ODD_BULLET = re.compile(r"^([ \t]*)[•·▪◦‣●○■*–—-]\s+(?=\S)")
_BULLET_IN_MARKDOWN = re.compile(r"^([ \t]*)[•·▪◦‣●○■]\s+(?=\S)", re.MULTILINE)
_NUMBERED = re.compile(r"^(\d{1,2})[.)]\s+(?=\S)")
_ASIDE = re.compile(r"\s*\([^()]*\)$")
_FULL_STOP = re.compile(r"[.!?:;…”\")\]]$")
_SMALL_WORDS = frozenset(
    {
        *("a", "an", "and", "are", "as", "at", "by", "de", "do", "does", "for", "from", "how"),
        *("in", "is", "it", "la", "of", "on", "or", "the", "to", "und", "with"),
    }
)
_LONGEST_TITLE = 60
_LONGEST_QUESTION = 90
_SHORT_LINE = 60
_WIDEST_WRAP = 110
"""Where a line is longer than this, nobody has wrapped the text by hand: each line is its own."""
_MOST_WORDS = 8
_SECTION_WORDS = 3


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    alone: bool
    """Whether an empty line (or the end) stands before and after it."""
    before_question: bool


def markdown_of(text: str) -> str:
    """``text`` as Markdown that reads as its writer saw it."""
    whole = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    if _MARKDOWN.search(whole):
        return _BULLET_IN_MARKDOWN.sub(r"\1- ", whole)
    return "\n".join(_blocks([line.strip() for line in whole.expandtabs(4).split("\n")])) + "\n"


def _blocks(lines: list[str]) -> Iterator[str]:
    kind, previous, sections = "", "", 0
    wrapped = max(map(len, lines), default=0) <= _WIDEST_WRAP
    for at, words in enumerate(lines):
        if not words:
            continue
        line = _look_at(lines, at)
        level = _heading_level(line, inside=sections > 0)
        now = f"h{level}" if level else _kind(words)
        sections += level == 2  # noqa: PLR2004 - the level of a section
        if _apart(kind, now, previous, is_next=wrapped and bool(at and lines[at - 1])):
            yield ""
        yield _written(words, level)
        kind, previous = now, words


def _look_at(lines: list[str], at: int) -> _Line:
    before = lines[at - 1] if at else ""
    after = lines[at + 1] if at + 1 < len(lines) else ""
    return _Line(lines[at], not before and not after, _is_question(after))


def _heading_level(line: _Line, *, inside: bool) -> int:
    """2 for a section, 3 for a question within one, 0 for what is no heading."""
    words = line.text
    if _ODD_BULLET.match(words):
        return 0
    if _is_question(words):
        return 3 if inside and not line.alone else 2
    is_title = _is_title(_ASIDE.sub("", _NUMBERED.sub("", words)))
    if is_title and line.alone:
        return 2
    is_short = len(words.split()) <= _SECTION_WORDS
    return 2 if is_title and is_short and line.before_question else 0


def _is_question(words: str) -> bool:
    return (
        words.endswith("?")
        and len(words) <= _LONGEST_QUESTION
        and words[0].isupper()
        and not re.search(r"[.!?] ", words)
    )


def _is_title(words: str) -> bool:
    """Whether most words begin with a capital, as in a title, and nothing ends a sentence."""
    if not words or len(words) > _LONGEST_TITLE or _FULL_STOP.search(words) or words[-1] in ",-":
        return False
    parts = [part for part in re.split(r"[\s/]+", words) if part[0].isalpha()]
    weighty = [part for part in parts if part.lower() not in _SMALL_WORDS]
    return (
        bool(weighty)
        and len(parts) <= _MOST_WORDS
        and words[0].isupper()
        and all(part[0].isupper() for part in weighty)
    )


def _kind(words: str) -> str:
    if _ODD_BULLET.match(words):
        return "bullet"
    return "number" if _NUMBERED.match(words) else "text"


def _apart(kind: str, now: str, previous: str, *, is_next: bool) -> bool:
    """Whether an empty line must stand between: items of a list and wrapped lines stay together."""
    if not kind:
        return False
    if kind == now and now in {"bullet", "number"}:
        return False
    wrapped = is_next and kind == now == "text"
    ended = _FULL_STOP.search(previous) or len(previous) < _SHORT_LINE
    return not wrapped or bool(ended)


def _written(words: str, level: int) -> str:
    if level:
        return f"{'#' * level} {words}"
    if _ODD_BULLET.match(words):
        return _ODD_BULLET.sub("- ", words)
    # A line of dashes or equals signs would make the line above it a heading.
    return "" if re.fullmatch(r"[-=_*]{3,}", words) else words
