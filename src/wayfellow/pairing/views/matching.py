"""A cohort's matching, and one run of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayfellow.access.doors import door
from wayfellow.pairing import actions, queries, words
from wayfellow.pairing.forms import RunForm
from wayfellow.pairing.lifecycle import RunState
from wayfellow.pairing.models import Proposal, Run
from wayfellow.pairing.queries.remedies import helped, idle, supposed, unused
from wayfellow.pairing.queries.side_by_side import answers, brought, floor
from wayfellow.pairing.views.found import institution_of
from wayfellow.people.http import PersonRequest
from wayfellow.programmes.models import Cohort
from wayfellow.programmes.policy import Party

LOOKED_AT = 4
"""From so many of the newest runs it is told what a setting did."""
TRAY = 12
"""So many students without a place lie above the groups."""
PAGE = 50
SAID_EVERY = 25
"""A screen reader is told of each stage, and of so many per cent at a time."""


@require_http_methods(["GET", "HEAD", "POST"])
@door("cohort.pair")
def matching(request: PersonRequest, cohort: Cohort) -> HttpResponse:
    """The pool, the runs side by side, and a form that starts another."""
    institution, held = institution_of(request, cohort)
    recipe = queries.recipe_for(cohort, institution, request.GET.get("from", ""))
    form = RunForm(cohort.programme, recipe, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        run = actions.start_run(
            cohort, institution, configuration=form.recipe.toml(), by=request.user
        )
        return redirect("pairing:run", run.pk)
    page = Paginator(queries.runs(cohort, institution), PAGE).get_page(request.GET.get("page"))
    figures = queries.figures(page)
    newest = [run for run in page if run.report and run.state != RunState.FAILED][:LOOKED_AT]
    found = answers(newest)
    context = {
        "cohort": cohort,
        "institution": institution,
        "held": held,
        "form": form,
        "pool": queries.summary(cohort, institution),
        "page": page,
        "sliders": form.sliders(brought(found)),
        "lift": floor(found),
        "newest": newest,
        "rows": [(run, figures.get(run.pk, queries.Figures())) for run in page],
        "uses_engine": Party.ENGINE in cohort.programme.policy.pairing.knock,
        "pins": queries.pins(cohort, institution).count(),
    }
    return render(request, "pairing/matching.html", context, status=422 if form.errors else 200)


@require_safe
@door("run.look")
def run(request: PersonRequest, row: Run) -> HttpResponse:
    """One run: its progress, its groups with their reasons, and who has no place."""
    left = queries.left_out(row)
    show = request.GET.get("show", "")
    show = show if show in ("unplaced", "unused") else "groups"
    free = idle(row) if row.report else []
    asks = Party.MENTOR in row.cohort.programme.policy.pairing.yes
    context: dict[str, object] = {
        "run": row,
        "figures": queries.figures([row]).get(row.pk, queries.Figures()),
        "cohort": row.cohort,
        "show": show,
        "tabs": _tabs(row, len(left), len(free), show),
        "asks_mentors": asks,
        "progress": _progress(row) if row.is_under_way else None,
        "facts": words.summary(row.report),
        "histogram": queries.histogram(row),
        "problems": row.problem.splitlines(),
        "left": len(left),
        "insisted": sum(each["reason"] == "only preferences" for each in left),
        "supposed": supposed(row),
        "undo": queries.last_move(row) if row.state == RunState.READY else None,
    }
    if show == "unplaced":
        page = Paginator(left, PAGE).get_page(request.GET.get("page"))
        context |= {"page": page, "rows": helped(row, list(page))}
    elif show == "unused":
        idlers = Paginator(free, PAGE).get_page(request.GET.get("page"))
        context |= {"page": idlers, "rows": unused(row, list(idlers))}
    else:
        leads = Paginator(queries.groups(row), PAGE).get_page(request.GET.get("page"))
        context |= {"page": leads, "groups": queries.filled(row, list(leads))}
        context["tray"] = queries.explained(left[:TRAY])
    return render(request, "pairing/run.html", context)


def _tabs(row: Run, left: int, free: int, show: str) -> list[dict[str, object]]:
    here = reverse("pairing:run", args=[row.pk])
    supposing: dict[str, object] = {
        "label": _("What if …"),
        "url": reverse("pairing:what-if", args=[row.pk]),
    }
    return [
        {"label": _("Groups"), "url": here, "current": show == "groups"},
        {
            "label": _("Without a place"),
            "url": f"{here}?show=unplaced",
            "current": show == "unplaced",
            "count": left,
        },
        {
            "label": _("Mentors without a group"),
            "url": f"{here}?show=unused",
            "current": show == "unused",
            "count": free,
        },
        *([supposing] if row.can_be_varied else []),
        {"label": _("Fairness"), "url": reverse("pairing:fairness", args=[row.pk])},
    ]


def _progress(row: Run) -> dict[str, object]:
    """How far a run is that is under way: its share, its stage and its seconds."""
    here = reverse("pairing:progress", args=[row.pk])
    said = f"{row.stage}{row.share // SAID_EVERY}"
    return {
        "label": words.stage(row),
        "share": row.share,
        "stage": row.get_stage_display() if row.state == RunState.RUNNING else "",
        "said": said,
        "poll_url": f"{here}?said={said}",
        "cancel_url": reverse("pairing:cancel-run", args=[row.pk]),
    }


@require_safe
@door("run.look")
def progress(request: PersonRequest, row: Run) -> HttpResponse:
    """The progress part alone; when the run has ended the page is loaded anew."""
    if not row.is_under_way:
        response = HttpResponse()
        response.headers["HX-Refresh"] = "true"
        return response
    found = _progress(row)
    # What was said already is not said again: the reader would be told it every two seconds.
    context = {"progress": found, "is_news": request.GET.get("said") != found["said"]}
    return render(request, "pairing/parts/progress.html", context)


@require_POST
@door("run.cancel")
def cancel(request: PersonRequest, row: Run) -> HttpResponse:
    """Stop a run, or put its answer aside."""
    actions.cancel(row, by=request.user)
    messages.success(request, _("Run %(n)d was put aside.") % {"n": row.number})
    return redirect(_matching_url(row))


@require_http_methods(["GET", "HEAD", "POST"])
@door("run.publish")
def publish(request: PersonRequest, row: Run) -> HttpResponse:
    """What publishing will do; and doing it."""
    if request.method == "POST":
        groups = actions.publish(row, by=request.user)
        said = ngettext(
            "%(n)d group is published and has been told.",
            "%(n)d groups are published and have been told.",
            len(groups),
        )
        messages.success(request, said % {"n": len(groups)})
        return redirect("pairing:run", row.pk)
    left = queries.left_out(row)
    pairs = row.proposals.all()
    asks = Party.MENTOR in row.cohort.programme.policy.pairing.yes
    if asks:
        pairs = pairs.filter(mentor_said=Proposal.Said.YES)
    shown = Paginator(left, PAGE).get_page(request.GET.get("page"))
    context = {
        "run": row,
        "cohort": row.cohort,
        "groups": pairs.values("mentor").distinct().count(),
        "students": pairs.count(),
        "without_yes": row.proposals.count() - pairs.count(),
        "page": shown,
        "rows": queries.explained(list(shown)),
        "left": len(left),
        "asks_mentors": asks,
    }
    return render(request, "pairing/publish.html", context)


def _matching_url(row: Run) -> str:
    here = reverse("pairing:matching", args=[row.cohort_id])
    return f"{here}?institution={row.institution.slug}"
