"""The liaison officer's students on one page."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from wayfellow.access.doors import signed_in
from wayfellow.home.addresses import to
from wayfellow.home.queries import caseload as queries
from wayfellow.people.http import PersonRequest
from wayfellow.programmes.models import Office


class CaseloadForm(forms.Form):
    """Which students to show."""

    q = forms.CharField(
        label=gettext_lazy("Student, course or mentor"), required=False, max_length=100
    )
    flag = forms.ChoiceField(label=gettext_lazy("What to look at"), required=False)

    def __init__(self, *args: Any, counted: dict[str, int], total: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["flag"].choices = [  # type: ignore[attr-defined]
            ("", _("Everybody (%(n)d)") % {"n": total}),
            *(
                (name, f"{title} ({counted[name]})")
                for name, title in queries.SECTIONS.items()
                if counted[name]
            ),
        ]


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
        "form": CaseloadForm({"q": words, "flag": flag}, counted=counted, total=len(found)),
        "filters": _chips(flag, words),
        "clear_url": to("home:caseload"),
        "nobody": not found and not words,
    }
    return render(request, "home/caseload.html", context)


def _chips(flag: str, words: str) -> list[dict[str, str]]:
    chips = []
    if flag:
        label = str(queries.SECTIONS[flag])
        chips.append({"label": label, "remove_url": to("home:caseload", q=words)})
    if words:
        chips.append({"label": words, "remove_url": to("home:caseload", flag=flag)})
    return chips
