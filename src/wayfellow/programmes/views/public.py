"""The programme's face to the world."""

import hashlib
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.cache import patch_cache_control
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.views.decorators.http import condition, require_safe

from wayfellow.access.doors import public
from wayfellow.programmes import queries
from wayfellow.programmes.models import Programme
from wayfellow.programmes.pasted import markdown_of
from wayfellow.programmes.views.texts import paper_of

_FORMS = ("consent_age", "agreement", "meeting_reflections", "term_reflections")
"""The settings that say which forms there are to download."""


@require_safe
@public
def index(request: HttpRequest) -> HttpResponse:
    """Every programme that has a public page."""
    return render(request, "programmes/public_index.html", {"programmes": queries.in_public()})


def _programme(slug: str) -> Programme:
    programme = queries.in_public().filter(slug=slug).first()
    if programme is None:
        raise Http404
    return programme


def _look(slug: str) -> dict[str, Any]:
    """Everything that the page shows."""
    programme = _programme(slug)
    page = queries.current_page(programme)
    if page is None:
        raise Http404
    return {
        "programme": programme,
        "page": page,
        "institutions": list(programme.institutions.all()),
        "entrances": queries.entrances(programme, localdate()),
        "aims": queries.aims(programme),
        "documents": list(queries.documents(programme, public_only=True)),
        "contacts": queries.by_audience(programme.contacts.all()),
    }


def _etag(request: HttpRequest, slug: str) -> str | None:
    """The same as long as nothing on the page has changed; nothing for people signed in."""
    if request.user.is_authenticated:
        return None
    look = _look(slug)
    request.look = look  # type: ignore[attr-defined]
    contacts = [
        (c.name, c.email, c.phone, c.note) for group in look["contacts"] for c in group.rows
    ]
    seen = (
        get_language(),
        request.COOKIES.get("theme", ""),
        static("ui/wayfellow.css"),
        localdate().isoformat(),
        (look["programme"].name, look["programme"].tagline, look["page"].pk),
        [institution.name for institution in look["institutions"]],
        [(aim.audience, aim.kind, aim.text) for group in look["aims"] for aim in group.rows],
        [(d.title, d.latest) for d in look["documents"]],
        contacts,
        repr(look["entrances"]),
        [getattr(look["programme"], name) for name in _FORMS],
    )
    return f'W/"{hashlib.sha256(repr(seen).encode()).hexdigest()[:32]}"'


@require_safe
@public
@condition(etag_func=_etag)
def page(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The live page with its doors, downloads and contacts."""
    look = getattr(request, "look", None) or _look(slug)
    response = render(
        request, "programmes/public.html", {**look, "text": markdown_of(look["page"].body)}
    )
    # Kept by the browser, asked about at each visit: a closed door must look closed.
    patch_cache_control(response, no_cache=True, private=True)
    return response


@require_safe
@public
def document(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A document that the programme offers to everybody, as PDF."""
    found = _programme(slug).documents.filter(on_public_page=True, pk=pk).first()
    if found is None:
        raise Http404
    return paper_of(request, found)
