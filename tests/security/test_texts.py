"""Whatever people write is shown as what they wrote and never runs."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client

from tests.security.atlas import Atlas, readable, without_statements
from wayfellow.imports.models import Batch
from wayfellow.testing.cast import everything
from wayfellow.testing.world import World
from wayfellow.ui.markdown import render

SHORT = '"><img src=x>'
LONG = f"{SHORT}<script>alert(1)</script>'onx=1 [x](javascript:alert(1)) {{{{ 7*7 }}}}"
RUNNING = ("<img src=x", "<script>alert", 'href="javascript', '"javascript:', "49 ")
OURS = "people institutions programmes partners applications mentorships pairing safeguarding"
KEPT = {
    "slug",
    "saved_in",
    "language",
    "time_zone",
    "password",
    "country",
    "configuration",
    "student_number",
}


def _texts(model: type[models.Model]) -> Iterator["models.Field[Any, Any]"]:
    """Fields that hold what somebody typed."""
    for field in model._meta.concrete_fields:
        if isinstance(field, models.EmailField | models.SlugField | models.URLField):
            continue
        is_text = isinstance(field, models.CharField | models.TextField)
        if is_text and not field.choices and not field.unique and field.name not in KEPT:
            yield field


def _poison() -> None:
    for room in f"{OURS} conversations surveys".split():
        for model in apps.get_app_config(room).get_models():
            values = {
                field.name: (LONG if (field.max_length or 999) > len(LONG) else SHORT)
                for field in _texts(model)
                if (field.max_length or 999) > len(SHORT)
            }
            if values:
                model._default_manager.update(**values)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["carol", "maya"])
def test_no_text_runs_on_any_page(world: World, role: str) -> None:
    everything(world)
    without_statements()
    atlas = Atlas(world)
    _poison()
    client = Client(raise_request_exception=False)
    client.force_login(getattr(world, role))

    wrong = []
    for route in readable():
        if route.path.endswith((".pdf", "/paper/")):
            continue
        answer = client.get(atlas.address(route))
        text = getattr(answer, "content", b"").decode(errors="replace")
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        if answer.status_code >= 500 and route.path != "/readyz":
            wrong.append((route.path, str(answer.status_code)))
        wrong += [(route.path, bit) for bit in RUNNING[:4] if is_page and bit in text]

    assert wrong == []


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>1</script>)",
        "[x](&#106;avascript:alert(1))",
        "[x](//evil.example)",
        "![x](https://evil.example/pixel.png)",
        "<script>1</script>",
        "<img src=x onerror=1>",
        "<a href='javascript:1'>x</a>",
        '[x](https://a.example "onmouseover=1")<svg/onload=1>',
    ],
)
def test_formatting_holds_no_script_and_no_picture(text: str) -> None:
    made = str(render(text)).lower()

    for bad in ("<script", "<img", "<svg", 'href="javascript', 'href="data', 'href="//'):
        assert bad not in made


@pytest.mark.django_db
def test_a_name_with_line_ends_adds_no_header_to_a_mail(world: World, client: Client) -> None:
    everything(world)
    without_statements()
    client.force_login(world.ada)
    name = "Ada\r\nBcc: evil@example.com"
    sent = {"name": name, "preferred_name": name, "phone_for": "nobody", "email_for": "nobody"}
    client.post("/me/edit/", {**sent, "language": "en", "time_zone": "UTC"})

    world.ada.refresh_from_db()

    assert "\n" not in world.ada.name + world.ada.preferred_name
    assert "\r" not in world.ada.name + world.ada.preferred_name


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bomb.xlsx", b"PK\x03\x04" + b"\x00" * 2000),
        ("big.csv", b"name,email\n" + b"a,b@example.com\n" * 1_700_000),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),
        ("empty.csv", b""),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(
    world: World, client: Client, name: str, content: bytes
) -> None:
    everything(world)
    without_statements()
    client.force_login(world.carol)
    before = Batch.objects.count()
    path = f"/imports/cohorts/{world.cohort.pk}/upload/"
    file = SimpleUploadedFile(name, content)

    answer = client.post(path, {"kind": "students", "institution": world.merlion.pk, "file": file})

    assert answer.status_code == 422
    assert b"error" in answer.content
    assert Batch.objects.count() == before
