"""Sets a document with Typst: a room's template and plain data in, a tagged PDF out."""

import functools
import json
import logging
import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Final, Literal

import typst
from django.utils import formats, timezone, translation
from django.utils.translation import gettext

from wayfellow.papers.glyphs import drawable

ROOMS = Path(__file__).resolve().parents[1]
FONTS = ROOMS.parents[1] / "var" / "fonts"
TEMPLATE = re.compile(r"[a-z]+/papers/[a-z_]+\.typ")
ACCESSIBLE: Final = "ua-1"

log = logging.getLogger(__name__)


class PaperFailed(Exception):
    """A document could not be set; the message is the typesetter's own."""


def render(template: str, data: Mapping[str, object], *, title: str, language: str = "en") -> bytes:
    """The document as a tagged PDF (PDF/UA-1).

    `template` is a path from the rooms' folder, such as "mentorships/papers/agreement.typ".
    Strings in `data` are shown as they are, never read as markup; dates are written out in
    `language`; characters that no font has become a square.
    """
    return _compile(template, data, title, language, "pdf")[0]


def pictures(
    template: str, data: Mapping[str, object], *, title: str, language: str = "en"
) -> list[bytes]:
    """The same document as one PNG for each page, for people to look at."""
    return _compile(template, data, title, language, "png")


def _compile(
    template: str,
    data: Mapping[str, object],
    title: str,
    language: str,
    kind: Literal["pdf", "png"],
) -> list[bytes]:
    if not TEMPLATE.fullmatch(template) or not (ROOMS / template).is_file():
        raise PaperFailed(f"There is no paper template named {template}.")
    now = timezone.now().replace(microsecond=0)
    compiler = typst.Compiler(
        str(ROOMS / template),
        root=str(ROOMS),
        font_paths=_fonts(),
        sys_inputs={"paper": _sheet(data, title, language, now)},
    )
    try:
        return _pages(
            compiler.compile(
                format=kind, timestamp=now, pdf_standards=[ACCESSIBLE] if kind == "pdf" else []
            )
        )
    except typst.TypstError as fault:
        if kind == "png":
            raise PaperFailed(f"{template}: {fault.diagnostic}") from fault
        return _less_strict(compiler, now, template, fault)


def _less_strict(
    compiler: typst.Compiler, now: datetime, template: str, fault: typst.TypstError
) -> list[bytes]:
    """Someone waits for this document: tagged, though not conforming, is better than none."""
    try:
        made = _pages(compiler.compile(format="pdf", timestamp=now))
    except typst.TypstError as worse:
        raise PaperFailed(f"{template}: {worse.diagnostic}") from worse
    log.warning("%s does not conform to %s: %s", template, ACCESSIBLE, fault.message)
    return made


def _pages(made: bytes | list[bytes] | None) -> list[bytes]:
    return made if isinstance(made, list) else [made or b""]


@functools.cache
def _fonts() -> typst.Fonts:
    if not any(FONTS.glob("*.ttf")):
        raise PaperFailed("The fonts of documents are missing: run bin/setup.")
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )


def _sheet(data: Mapping[str, object], title: str, language: str, now: datetime) -> str:
    """Everything the template may know, as JSON: the only way into a document."""
    with translation.override(language):
        sheet = {
            "title": title,
            "language": language.partition("-")[0],
            "printed": timezone.localtime(now).date(),
            # The template puts its own values in the braces.
            "words": {
                "page": gettext("Page {number} of {last}"),
                "printed": gettext("Printed on {date}"),
                "version": gettext("Version {version}"),
                "signed": gettext("Signed on {date}"),
                "unsigned": gettext("Not yet signed"),
            },
            "data": data,
        }
        return json.dumps(_plain(sheet), ensure_ascii=False, allow_nan=False)


def _plain(value: object) -> object:
    match value:
        case None | bool() | int() | float():
            return value
        case datetime():
            local = timezone.localtime(value) if timezone.is_aware(value) else value
            return formats.date_format(local, "j F Y, H:i" if _english() else "DATETIME_FORMAT")
        case date():
            return formats.date_format(value, "j F Y" if _english() else "DATE_FORMAT")
        case Mapping():
            return {str(key): _plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_plain(inner) for inner in value]
        case _:
            return drawable(str(value), FONTS)


def _english() -> bool:
    """Django's own English puts the month first, which our readers do not."""
    return (translation.get_language() or "en").startswith("en")
