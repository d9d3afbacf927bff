"""The pile: which applications wait, and one decision on many of them."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from wayfellow.access.doors import door, reach
from wayfellow.access.refusals import Invalid, Refused
from wayfellow.applications import actions
from wayfellow.applications.forms import DecisionForm, PileForm
from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application, Part
from wayfellow.applications.queries import PAGE, Filters, Tally, pile, schools, tally
from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.people.http import PersonRequest
from wayfellow.programmes.models import Cohort

TONES = {
    State.SUBMITTED: "waits",
    State.ACCEPTED: "good",
    State.WAITLISTED: "info",
    State.DECLINED: "quiet",
    State.WITHDRAWN: "quiet",
}
VERBS: dict[str, Callable[..., None]] = {
    "accept": actions.accept,
    "waitlist": actions.waitlist,
    "decline": actions.decline,
}


@require_safe
@door("cohort.review")
def pile_page(request: PersonRequest, cohort: Cohort) -> HttpResponse:
    """Applications to decide on."""
    return _pile(request, cohort)


def _pile(
    request: PersonRequest,
    cohort: Cohort,
    *,
    problem: str = "",
    chosen: frozenset[int] = frozenset(),
    reason: str = "",
) -> HttpResponse:
    filters = Filters.read(request.GET)
    rows = pile(request.user, cohort, filters)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    counted = tally(request.user, cohort, filters)
    own = set(
        reach(request.user, "application.accept").filter(cohort=cohort).values_list("pk", flat=True)
    )
    lines = [
        {
            "row": row,
            "mine": row.pk in own,
            "ticked": row.pk in chosen,
            "tone": TONES[State(row.state)],
        }
        for row in page
    ]
    named = {name: getattr(filters, name) for name in ("part", "state", "consent", "school", "q")}
    context = {
        "cohort": cohort,
        "page": page,
        "lines": lines,
        "filters": filters,
        "part_tabs": _part_tabs(filters, counted),
        "state_tabs": _state_tabs(filters, counted),
        "form": PileForm(schools(request.user, cohort), named),
        "chips": _chips(filters),
        "found": ngettext("%(n)s application", "%(n)s applications", page.paginator.count)
        % {"n": page.paginator.count},
        "problem": problem,
        "reason": reason,
    }
    return render(request, "applications/pile.html", context, status=422 if problem else 200)


def _tab(
    label: Any, filters: Filters, count: int, *, current: bool, tone: str = ""
) -> dict[str, Any]:
    url = f"?{filters.query}"
    return {"label": label, "url": url, "count": count, "current": current, "tone": tone}


def _part_tabs(filters: Filters, counted: Tally) -> list[dict[str, Any]]:
    everybody = sum(counted.parts.values())
    tabs = [_tab(_("Everybody"), filters.with_(part=""), everybody, current=not filters.part)]
    names = {Part.STUDENT: _("Students"), Part.MENTOR: _("Mentors")}
    for part, label in names.items():
        n = counted.parts.get(part, 0)
        tabs.append(_tab(label, filters.with_(part=part), n, current=filters.part == part))
    return tabs


def _state_tabs(filters: Filters, counted: Tally) -> list[dict[str, Any]]:
    every = filters.with_(state="", consent="")
    total = sum(counted.states.values())
    is_all = not filters.state and not filters.consent
    tabs = [_tab(_("All"), every, total, current=is_all)]
    for state, shown in TONES.items():
        n = counted.states.get(state, 0)
        label = str(state.label).capitalize()
        here = every.with_(state=state)
        current = filters.state == state and not filters.consent
        tone = "waits" if shown == "waits" else ""
        tabs.append(_tab(label, here, n, current=current, tone=tone))
    without = every.with_(consent="missing")
    n = counted.consent_missing
    tabs.append(_tab(_("Consent missing"), without, n, current=bool(filters.consent), tone="waits"))
    return tabs


def _chips(filters: Filters) -> list[dict[str, str]]:
    return [
        {"label": getattr(filters, name), "remove_url": f"?{filters.with_(**{name: ''}).query}"}
        for name in ("school", "q")
        if getattr(filters, name)
    ]


@require_POST
@door("cohort.review")
def decide(request: PersonRequest, cohort: Cohort) -> HttpResponse:
    """One decision on all that are ticked; each stands or falls by itself."""
    rows = reach(request.user, "application.accept").filter(cohort=cohort)
    form = DecisionForm(request.POST, among=list(rows.values_list("pk", flat=True)))
    if not form.is_valid():
        return _pile(request, cohort, problem=_("Tick applications of your own institution."))
    given = form.cleaned_data
    chosen = frozenset(given["chosen"])
    problem = _unfit(given["verb"], given["reason"], chosen)
    if problem:
        return _pile(request, cohort, problem=problem, chosen=chosen, reason=given["reason"])
    related = rows.filter(pk__in=chosen).select_related(
        "person", "institution", "cohort__programme", "student", "mentor"
    )
    _decide_each(request, related, given["verb"], given["reason"])
    query = Filters.read(request.GET).query
    return redirect(f"{reverse('applications:pile', args=[cohort.pk])}?{query}")


def _decide_each(
    request: PersonRequest, rows: Iterable[Application], verb: str, reason: str
) -> None:
    done = 0
    for application in rows:
        try:
            VERBS[verb](application, by=request.user, reason=reason)
        except IllegalStep:
            messages.warning(request, _("%(name)s: decided already") % {"name": application.person})
        except (Invalid, Refused) as wrong:
            messages.warning(request, f"{application.person}: {wrong}")
        else:
            done += 1
    if done:
        said = ngettext("%(n)s application decided.", "%(n)s applications decided.", done)
        messages.success(request, said % {"n": done})


def _unfit(verb: str, reason: str, chosen: frozenset[int]) -> str:
    if not chosen:
        return _("Nothing was ticked. Tick the applications first.")
    if verb == "decline" and not reason.strip():
        return _("Say why. The applicants will read it, so choose words that help them.")
    return ""
