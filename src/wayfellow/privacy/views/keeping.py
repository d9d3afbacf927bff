"""How long an institution keeps personal data: the setting, what will go, and what is held."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wayfellow.access.doors import door
from wayfellow.access.refusals import Refused
from wayfellow.institutions.models import Institution
from wayfellow.people.http import PersonRequest
from wayfellow.privacy import actions, previews
from wayfellow.privacy.forms import HoldForm, RetentionForm
from wayfellow.privacy.models import USUAL_YEARS, Hold, Retention
from wayfellow.programmes.models import Cohort

PER_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
@door("institution.keep_data", by="slug")
def retention(request: PersonRequest, institution: Institution) -> HttpResponse:
    """Set for how many years data is kept, and see what will go."""
    kept = Retention.objects.filter(institution=institution).first()
    initial = {"years": kept.years if kept else USUAL_YEARS}
    form = RetentionForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.set_retention(institution, form.cleaned_data["years"], by=request.user)
        messages.success(request, _("It is saved. Whoever it concerns is told 30 days before."))
        return redirect("privacy:retention", institution.slug)
    at = now()
    day = at.astimezone(ZoneInfo(institution.time_zone)).date()
    cohorts = previews.ended(institution, day)
    page = Paginator(cohorts, PER_PAGE).get_page(request.GET.get("page"))
    years = kept.years if kept else None
    context = {
        "institution": institution,
        "form": form,
        "years": years,
        "page": page,
        "previews": previews.previews(page.object_list, institution, years, at, day),
    }
    status = 422 if form.errors else 200
    return render(request, "privacy/retention.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@door("institution.keep_data", by="slug")
def hold(request: PersonRequest, institution: Institution, cohort: int) -> HttpResponse:
    """Say why nothing of a cohort may be deleted for now."""
    row = Cohort.objects.filter(pk=cohort, programme__institutions=institution).first()
    if row is None:
        raise Http404
    form = HoldForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.place_hold(institution, row, form.cleaned_data["reason"], by=request.user)
            except Refused as refused:
                form.add_error("reason", str(refused))
                status = 409
            else:
                messages.success(request, _("Nothing of this cohort is deleted until you say so."))
                return redirect("privacy:retention", institution.slug)
    context = {"institution": institution, "cohort": row, "form": form}
    return render(request, "privacy/hold.html", context, status=status)


@require_POST
@door("hold.lift")
def lift(request: PersonRequest, row: Hold) -> HttpResponse:
    """Let the cohort go its way again."""
    actions.lift_hold(row, by=request.user)
    messages.success(request, _("The hold is lifted. People are told 30 days before."))
    return redirect("privacy:retention", row.institution.slug)
