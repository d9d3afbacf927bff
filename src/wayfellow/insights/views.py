"""The season's report, and the names behind its numbers for those who may read them."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wayfellow.access.doors import door
from wayfellow.insights import queries, report
from wayfellow.insights.report.sheet import content
from wayfellow.institutions.models import Institution
from wayfellow.mentorships import flags
from wayfellow.people.http import PersonRequest
from wayfellow.programmes.models import Cohort

PER_PAGE = 50


@require_safe
@door("cohort.report")
def show(request: PersonRequest, cohort: Cohort) -> HttpResponse:
    """The season in figures: one's own institution, or all together."""
    scopes, institution = _scope(request, cohort)
    linked = institution is not None and institution.pk in scopes.named
    context = content(report.collect(cohort, institution), linked=linked)
    context["scopes"] = _tabs(scopes, institution, cohort)
    context["query"] = f"?at={institution.slug if institution else 'all'}"
    return render(request, "insights/report.html", context)


def _scope(request: PersonRequest, cohort: Cohort) -> tuple[queries.Scopes, Institution | None]:
    scopes = queries.scopes(request.user, cohort)
    return scopes, scopes.choose(request.GET.get("at", ""))


def _tabs(
    scopes: queries.Scopes, chosen: Institution | None, cohort: Cohort
) -> list[dict[str, object]]:
    here = reverse("insights:report", args=[cohort.pk])
    tabs: list[dict[str, object]] = [
        {"label": one.name, "url": f"{here}?at={one.slug}", "current": one == chosen}
        for one in scopes.own
    ]
    if scopes.joint:
        tabs.append(
            {
                "label": _("All institutions together"),
                "url": f"{here}?at=all",
                "current": chosen is None,
            }
        )
    return tabs if len(tabs) > 1 else []


@require_safe
@door("cohort.report")
def pdf(request: PersonRequest, cohort: Cohort) -> HttpResponse:
    """The same on paper."""
    _scopes, institution = _scope(request, cohort)
    made = report.pdf(cohort, institution)
    return _file(made, "application/pdf", "inline", _name(cohort, institution, "pdf"))


@require_safe
@door("cohort.report")
def csv(request: PersonRequest, cohort: Cohort) -> HttpResponse:
    """The same numbers for a spreadsheet."""
    _scopes, institution = _scope(request, cohort)
    made = report.as_csv(report.collect(cohort, institution))
    return _file(made, "text/csv; charset=utf-8", "attachment", _name(cohort, institution, "csv"))


def _name(cohort: Cohort, institution: Institution | None, kind: str) -> str:
    place = institution.slug if institution else "all"
    return f"{slugify(f'report {cohort.programme.slug} {cohort.name} {place}')}.{kind}"


def _file(made: bytes, kind: str, disposition: str, name: str) -> HttpResponse:
    response = HttpResponse(made, content_type=kind)
    response["Content-Disposition"] = f'{disposition}; filename="{name}"'
    return response


def _named(request: PersonRequest, cohort: Cohort) -> queries.Frame:
    """What may be seen by name: the chosen institution, if the person coordinates it."""
    scopes = queries.scopes(request.user, cohort)
    asked = request.GET.get("at", "")
    own = [one for one in scopes.own if one.pk in scopes.named]
    chosen = next((one for one in own if asked in ("", one.slug)), None)
    if chosen is None:
        raise Http404
    return queries.Frame(cohort, chosen)


@require_safe
@door("cohort.name_students")
def students(request: PersonRequest, cohort: Cohort) -> HttpResponse:
    """The students behind a number of the funnel."""
    frame = _named(request, cohort)
    stage = request.GET.get("stage", "applied")
    if stage not in queries.STAGES and stage != "unassigned":
        raise Http404
    without = request.GET.get("without") == "1" and stage not in ("applied", "unassigned")
    rows = queries.students_behind(frame, stage, without=without)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    if stage == "unassigned":
        said = queries.reasons_of_matching(frame)
        for row in page:
            row.why = queries.why_unassigned(row, said)  # type: ignore[attr-defined]
    found = page.paginator.count
    context = {
        "cohort": cohort,
        "page": page,
        "found": ngettext("%(n)d student", "%(n)d students", found) % {"n": found},
        "tabs": _stage_tabs(frame, stage, without=without),
        "is_unassigned": stage == "unassigned",
        "title": _stage_title(stage, without=without),
        "report_url": f"{reverse('insights:report', args=[cohort.pk])}?at={_slug(frame)}",
        "other": _other(frame, stage, without=without),
    }
    return render(request, "insights/students.html", context)


def _slug(frame: queries.Frame) -> str:
    return frame.institution.slug if frame.institution else "all"


def _stage_title(stage: str, *, without: bool) -> str:
    if stage == "unassigned":
        return _("Students who have no mentor now")
    label = queries.STAGES[stage][0]
    words = _("Students who stopped before: %(step)s") if without else _("Students: %(step)s")
    return words % {"step": label}


def _stage_tabs(frame: queries.Frame, current: str, *, without: bool) -> list[dict[str, object]]:
    counted = queries.funnel(frame.cohort, frame.institution)
    return [
        {
            "label": stage.label,
            "url": stage.url,
            "count": stage.value,
            "current": stage.name == current and not without,
        }
        for stage in counted
    ]


def _other(frame: queries.Frame, stage: str, *, without: bool) -> dict[str, str]:
    """The way to those who came to the step before and no further, and back."""
    if stage in ("applied", "unassigned"):
        return {}
    here = f"{reverse('insights:students', args=[frame.cohort.pk])}?at={_slug(frame)}&stage={stage}"
    if without:
        return {"url": here, "label": _("See those who reached it")}
    return {"url": f"{here}&without=1", "label": _("See those who stopped just before")}


@require_safe
@door("cohort.name_groups")
def groups(request: PersonRequest, cohort: Cohort) -> HttpResponse:
    """The live groups behind a flag."""
    frame = _named(request, cohort)
    flag = request.GET.get("flag", "")
    rows = queries.groups_behind(frame, flag)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.raised = flags.raised(row)  # type: ignore[attr-defined]
    found = page.paginator.count
    context = {
        "cohort": cohort,
        "page": page,
        "found": ngettext("%(n)d group", "%(n)d groups", found) % {"n": found},
        "tabs": _flag_tabs(frame, flag),
        "report_url": f"{reverse('insights:report', args=[cohort.pk])}?at={_slug(frame)}",
    }
    return render(request, "insights/groups.html", context)


def _flag_tabs(frame: queries.Frame, current: str) -> list[dict[str, object]]:
    health = queries.health(frame.cohort, frame.institution)
    here = f"{reverse('insights:groups', args=[frame.cohort.pk])}?at={_slug(frame)}"
    whole = {"label": _("All live groups"), "url": here, "count": health.live}
    return [
        whole | {"current": current not in flags.FLAGS},
        *(
            {
                "label": flag.label,
                "url": flag.url,
                "count": flag.value,
                "current": flag.name == current,
            }
            for flag in health.flags
        ),
    ]
