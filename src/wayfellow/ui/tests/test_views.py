"""The gallery shows itself only where it may; a theme is remembered."""

import json

import pytest
from django.contrib.staticfiles import finders
from django.http import Http404
from django.test import RequestFactory
from pytest_django import Settings

from wayfellow.ui.context import theme
from wayfellow.ui.views import choose_theme, gallery, manifest

ROUTES = RequestFactory()


def test_the_gallery_is_not_there_where_it_is_not_shown(settings: Settings) -> None:
    settings.DEBUG = False
    settings.SHOW_GALLERY = False
    with pytest.raises(Http404):
        gallery(ROUTES.get("/ui/"))


@pytest.mark.parametrize("layout", ["base", "public", "bare"])
def test_the_gallery_shows_every_frame_in_a_chosen_theme(settings: Settings, layout: str) -> None:
    settings.SHOW_GALLERY = True
    answer = gallery(ROUTES.get("/ui/", {"layout": layout, "theme": "dark"}))
    html = answer.content.decode()
    assert answer.status_code == 200
    assert 'data-theme="dark"' in html
    assert html.count("<h1") == 1


@pytest.mark.parametrize(
    ("chosen", "kept"), [("dark", "dark"), ("light", "light"), ("system", ""), ("x", "")]
)
def test_a_theme_is_remembered_and_nothing_else_is(chosen: str, kept: str) -> None:
    answer = choose_theme(ROUTES.post("/theme/", {"theme": chosen, "next": "/inbox/"}))
    assert answer.cookies["theme"].value == kept
    assert answer.headers["Location"] == "/inbox/"


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org", "javascript:x", ""])
def test_choosing_a_theme_never_leads_elsewhere(back: str) -> None:
    answer = choose_theme(ROUTES.post("/theme/", {"theme": "dark", "next": back}))
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize(("cookie", "said"), [("dark", "dark"), ('"><script>', ""), ("", "")])
def test_only_a_known_theme_reaches_the_page(cookie: str, said: str) -> None:
    request = ROUTES.get("/")
    request.COOKIES["theme"] = cookie
    assert theme(request) == {"theme": said}


def test_a_phone_finds_every_icon_of_the_manifest() -> None:
    said = json.loads(manifest(ROUTES.get("/manifest.webmanifest")).content)
    names = [icon["src"].partition("ui/")[2] for icon in said["icons"]]
    assert [finders.find(f"ui/{name}") is not None for name in names] == [True] * 4
