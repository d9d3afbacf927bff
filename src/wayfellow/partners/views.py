"""The pages of companies: for coordinators, for a company's own contact, and for the world."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayfellow.access.doors import door, may, public, signed_in
from wayfellow.access.rates import network, spend
from wayfellow.partners import actions, queries
from wayfellow.partners.forms import (
    ContactForm,
    EnquiryForm,
    FilterForm,
    NominateForm,
    PartnerForm,
    PledgeForm,
    WithdrawForm,
)
from wayfellow.partners.lifecycle import PartnerState
from wayfellow.partners.models import Nomination, Partner, PartnerContact
from wayfellow.people.http import PersonRequest
from wayfellow.programmes.models import Programme
from wayfellow.programmes.queries import in_public

PER_PAGE = 50
ENQUIRIES_AN_HOUR = 5
HOUR = 3600


@require_safe
@door("programme.list_partners")
def index(request: PersonRequest, programme: Programme) -> HttpResponse:
    """The programme's companies, to be searched and narrowed."""
    form = FilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    words, state = asked.get("q", ""), asked.get("state", "")
    rows = queries.listed(programme, state=state, words=words)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    found = page.paginator.count
    context = {
        "programme": programme,
        "form": form,
        "page": page,
        "chips": _chips(request, words, state),
        "is_narrowed": bool(words or state),
        "found": ngettext("%(n)d company", "%(n)d companies", found) % {"n": found},
        "partners": [_with_memorandum(partner) for partner in page],
    }
    return render(request, "partners/index.html", context)


def _chips(request: HttpRequest, words: str, state: str) -> list[dict[str, str]]:
    labels = {"q": f"“{words}”" if words else ""}
    labels["state"] = str(PartnerState(state).label) if state else ""
    chips = []
    for name, label in labels.items():
        if label:
            rest = request.GET.copy()
            rest.pop(name, None)
            rest.pop("page", None)
            chips.append({"label": label, "remove_url": f"?{rest.urlencode()}"})
    return chips


def _with_memorandum(partner: Partner) -> dict[str, Any]:
    today = localdate()
    return {
        "partner": partner,
        "expires_soon": queries.expires_soon(partner, today),
        "has_expired": queries.has_expired(partner, today),
    }


@require_safe
@signed_in
def mine(request: PersonRequest) -> HttpResponse:
    """The companies for which the person speaks."""
    rows = queries.with_counts(Partner.objects.spoken_for_by(request.user.pk))
    found = list(rows.select_related("programme"))
    if len(found) == 1:
        return redirect("partners:show", found[0].pk)
    return render(request, "partners/mine.html", {"partners": found})


@require_http_methods(["GET", "HEAD", "POST"])
@door("programme.add_partner")
def add(request: PersonRequest, programme: Programme) -> HttpResponse:
    """A new company."""
    form = PartnerForm(
        request.POST if request.method == "POST" else None, instance=Partner(programme=programme)
    )
    if request.method == "POST" and form.is_valid():
        partner = actions.add(programme, form.cleaned_data, by=request.user)
        return redirect("partners:show", partner.pk)
    context = {
        "title": _("New company"),
        "button": _("Add the company"),
        "back_url": reverse("partners:index", args=[programme.pk]),
        "back": _("Companies"),
        "form": form,
    }
    return render(request, "partners/form.html", context, status=_status(form))


@require_safe
@door("partner.view")
def show(request: PersonRequest, partner: Partner) -> HttpResponse:
    """The company's record; its own contact sees it too."""
    return _record(request, partner)


