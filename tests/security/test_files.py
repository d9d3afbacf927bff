"""Files that are not what they say, or far more than they say, stop at the upload."""

import io
import time
import tracemalloc
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.security.atlas import without_statements
from wayfellow.imports.models import Batch
from wayfellow.testing.cast import everything
from wayfellow.testing.world import World

pytestmark = pytest.mark.django_db
QUICK = 5
"""Seconds; an honest list of 60,000 rows takes about as long."""
LITTLE = 64 * 1024 * 1024
CELLS = '<c r="{cell}" t="inlineStr"><is><t>{text}</t></is></c>'
ROWS = '<row r="{row}">{cells}</row>'
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>{rows}</sheetData></worksheet>"
)


def workbook(sheet: bytes, *, level: int = 9, more: dict[str, bytes] | None = None) -> bytes:
    """A workbook of one sheet, packed as tightly as can be."""
    kept = io.BytesIO()
    parts = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
    parts |= {"xl/worksheets/sheet1.xml": sheet} | (more or {})
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as parcel:
        for name, part in parts.items():
            parcel.writestr(name, part)
    return kept.getvalue()


def one_cell(cell: str, row: int) -> bytes:
    cells = CELLS.format(cell=cell, text="far away")
    return SHEET.format(rows=ROWS.format(row=row, cells=cells)).encode()


def liar() -> bytes:
    """A bomb whose directory says that it holds one kilobyte."""
    real = len(SHEET) + 300 * 1024 * 1024
    data = bytearray(workbook(b"<worksheet>" + b" " * real))
    size = (len(b"<worksheet>") + real).to_bytes(4, "little")
    return bytes(data.replace(size, (1024).to_bytes(4, "little")))


def send(client: Client, world: World, name: str, data: bytes) -> Any:
    file = SimpleUploadedFile(name, data)
    said = {"kind": "students", "institution": world.merlion.pk, "file": file}
    return client.post(f"/imports/cohorts/{world.cohort.pk}/upload/", said)


@pytest.mark.parametrize(
    ("bomb", "said"),
    [
        (lambda: workbook(b" " * 300 * 1024 * 1024), b"unpacks to far more"),
        (liar, b"unpacks to far more"),
        (lambda: workbook(one_cell("XFD1048576", 1_048_576)), b"reaches down to row"),
        (lambda: workbook(one_cell("ZZZ1", 1)), b"reaches out to column"),
        (
            lambda: workbook(b"", more={f"xl/{n}.xml": b"" for n in range(3000)}),
            b"unpacks to far more",
        ),
    ],
    ids=["bomb", "liar", "deep", "wide", "crowded"],
)
def test_a_workbook_that_would_burst_is_refused_quickly_with_little_memory(
    world: World, client: Client, bomb: object, said: bytes
) -> None:
    everything(world)
    without_statements()
    client.force_login(world.carol)
    assert callable(bomb)
    data = bomb()
    before = Batch.objects.count()

    tracemalloc.start()
    begun = time.monotonic()
    answer = send(client, world, "students.xlsx", data)
    took, (_now, peak) = time.monotonic() - begun, tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert answer.status_code == 422
    assert said in answer.content
    assert took < QUICK
    assert peak < LITTLE
    assert Batch.objects.count() == before


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"<!doctype html><table><tr><td>name</td><td>email</td></tr></table>", b"HTML"),
        (b"\xef\xbb\xbf\r\n  <HTML><script>alert(1)</script>", b"HTML"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", b"HTML"),
        (b"<script>alert(1)</script>,email\nAda,ada@example.com\n", b"HTML"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, b"PNG"),
        (b"GIF89a,name\n1,2\n", b"GIF"),
        (b"%PDF-1.7\nname,email\n", b"PDF"),
    ],
)
def test_what_only_calls_itself_csv_is_refused_at_the_upload_by_its_real_name(
    world: World, client: Client, data: bytes, kind: bytes
) -> None:
    everything(world)
    without_statements()
    client.force_login(world.carol)
    before = Batch.objects.count()

    answer = send(client, world, "students.csv", data)

    assert answer.status_code == 422
    assert b"This is a " + kind + b" file" in answer.content
    assert b"alert(1)" not in answer.content
    assert Batch.objects.count() == before
