"""Late joiners all at once, and groups that need another mentor."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayfellow.access.doors import door
from wayfellow.mentorships.models import WorkGroup
from wayfellow.pairing import actions, queries
from wayfellow.pairing.forms import WhyNotForm
from wayfellow.pairing.lifecycle import ReplacementState
from wayfellow.pairing.models import Replacement
from wayfellow.pairing.views.found import institution_of
from wayfellow.people.http import PersonRequest
from wayfellow.programmes.models import Cohort
from wayfellow.programmes.policy import Party

PAGE = 20


@require_POST
@door("cohort.pair")
def late(request: PersonRequest, cohort: Cohort) -> HttpResponse:
    """Start a small run of all late joiners, into open places only."""
    institution, _held = institution_of(request, cohort)
    recipe = queries.recipe_for(cohort, institution)
    run = actions.place_late(cohort, institution, configuration=recipe.toml(), by=request.user)
    return redirect("pairing:run", run.pk)


@require_safe
@door("cohort.pair")
def orphans(request: PersonRequest, cohort: Cohort) -> HttpResponse:
    """Groups that have lost their mentor, or soon will."""
    institution, _held = institution_of(request, cohort)
    page = Paginator(queries.orphans([cohort], institution), PAGE)
    shown = page.get_page(request.GET.get("page"))
    context = {
        "cohort": cohort,
        "institution": institution,
        "page": shown,
        "rows": queries.orphaned(list(shown)),
    }
    return render(request, "pairing/orphans.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door("workgroup.replace")
def successor(request: PersonRequest, group: WorkGroup) -> HttpResponse:
    """The best mentors for the whole group; then one of them is asked or takes it over."""
    recipe = queries.recipe_for(group.cohort, group.institution)
    asks = Party.MENTOR in group.cohort.programme.policy.pairing.yes
    if request.method == "POST":
        chosen = request.POST.get("mentor", "")
        pk = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < PAGE else 0
        found = queries.successor(group, recipe, pk)
        if found is None:
            raise Http404
        actions.replace(group, found, by=request.user)
        name = found.mentor.person.called
        said = _("%(name)s was asked.") if asks else _("%(name)s is the mentor of this group now.")
        messages.success(request, said % {"name": name})
        return redirect("pairing:successor", group.pk)
    students = queries.students_left(group)
    found_all = queries.successors(group, recipe) if "take_over" in group.verbs else []
    context = {
        "group": group,
        "cohort": group.cohort,
        "students": students,
        "asks": asks,
        "page": Paginator(found_all, PAGE).get_page(request.GET.get("page")),
        "past": list(
            group.replacements.select_related("mentor__person", "by").order_by("-at", "-pk")
        ),
        "asked": group.replacements.filter(state=ReplacementState.ASKED).exists(),
    }
    return render(request, "pairing/successor.html", context)


@require_safe
@door("replacement.view")
def replacement(request: PersonRequest, row: Replacement) -> HttpResponse:
    """The group that a mentor is asked to take over."""
    return _replacement(request, row, WhyNotForm(reader=_("The coordinators")))


def _replacement(
    request: PersonRequest, row: Replacement, form: WhyNotForm, status: int = 200
) -> HttpResponse:
    context = {
        "row": row,
        "group": row.group,
        "students": queries.students_left(row.group),
        "programme": row.group.cohort.programme,
        "is_own": row.mentor.person_id == request.user.pk,
        "is_open": bool(row.verbs),
        "form": form,
    }
    return render(request, "pairing/replacement.html", context, status=status)


@require_POST
@door("replacement.take")
def take(request: PersonRequest, row: Replacement) -> HttpResponse:
    """The mentor says yes, and has the group."""
    group = actions.take_replacement(row, by=request.user)
    messages.success(request, _("Thank you. You are the mentor of this group now."))
    return redirect(reverse("home:group", args=[group.pk]))


@require_POST
@door("replacement.decline")
def decline(request: PersonRequest, row: Replacement) -> HttpResponse:
    """The mentor says no."""
    form = WhyNotForm(request.POST, reader=_("The coordinators"))
    if not form.is_valid():
        return _replacement(request, row, form, status=422)
    actions.decline_replacement(row, reason=form.cleaned_data["reason"], by=request.user)
    messages.success(request, _("Thank you for saying so. The coordinators have been told."))
    return redirect("pairing:replacement", row.pk)


@require_POST
@door("replacement.withdraw")
def withdraw(request: PersonRequest, row: Replacement) -> HttpResponse:
    """The mentor need not answer any more."""
    actions.withdraw_replacement(row, by=request.user)
    messages.success(request, _("The mentor was told. You can ask somebody else now."))
    return redirect("pairing:successor", row.group_id)
