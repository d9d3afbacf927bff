"""A real Chromium in front of a real server; anything the page complains of fails the test."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.house import REPOSITORY
from wayfellow.people.models import User

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = REPOSITORY / "node_modules" / "axe-core" / "axe.min.js"
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1440, "height": 900}}

type Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread; Django must not take that for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> list[str]:
    """What pages wrote to the console as an error, and scripts that broke."""
    return []


@pytest.fixture
def visit(chromium: Browser, live_server: LiveServer, complaints: list[str]) -> Iterator[Visit]:
    """Opens a page of the site as somebody, in a browser of their own."""
    contexts: list[BrowserContext] = []

    def open_(
        path: str, *, who: User | None = None, size: str = "desktop", theme: str = ""
    ) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport=SIZES[size],  # type: ignore[arg-type]
            color_scheme="dark" if theme == "dark" else "light",
            locale="en-GB",
        )
        contexts.append(context)
        if who is not None:
            context.add_cookies([_session(who, live_server.url)])  # type: ignore[list-item]
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda line: (
                complaints.append(f"{page.url}: {line.text}")
                if line.type == "error" and "status of 4" not in line.text
                else None
            ),
        )
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


def _session(who: User, url: str) -> dict[str, str]:
    from django.conf import settings  # noqa: PLC0415 - read when the tests have set it
    from django.test import Client  # noqa: PLC0415 - see above

    client = Client()
    client.force_login(who)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


def troubles(page: Page, *, script: Path = AXE) -> list[str]:
    """What axe finds on the page as it stands, a line for each rule and element."""
    page.evaluate(script.read_text())
    found = page.evaluate("async () => (await axe.run()).violations")
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]
