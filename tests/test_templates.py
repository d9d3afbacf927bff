"""Every template compiles, and none carries a script or a style of its own."""

import re

import pytest
from django.template.loader import get_template

from tests.house import ROOT

MAIL = {"notifications/letter.html", "notifications/digest_letter.html"}
TEMPLATES = sorted(
    str(path.relative_to(folder))
    for folder in ROOT.glob("*/templates")
    for path in folder.rglob("*")
    if path.suffix in {".html", ".txt"}
)
INLINE = re.compile(
    r"\sstyle=|\son[a-z]+=[\"']|<style|<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")|javascript:",
    re.IGNORECASE,
)
FORM = re.compile(r"<form\b[^>]*method=\"?post\"?.*?</form>", re.IGNORECASE | re.DOTALL)


@pytest.mark.parametrize("name", TEMPLATES)
def test_it_compiles(name: str) -> None:
    get_template(name)


@pytest.mark.parametrize("name", [name for name in TEMPLATES if name not in MAIL])
def test_it_has_no_inline_script_or_style(name: str) -> None:
    (path,) = (p for p in ROOT.glob(f"*/templates/{name}"))

    assert INLINE.findall(path.read_text()) == []


@pytest.mark.parametrize("name", [name for name in TEMPLATES if name not in MAIL])
def test_every_form_that_posts_carries_its_token(name: str) -> None:
    (path,) = (p for p in ROOT.glob(f"*/templates/{name}"))
    naked = [form for form in FORM.findall(path.read_text()) if "csrf_token" not in form]

    assert naked == []


@pytest.mark.parametrize("name", [name for name in TEMPLATES if name.endswith(".html")])
def test_no_button_says_submit(name: str) -> None:
    (path,) = (p for p in ROOT.glob(f"*/templates/{name}"))

    assert ">submit<" not in path.read_text().lower()
