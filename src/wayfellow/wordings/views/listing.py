"""All mails of an institution."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wayfellow.access.doors import door
from wayfellow.institutions.models import Institution
from wayfellow.institutions.views.members import frame
from wayfellow.people.http import PersonRequest
from wayfellow.wordings import queries
from wayfellow.wordings.forms import FilterForm
from wayfellow.wordings.kinds import Kind, every, looked_for
from wayfellow.wordings.models import Wording
from wayfellow.wordings.views.desk import LANGUAGES, url

PAGE = 40


@require_safe
@door("institution.word", by="slug")
def index(request: PersonRequest, institution: Institution) -> HttpResponse:
    """Every kind of mail, by what it is about, with what is in own words."""
    form = FilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    own = queries.said_by(institution)
    about, only_own = chosen.get("about", ""), chosen.get("own", "")
    kinds = [
        kind
        for kind in looked_for(every().values(), chosen.get("q", ""))
        if about in ("", kind.category) and (kind.template in own or not only_own)
    ]
    page = Paginator(kinds, PAGE).get_page(request.GET.get("page"))
    context = {
        **frame(request, institution, "wordings:index"),
        "form": form,
        "page": page,
        "rows": [_line(institution, kind, own.get(kind.template, [])) for kind in page],
    }
    return render(request, "wordings/index.html", context)


def _line(institution: Institution, kind: Kind, own: list[Wording]) -> dict[str, Any]:
    order = list(LANGUAGES)
    own.sort(key=lambda row: order.index(row.language))
    first = own[0].language if own else institution.language
    return {
        "kind": kind,
        "url": url(institution, kind, first),
        "own": [
            {"label": LANGUAGES[row.language], "is_broken": queries.is_broken(kind, row)}
            for row in own
        ],
    }
