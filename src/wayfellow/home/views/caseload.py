"""The liaison officer's students on one page."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wayfellow.access.doors import signed_in
from wayfellow.home.addresses import to
from wayfellow.home.queries import caseload as queries
from wayfellow.people.http import PersonRequest
from wayfellow.programmes.models import Office


@require_safe
@signed_in
def caseload(request: PersonRequest) -> HttpResponse:
    """Every student of this officer, under what needs attention first."""
    offices = Office.objects.current().filter(person=request.user, role=Office.Role.LIAISON_OFFICER)
    if not offices.exists():
        raise Http404
    words = request.GET.get("q", "").strip()[:100]
    asked = request.GET.get("flag", "")
    flag = asked if asked in queries.SECTIONS else ""
    found = queries.rows(request.user, words=words)
    counted = queries.tally(found)
    shown = [row for section in queries.sections(found, flag) for row in section.rows]
    page = Paginator(shown, queries.MOST).get_page(request.GET.get("page"))
    said = ngettext("%(n)d student", "%(n)d students", page.paginator.count)
    context = {
        "sections": queries.sections(list(page.object_list), flag),
        "page": page,
        "found": said % {"n": page.paginator.count},
        "words": words,
        "flag": flag,
        "tabs": _tabs(counted, len(found), flag, words),
        "nobody": not found and not words,
    }
    return render(request, "home/caseload.html", context)


def _tabs(counted: dict[str, int], total: int, flag: str, words: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = [
        {
            "label": _("Everybody"),
            "url": to("home:caseload", q=words),
            "current": not flag,
            "count": total,
        }
    ]
    rows += [
        {
            "label": title,
            "url": to("home:caseload", flag=name, q=words),
            "current": flag == name,
            "count": counted[name],
        }
        for name, title in queries.SECTIONS.items()
        if counted[name] or flag == name
    ]
    return rows
