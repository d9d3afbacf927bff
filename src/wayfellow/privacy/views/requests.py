"""Asking about one's own data, and answering as a keeper."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayfellow.access.doors import door, may, signed_in
from wayfellow.access.rates import spend
from wayfellow.access.refusals import Refused
from wayfellow.people.http import PersonRequest
from wayfellow.privacy import actions, queries
from wayfellow.privacy.forms import AnswerForm, AskForm, PileForm
from wayfellow.privacy.lifecycle import Kind
from wayfellow.privacy.models import DataRequest

PER_PAGE = 50
ASKED_AN_HOUR = 20
HOUR = 3600


@require_safe
@signed_in
def mine(request: PersonRequest) -> HttpResponse:
    """What one can do about one's own data, and what one has asked."""
    page = Paginator(queries.asked_by(request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "is_keeper": queries.is_keeper(request.user)}
    return render(request, "privacy/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def ask(request: PersonRequest) -> HttpResponse:
    """Ask for a copy, a correction or erasure."""
    form = AskForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            spend(f"data request:{request.user.pk}", ASKED_AN_HOUR, HOUR)
            try:
                actions.ask(
                    Kind(form.cleaned_data["kind"]), form.cleaned_data["text"], by=request.user
                )
            except Refused as refused:
                form.add_error("kind", str(refused))
                status = 409
            else:
                messages.success(request, _("We have it. You get a receipt by mail."))
                return redirect("privacy:mine")
    places = [place.name for place in queries.institutions_of(request.user)]
    return render(request, "privacy/ask.html", {"form": form, "places": places}, status=status)


@require_safe
@signed_in
def pile(request: PersonRequest) -> HttpResponse:
    """Requests to answer, by the day they are due, without what is written in them."""
    form = PileForm(request.GET)
    show = form.cleaned_data.get("show", "") if form.is_valid() else ""
    rows = queries.to_answer(request.user, show=show, day=localdate())
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    found = page.paginator.count
    context = {
        "form": form,
        "page": page,
        "is_narrowed": bool(show),
        "institutions": queries.kept_by(request.user),
        "clear_url": reverse("privacy:pile"),
        "found": ngettext("%(n)d request", "%(n)d requests", found) % {"n": found},
    }
    return render(request, "privacy/pile.html", context)


@require_safe
@door("datarequest.view")
def show(request: PersonRequest, row: DataRequest) -> HttpResponse:
    """One request; each reading by a keeper is written down."""
    actions.read(row, by=request.user)
    return _request(request, row, AnswerForm())


def _request(
    request: PersonRequest, row: DataRequest, form: AnswerForm, *, status: int = 200
) -> HttpResponse:
    answers = may(request.user, "datarequest.answer", row)
    context = {
        "row": row,
        "form": form,
        "answers": answers,
        "is_mine": row.person_id == request.user.pk,
    }
    return render(request, "privacy/request.html", context, status=status)


@require_POST
@door("datarequest.fulfil")
def fulfil(request: PersonRequest, row: DataRequest) -> HttpResponse:
    """Say that it is done, and what."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _request(request, row, form, status=422)
    actions.fulfil(row, form.cleaned_data["answer"], by=request.user)
    messages.success(request, _("It is answered. The person has been told."))
    return redirect("privacy:request", row.pk)


@require_POST
@door("datarequest.refuse")
def refuse(request: PersonRequest, row: DataRequest) -> HttpResponse:
    """Refuse it, and say why."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _request(request, row, form, status=422)
    actions.refuse(row, form.cleaned_data["answer"], by=request.user)
    messages.success(request, _("It is refused. The person has been told and can read why."))
    return redirect("privacy:request", row.pk)


@require_POST
@door("datarequest.take_back")
def take_back(request: PersonRequest, row: DataRequest) -> HttpResponse:
    """One does not want it any more."""
    actions.take_back(row, by=request.user)
    messages.success(request, _("It is taken back."))
    return redirect("privacy:mine")
