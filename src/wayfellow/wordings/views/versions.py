"""What the words were before, and the way back."""

from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wayfellow.access.doors import door
from wayfellow.access.typed import whole
from wayfellow.institutions.models import Institution
from wayfellow.notifications.words import PARTS
from wayfellow.people.http import PersonRequest
from wayfellow.programmes.changes import changes
from wayfellow.wordings import actions, queries
from wayfellow.wordings.models import Wording
from wayfellow.wordings.views.desk import LANGUAGES, desk, words_of

PAGE = 20


@require_safe
@door("institution.word", by="slug")
def history(
    request: PersonRequest, institution: Institution, key: str, language: str
) -> HttpResponse:
    """Every version of the words, with what it changed, who made it and when."""
    here = desk(request, institution, key, language, writes=False)
    rows = queries.versions(institution, here.kind.template, language).with_use()
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shown = list(page)
    before = rows.filter(number__lt=shown[-1].number).first() if shown else None
    context = {
        **here.frame(),
        "label": LANGUAGES[language],
        "page": page,
        "newest": here.newest,
        "versions": [
            {"row": row, "parts": _difference(earlier, row)}
            for row, earlier in pairwise([*shown, before])
            if row is not None
        ],
    }
    return render(request, "wordings/versions.html", context)


def _difference(before: Wording | None, row: Wording) -> list[dict[str, Any]]:
    old, new = words_of(before), words_of(row)
    return [
        {"label": _label(part), "changes": changes(old[part], new[part])}
        for part in PARTS
        if old[part] != new[part]
    ]


def _label(part: str) -> str:
    field: Any = Wording._meta.get_field(part)
    return str(field.verbose_name)


@require_POST
@door("institution.word", by="slug")
def restore(request: PersonRequest, institution: Institution, **which: Any) -> HttpResponse:
    """Say again what an earlier version said; 0 stands for the built-in words."""
    number: int = which.pop("number")
    here = desk(request, institution, **which, writes=True)
    kind, language = here.kind.template, here.language
    earlier = queries.versions(institution, kind, language).filter(number=number).first()
    if earlier is None and number:
        raise Http404
    seen = whole(request.POST.get("seen", "")) or 0
    words = words_of(earlier)
    actions.save(institution, kind, language, words, seen=seen, by=request.user)
    said = _("The built-in words are in use again.")
    if any(words.values()):
        said = _("Version %(number)s is in use again.") % {"number": number}
    messages.success(request, said)
    return redirect(here.url())
