"""Raising a concern, following it, and looking after it."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayfellow.access.doors import door, may, signed_in
from wayfellow.access.rates import spend
from wayfellow.access.typed import whole
from wayfellow.people.http import PersonRequest
from wayfellow.safeguarding import actions, queries
from wayfellow.safeguarding.forms import ConcernForm, OutcomeForm, PileForm
from wayfellow.safeguarding.models import Concern

PER_PAGE = 50
RAISED_AN_HOUR = 20
HOUR = 3600
TONES = {
    Concern.Severity.LOW: "quiet",
    Concern.Severity.SERIOUS: "waits",
    Concern.Severity.IMMEDIATE: "harm",
}
SHORT = {
    Concern.Severity.LOW: pgettext_lazy("concern", "can wait"),
    Concern.Severity.SERIOUS: pgettext_lazy("concern", "serious"),
    Concern.Severity.IMMEDIATE: pgettext_lazy("concern", "danger now"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def raise_(request: PersonRequest) -> HttpResponse:
    """Tell the coordinators what worries one, from any page."""
    places = queries.places(request.user, whole(request.GET.get("group", "")))
    if not places:
        return render(request, "safeguarding/nowhere.html")
    form = ConcernForm(
        request.POST if request.method == "POST" else None,
        places=places,
        initial={"page": _came_from(request)},
    )
    if request.method == "POST" and form.is_valid():
        spend(f"concern:{request.user.pk}", RAISED_AN_HOUR, HOUR)
        given = form.cleaned_data
        place = form.found[given["place"]]
        concern = actions.raise_concern(
            place.programme,
            given,
            institution=place.institution,
            group=place.group,
            by=request.user,
        )
        messages.success(request, _("Thank you for saying so. The coordinators have been told."))
        return redirect("safeguarding:concern", concern.pk)
    context = {
        "form": form,
        "institutions": list({p.institution.pk: p.institution for p in places}.values()),
    }
    status = 422 if form.is_bound else 200
    return render(request, "safeguarding/raise.html", context, status=status)


def _came_from(request: PersonRequest) -> str:
    referer = urlsplit(request.headers.get("Referer", ""))
    here = referer.netloc == request.get_host()
    return request.GET.get("from", referer.path if here else "")[:200]


@require_safe
@signed_in
def mine(request: PersonRequest) -> HttpResponse:
    """What one has raised, and how it stands."""
    page = Paginator(queries.raised_by(request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "handles": queries.handles(request.user)}
    return render(request, "safeguarding/mine.html", context)


@require_safe
@signed_in
def pile(request: PersonRequest) -> HttpResponse:
    """Concerns to look after, without what is written in them."""
    form = PileForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = queries.to_handle(
        request.user, state=asked.get("state", ""), severity=asked.get("severity", "")
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    for concern in page:
        severity = Concern.Severity(concern.severity)
        concern.tone, concern.short = TONES[severity], SHORT[severity]  # type: ignore[attr-defined]
    found = page.paginator.count
    context = {
        "form": form,
        "page": page,
        "is_narrowed": any(asked.values()),
        "clear_url": reverse("safeguarding:pile"),
        "found": ngettext("%(n)d concern", "%(n)d concerns", found) % {"n": found},
    }
    return render(request, "safeguarding/pile.html", context)


@require_safe
@door("concern.view")
def show(request: PersonRequest, concern: Concern) -> HttpResponse:
    """One concern; each reading by a handler is written down."""
    actions.read(concern, by=request.user)
    return _concern(request, concern, OutcomeForm())


def _concern(
    request: PersonRequest, concern: Concern, form: OutcomeForm, *, status: int = 200
) -> HttpResponse:
    handles = may(request.user, "concern.take_up", concern)
    context = {
        "concern": concern,
        "tone": TONES[Concern.Severity(concern.severity)],
        "handles": handles,
        "verbs": concern.verbs if handles else (),
        "is_mine": concern.raised_by_id == request.user.pk,
        "form": form,
    }
    return render(request, "safeguarding/concern.html", context, status=status)


@require_POST
@door("concern.take_up")
def take_up(request: PersonRequest, concern: Concern) -> HttpResponse:
    """Look after it oneself."""
    actions.take_up(concern, by=request.user)
    messages.success(request, _("You look after it now. The person who raised it has been told."))
    return redirect("safeguarding:concern", concern.pk)


@require_POST
@door("concern.resolve")
def resolve(request: PersonRequest, concern: Concern) -> HttpResponse:
    """Say what was done, and close it."""
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return _concern(request, concern, form, status=422)
    actions.resolve(concern, form.cleaned_data["outcome"], by=request.user)
    messages.success(request, _("It is resolved. The person who raised it can read what was done."))
    return redirect("safeguarding:concern", concern.pk)


@require_POST
@door("concern.refer")
def refer(request: PersonRequest, concern: Concern) -> HttpResponse:
    """Pass it to an authority."""
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return _concern(request, concern, form, status=422)
    actions.refer(concern, form.cleaned_data["outcome"], by=request.user)
    messages.success(request, _("It is noted that an authority looks after it."))
    return redirect("safeguarding:concern", concern.pk)
