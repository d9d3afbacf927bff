"""Photographs every mail in every language, light and dark, for people to look at.

Needs no demonstration: the mails are made of sample values.
"""

import html
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import batched
from pathlib import Path
from typing import TYPE_CHECKING

import django
from playwright.sync_api import Browser, sync_playwright

if TYPE_CHECKING:
    from wayfellow.wordings.specimens import Specimen

WIDTHS = {"phone": 360, "desktop": 680}
IN_A_ROW = {"phone": 5, "desktop": 3}
ON_A_SHEET = {"phone": 15, "desktop": 9}
FONTS = Path(__file__).resolve().parents[3] / "var" / "fonts"

SHEET = """<!doctype html><meta charset="utf-8"><meta name="color-scheme" content="light dark"><style>
body {{ margin: 16px; columns: {columns}; column-gap: 16px; width: {width}px; font: 12px monospace }}
figure {{ margin: 0 0 16px; break-inside: avoid }}
figcaption {{ padding: 4px 0; overflow-wrap: anywhere }}
iframe {{ width: {each}px; border: 1px solid gray }}
</style>{mails}"""
ONE = """<figure><figcaption>{kind}<br><b>{subject}</b></figcaption>
<iframe srcdoc="{mail}"></iframe></figure>"""
FIT = """for (const frame of document.querySelectorAll("iframe"))
    frame.style.height = frame.contentDocument.documentElement.scrollHeight + 2 + "px" """


def photograph_mails(out: Path, flags: list[str]) -> None:
    """Sheets of mails, by language, size and theme, into ``out``."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wayfellow.testing.settings")
    django.setup()
    from django.conf import settings  # noqa: PLC0415 - Django is started by now

    from wayfellow.wordings.specimens import specimens  # noqa: PLC0415 - see above

    out.mkdir(parents=True, exist_ok=True)
    # The pages' browser asks no other thread, and Django must not think so.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with _fonts() as env, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=flags, env=env
        )
        for language, _name in settings.LANGUAGES:
            mails = [each for each in specimens(language) if each.is_mailed]
            for size in WIDTHS:
                _photograph(browser, mails, size, out / f"{language}-{size}")
            print(f"{language}: {len(mails)} mails", flush=True)
        browser.close()


@contextmanager
def _fonts() -> Iterator[dict[str, str | float | bool]]:
    """Surroundings in which a browser also finds the fonts of our papers: Chinese, Tamil."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "fonts").symlink_to(FONTS)
        yield {**os.environ, "XDG_DATA_HOME": folder}


def _photograph(browser: Browser, mails: "list[Specimen]", size: str, stem: Path) -> None:
    columns, each = IN_A_ROW[size], WIDTHS[size]
    width = columns * (each + 2) + (columns - 1) * 16
    page = browser.new_page(viewport={"width": width + 32, "height": 900})
    for number, some in enumerate(batched(mails, ON_A_SHEET[size], strict=False), start=1):
        figures = "".join(
            ONE.format(
                kind=f"{mail.kind} {mail.variant or ''}",
                subject=html.escape(mail.subject),
                mail=html.escape(mail.html),
            )
            for mail in some
        )
        sheet = SHEET.format(columns=columns, width=width, each=each, mails=figures)
        page.set_content(sheet, wait_until="load")
        page.evaluate(FIT)
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
            page.screenshot(path=f"{stem}-{theme}-{number:02}.png", full_page=True)
    page.close()
