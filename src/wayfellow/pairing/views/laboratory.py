"""Runs held against each other, and what would happen if something were otherwise."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayfellow.access.doors import door
from wayfellow.access.refusals import Invalid, Refused
from wayfellow.pairing import actions, engine, queries
from wayfellow.pairing.bench_forms import ChangeForm
from wayfellow.pairing.frozen import Faulty
from wayfellow.pairing.models import Run
from wayfellow.pairing.queries import side_by_side as compared
from wayfellow.pairing.queries.moves import people
from wayfellow.pairing.queries.remedies import supposed, told
from wayfellow.pairing.recipe import CRITERIA
from wayfellow.pairing.views.found import institution_of
from wayfellow.people.http import PersonRequest
from wayfellow.programmes.models import Cohort

PAGE = 50
LONG = 18
"""No key has so many digits."""
LEAST, MOST = 2, 3
"""So many runs fit side by side."""
SUGGESTED = 500
"""Up to so many people are suggested while a name is typed."""


@require_safe
@door("cohort.pair")
def side_by_side(request: PersonRequest, cohort: Cohort) -> HttpResponse:
    """Two or three runs side by side: figures, criteria, and who has another mentor."""
    institution, _held = institution_of(request, cohort)
    asked = [int(pk) for pk in request.GET.getlist("run") if pk.isdecimal() and len(pk) < LONG]
    back = f"{reverse('pairing:matching', args=[cohort.pk])}?institution={institution.slug}"
    runs = queries.runs(cohort, institution).exclude(report={}).order_by("number")
    chosen = list(runs.filter(pk__in=asked[: MOST + 1]))
    if not LEAST <= len(chosen) <= MOST:
        messages.info(request, _("Tick two or three runs that have ended, then compare them."))
        return redirect(back)
    found = compared.answers(chosen)
    context = {
        "cohort": cohort,
        "institution": institution,
        "back": back,
        "heads": [{"label": _("Run %(n)d") % {"n": run.number}, "run": run} for run in chosen],
        **_beside(request, found),
    }
    return render(request, "pairing/side_by_side.html", context)


def _beside(request: PersonRequest, found: Sequence[compared.Answer]) -> dict[str, object]:
    """What the comparing part of a page needs."""
    fates = compared.changed(found)
    fate = request.GET.get("who", "")
    ids = [pk for pk, each in fates.items() if fate in ("", each)]
    page = Paginator(ids, PAGE).get_page(request.GET.get("page"))
    chosen = found[0].run or found[-1].run
    return {
        "answers": found,
        "criteria": [[answer.weighed[name] for answer in found] for name in CRITERIA],
        "deciles": _deciles(found),
        "page": page,
        "rows": compared.rows(fates, list(page), found),
        "changed": len(fates),
        "tabs": _tabs(request.GET, fates, fate),
        "ranks": bool(chosen and chosen.cohort.programme.ranked_choices),
    }


def _deciles(found: Sequence[compared.Answer]) -> list[tuple[int, list[int | None]]]:
    columns = [dict(enumerate(answer.deciles, start=1)) for answer in found]
    return [(10 * at, [column.get(at) for column in columns]) for at in range(1, 10)]


def _tabs(asked: QueryDict, fates: Mapping[int, str], fate: str) -> list[dict[str, object]]:
    labels = {
        "": _("All who changed"),
        "placed": _("Newly placed"),
        "unplaced": _("Without a place now"),
        "other": _("With another mentor"),
    }
    counts = {key: sum(key in ("", each) for each in fates.values()) for key in labels}
    return [
        {"label": label, "url": _url(asked, key), "current": key == fate, "count": counts[key]}
        for key, label in labels.items()
    ]


def _url(asked: QueryDict, fate: str) -> str:
    kept = asked.copy()
    kept.pop("page", None)
    kept["who"] = fate
    return f"?{kept.urlencode()}#who"


@require_safe
@door("run.again")
def what_if(request: PersonRequest, run: Run) -> HttpResponse:
    """What would happen if; nothing is kept."""
    _must_have_ended(run)
    everybody = people(run)
    asked = any(value for name, value in request.GET.items() if name not in ("page", "who"))
    form = ChangeForm(run, everybody, request.GET if asked else None)
    context: dict[str, object] = {
        "run": run,
        "cohort": run.cohort,
        "form": form,
        "weights": [form[f"weight_{name}"] for name in CRITERIA],
        "students": _suggested(everybody.students),
        "mentors": _suggested(everybody.mentors),
        "supposed": supposed(run),
    }
    if asked and form.is_valid():
        try:
            solution = engine.what_if(run, form.change)
        except Faulty as faulty:
            context["problems"] = faulty.sentences
        else:
            new = compared.answer_of(solution, form.change.toml(run.configuration))
            context |= {
                "heads": [
                    {"label": _("Run %(n)d as it is") % {"n": run.number}, "run": run},
                    {"label": _("If it were so")},
                ],
                "told": told(form.change),
                "change": _fields(form),
                **_beside(request, [*compared.answers([run]), new]),
            }
    return render(request, "pairing/what_if.html", context, status=422 if form.errors else 200)


def _suggested(names: Mapping[int, str]) -> list[str]:
    if len(names) > SUGGESTED:
        return []
    return [f"{name} ({pk})" for pk, name in names.items()]


def _fields(form: ChangeForm) -> list[tuple[str, str]]:
    """The change as hidden fields."""
    said = form.cleaned_data
    return [(name, str(said[name])) for name in form.fields if said[name] not in (None, "")]


def _must_have_ended(run: Run) -> None:
    if not run.report:
        raise Refused(_("This run has no groups yet. Wait until it has ended."))


@require_http_methods(["POST"])
@door("run.again")
def again(request: PersonRequest, run: Run) -> HttpResponse:
    """A remedy in one click: a new run with it; this one stays as it is."""
    fresh = actions.again(run, _change(request, run).change, by=request.user)
    said = _("Run %(n)d was started with the change. Run %(old)d stays as it is.")
    messages.success(request, said % {"n": fresh.number, "old": run.number})
    return redirect("pairing:run", fresh.pk)


@require_POST
@door("run.again")
def keep(request: PersonRequest, run: Run) -> HttpResponse:
    """Keep what was shown as a run of its own."""
    form = _change(request, run)
    try:
        fresh = actions.keep(run, form.change, by=request.user)
    except Faulty as faulty:
        raise Refused(" ".join(faulty.sentences)) from faulty
    messages.success(request, _("Kept as run %(n)d.") % {"n": fresh.number})
    return redirect("pairing:run", fresh.pk)


def _change(request: PersonRequest, run: Run) -> ChangeForm:
    _must_have_ended(run)
    form = ChangeForm(run, people(run), request.POST)
    if not form.is_valid():
        raise Invalid(" ".join(str(each) for errors in form.errors.values() for each in errors))
    return form


@require_safe
@door("run.look")
def fairness(request: PersonRequest, run: Run) -> HttpResponse:
    """How the students fared by what they are."""
    if not run.report:
        raise Http404
    found = queries.audit(run)
    context = {
        "run": run,
        "cohort": run.cohort,
        "audit": found,
        "short": queries.in_short(found),
        "ranks": bool(run.cohort.programme.ranked_choices),
    }
    return render(request, "pairing/fairness.html", context)
