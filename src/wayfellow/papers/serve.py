"""A finished document on its way to a browser."""

import hashlib
from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.text import slugify

A_DAY = 24 * 60 * 60


def attached(made: bytes, name: str) -> HttpResponse:
    """The document under a file name made of ``name``, to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{slugify(name)}.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def kept(about: str, make: Callable[[], bytes]) -> bytes:
    """What ``make`` sets, at most once a day for the same ``about``: setting takes a second."""
    key = f"paper:{hashlib.sha256(about.encode()).hexdigest()[:40]}"
    made: bytes | None = cache.get(key)
    if made is None:
        made = make()
        cache.set(key, made, A_DAY)
    return made
