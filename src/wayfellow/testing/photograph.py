"""Photographs every page as every role, for people to look at.

Walks a running demonstration from each role's landing page along its own links, one example of
each kind of page, and takes it light and dark, on a phone and on a desktop.
"""

import argparse
import json
import os
import re
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Browser, Error, Page, sync_playwright

from wayfellow.testing.photograph_mails import photograph_mails

SIZES = {"phone": (390, 844), "desktop": (1440, 900)}
THEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
LEAVE_OUT = re.compile(
    r"/(account/logout|static|media|api|healthz|readyz|theme|ui)\b|\.(pdf|ics|csv)$"
)
TALLEST = 6000


def main() -> int:
    """Take the pictures; exit 1 when a page answered with an error."""
    options = _options()
    if options.mails:
        photograph_mails(options.out, FLAGS)
        return 0
    sign_ins = json.loads(options.sign_ins.read_text(encoding="utf-8"))["sign_ins"]
    wrong: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS
        )
        for entry in sign_ins:
            if options.role and entry["role"] not in options.role:
                continue
            folder = options.out / entry["role"].replace(" ", "-")
            folder.mkdir(parents=True, exist_ok=True)
            state = _sign_in(browser, options.url, entry)
            paths = list(_walk(browser, options, state, wrong))
            with _cameras(browser, state) as cameras:
                for path in paths:
                    _take(cameras, options.url + path, folder / _name(path))
            print(
                f"{entry['role']}: {len(list(folder.glob('*-desktop-light.png')))} pages",
                flush=True,
            )
        browser.close()
    print("\n".join(wrong) or "no page answered with an error")
    return 1 if wrong else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/photograph", description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:8000", help="a running bin/demo")
    parser.add_argument("--sign-ins", type=Path, default=Path("var/demo/demo.json"))
    parser.add_argument("--out", type=Path, default=Path("screenshots"))
    parser.add_argument("--role", action="append", help="only this role; may be repeated")
    parser.add_argument("--most", type=int, default=60, help="pages for each role")
    parser.add_argument(
        "--mails", action="store_true", help="every mail instead, in every language, of samples"
    )
    return parser.parse_args()


def _sign_in(browser: Browser, url: str, entry: dict[str, str]) -> dict[str, object]:
    context = browser.new_context(base_url=url)
    page = context.new_page()
    if entry.get("email"):
        page.goto("/account/login/")
        page.fill("input[name=login]", entry["email"])
        page.fill("input[name=password]", entry["password"])
        page.click("form:has(input[name=password]) button[type=submit]")
        page.wait_for_load_state()
    state: dict[str, object] = dict(context.storage_state())
    context.close()
    return state


def _walk(
    browser: Browser, options: argparse.Namespace, state: dict[str, object], wrong: list[str]
) -> Iterator[str]:
    """Paths along the links from the landing page, one of each shape."""
    context = browser.new_context(base_url=options.url, storage_state=state)  # type: ignore[arg-type]
    page = context.new_page()
    waiting, shapes, count = deque(["/"]), {"/"}, 0
    while waiting and count < options.most:
        path = waiting.popleft()
        try:
            answer = page.goto(path)
        except Error as error:
            if "Download is starting" not in error.message:
                raise
            continue
        if answer is not None and answer.status >= 400:  # noqa: PLR2004 - an HTTP error
            wrong.append(f"{answer.status} {path} as seen from {page.url}")
            continue
        count += 1
        yield path
        for link in _links(page, options.url):
            shape = re.sub(r"\d+|/[A-Za-z0-9_-]{30,}|=[^&]*", "#", link)
            if shape not in shapes and not LEAVE_OUT.search(link.partition("?")[0]):
                shapes.add(shape)
                waiting.append(link)
    context.close()


def _links(page: Page, url: str) -> list[str]:
    found = page.eval_on_selector_all("a[href]", "links => links.map(a => a.getAttribute('href'))")
    here = urlsplit(url).netloc
    parts = [urlsplit(urljoin(page.url, link)) for link in found]
    return [
        f"{part.path}?{part.query}" if part.query else part.path
        for part in parts
        if part.netloc == here and part.scheme.startswith("http")
    ]


def _name(path: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", path).strip("-")[:80] or "landing"


@contextmanager
def _cameras(browser: Browser, state: dict[str, object]) -> Iterator[dict[str, Page]]:
    """One open page for each size and theme."""
    contexts = {
        f"{size}-{theme}": browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,
            storage_state=state,  # type: ignore[arg-type]
        )
        for size, (width, height) in SIZES.items()
        for theme in THEMES
    }
    yield {name: context.new_page() for name, context in contexts.items()}
    for context in contexts.values():
        context.close()


def _take(cameras: dict[str, Page], url: str, stem: Path) -> None:
    for name, page in cameras.items():
        width, height = SIZES[name.partition("-")[0]]
        try:
            page.set_viewport_size({"width": width, "height": height})
            page.goto(url)
            tall = min(TALLEST, int(page.evaluate("document.documentElement.scrollHeight")))
            page.set_viewport_size({"width": width, "height": max(height, tall)})
            page.screenshot(path=f"{stem}-{name}.png")
        except Error as error:
            print(f"{url}: {error}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
