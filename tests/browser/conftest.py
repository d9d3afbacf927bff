"""A real Chromium in front of a real server; anything the page complains of fails the test."""

import os
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.house import REPOSITORY
from wayfellow.notifications.models import Letter
from wayfellow.notifications.outbox import compose
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

PATIENCE = 10_000
"""Milliseconds after which something that should be on a page is missing."""

type Visit = Callable[..., Page]


class InTurn(StaticFilesHandler):
    """Answers one page at a time: an SQLite in memory has one connection for all threads."""

    turn = threading.Lock()

    def __call__(self, environ: Any, start_response: Any) -> Any:
        with self.turn:
            return super().__call__(environ, start_response)


@pytest.fixture(scope="session")
def live_server(django_db_setup: None) -> Iterator[LiveServer]:
    # After the test database has been made, so that the server's threads find it.
    server = LiveServer("localhost", start=False)
    server.thread.static_handler = InTurn
    server.start()
    yield server
    server.stop()


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
        path: str,
        *,
        who: User | None = None,
        size: str = "desktop",
        theme: str = "",
        script: bool = True,
    ) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport=SIZES[size],  # type: ignore[arg-type]
            color_scheme="dark" if theme == "dark" else "light",
            locale="en-GB",
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
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


def troubles(page: Page, *, only: Sequence[str] = ()) -> list[str]:
    """What axe finds on the page as it stands, a line for each rule and element."""
    page.evaluate(AXE.read_text())
    options = {"runOnly": list(only)} if only else {}
    found = page.evaluate("async (options) => (await axe.run(options)).violations", options)
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


def mailed_link(address: str) -> str:
    """The path that the button of the latest mail to ``address`` opens."""
    letter = Letter.objects.filter(address=address).latest("pk")
    found = re.search(r"https?://[^/\s]+(/\S+)", str(compose(letter).body))
    assert found, f"no link in “{letter.subject}”"
    return found[1]


def press(page: Page, name: str) -> None:
    """Press the button ``name``."""
    page.get_by_role("button", name=name, exact=True).first.click()