def _record(request: PersonRequest, partner: Partner, **refused: Any) -> HttpResponse:
    forms: dict[str, Any] = {
        "pledge_form": PledgeForm(terms=queries.terms(partner.programme)),
        "contact_form": ContactForm(),
        "nominate_form": NominateForm(),
        **refused,
    }
    is_staff = may(request.user, "partner.edit", partner)
    context = {
        **_with_memorandum(partner),
        **forms,
        "programme": partner.programme,
        "hours": queries.hours_by_term(partner),
        "contacts": partner.contacts.select_related("person"),
        "nominations": partner.nominations.all(),
        "is_staff": is_staff,
        "is_active": partner.state == PartnerState.ACTIVE,
        "has_terms": queries.terms(partner.programme).exists(),
    }
    return render(request, "partners/show.html", context, status=422 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@door("partner.edit")
def edit(request: PersonRequest, partner: Partner) -> HttpResponse:
    """Change the record."""
    form = PartnerForm(request.POST if request.method == "POST" else None, instance=partner)
    if request.method == "POST" and form.is_valid():
        actions.edit(partner, form.cleaned_data, by=request.user)
        return redirect("partners:show", partner.pk)
    context = {
        "title": _("Edit the company"),
        "button": _("Save the company"),
        "back_url": reverse("partners:show", args=[partner.pk]),
        "back": _("Company"),
        "form": form,
    }
    return render(request, "partners/form.html", context, status=_status(form))


@require_POST
@door("partner.activate")
def activate(request: PersonRequest, partner: Partner) -> HttpResponse:
    """Let the company take part."""
    actions.activate(partner, by=request.user)
    messages.success(request, _("%(company)s takes part now.") % {"company": partner.name})
    return redirect("partners:show", partner.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@door("partner.withdraw")
def withdraw(request: PersonRequest, partner: Partner) -> HttpResponse:
    """End the company's part, in writing."""
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw(partner, letter=form.cleaned_data["letter"], by=request.user)
        messages.success(request, _("The withdrawal is recorded and both sides are told."))
        return redirect("partners:show", partner.pk)
    context = {"partner": partner, "programme": partner.programme, "form": form}
    return render(request, "partners/withdraw.html", context, status=_status(form))


@require_POST
@door("partner.pledge")
def pledge(request: PersonRequest, partner: Partner) -> HttpResponse:
    """Promise hours for a term."""
    form = PledgeForm(request.POST, terms=queries.terms(partner.programme))
    if not form.is_valid():
        return _record(request, partner, pledge_form=form)
    actions.pledge(partner, form.cleaned_data["term"], form.cleaned_data["hours"], by=request.user)
    messages.success(request, _("The pledge is recorded."))
    return redirect("partners:show", partner.pk)


@require_POST
@door("partner.add_contact")
def add_contact(request: PersonRequest, partner: Partner) -> HttpResponse:
    """Let somebody speak for the company."""
    form = ContactForm(request.POST)
    if not form.is_valid():
        return _record(request, partner, contact_form=form)
    actions.welcome_contact(partner, by=request.user, **form.cleaned_data)
    messages.success(
        request,
        _("%(name)s can speak for the company and has been told by mail.")
        % {"name": form.cleaned_data["name"]},
    )
    return redirect("partners:show", partner.pk)


@require_POST
@door("partnercontact.remove")
def remove_contact(request: PersonRequest, contact: PartnerContact) -> HttpResponse:
    """Let somebody no longer speak for the company."""
    partner = contact.partner
    actions.remove_contact(contact, by=request.user)
    messages.success(request, _("The contact was removed."))
    return redirect("partners:show", partner.pk)


@require_POST
@door("partner.nominate")
def nominate(request: PersonRequest, partner: Partner) -> HttpResponse:
    """Put a mentor forward."""
    form = NominateForm(request.POST)
    if form.is_valid() and partner.nominations.filter(email__iexact=form.cleaned_data["email"]):
        form.add_error("email", _("This mentor has been nominated already."))
    if not form.is_valid():
        return _record(request, partner, nominate_form=form)
    actions.nominate(partner, by=request.user, **form.cleaned_data)
    messages.success(
        request,
        _("%(name)s is nominated and was asked by mail to join.")
        % {"name": form.cleaned_data["name"]},
    )
    return redirect("partners:show", partner.pk)


@require_POST
@door("nomination.retract")
def retract(request: PersonRequest, nomination: Nomination) -> HttpResponse:
    """Take a nomination back."""
    actions.retract(nomination, by=request.user)
    messages.success(request, _("The nomination was taken back and the person told."))
    return redirect("partners:show", nomination.partner_id)


@require_http_methods(["GET", "HEAD", "POST"])
@public
def enquire(request: HttpRequest, slug: str) -> HttpResponse:
    """A company asks to take part."""
    programme = in_public().filter(slug=slug).first()
    if programme is None:
        raise Http404
    form = EnquiryForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        spend(f"enquiry:{network(request)}", ENQUIRIES_AN_HOUR, HOUR)
        actions.enquire(programme, form.cleaned_data)
        return redirect("partners:enquired", slug)
    context = {"programme": programme, "form": form}
    return render(request, "partners/enquire.html", context, status=_status(form))


@require_safe
@public
def enquired(request: HttpRequest, slug: str) -> HttpResponse:
    """Thanks, and what happens next."""
    programme = in_public().filter(slug=slug).first()
    if programme is None:
        raise Http404
    return render(request, "partners/enquired.html", {"programme": programme})


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200
