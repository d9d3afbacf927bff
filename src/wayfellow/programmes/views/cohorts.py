from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayfellow.access.doors import View, door, may
from wayfellow.people.http import PersonRequest
from wayfellow.programmes import actions, queries
from wayfellow.programmes.forms import CohortForm, TermForm
from wayfellow.programmes.models import Cohort, Programme, Term
from wayfellow.programmes.views.forms import FormPage, form_page

# The next step of a cohort first; what gives it up last.
STEPS = {
    "open": gettext_lazy("Open applications"),
    "match": gettext_lazy("Close applications and begin matching"),
    "start": gettext_lazy("Start the groups' work"),
    "begin_closing": gettext_lazy("Begin closing"),
    "close": gettext_lazy("Close the cohort"),
    "reopen": gettext_lazy("Open applications again"),
    "cancel": gettext_lazy("Cancel the cohort"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@door("programme.add_cohort")
def add_cohort(request: PersonRequest, programme: Programme) -> HttpResponse:
    """A new cohort."""
    form = CohortForm(
        request.POST if request.method == "POST" else None, instance=Cohort(programme=programme)
    )
    if request.method == "POST" and form.is_valid():
        cohort = actions.add_cohort(programme, form.cleaned_data, by=request.user)
        return redirect("programmes:cohort", cohort.pk)
    page = FormPage(
        title=_("New cohort"),
        button=_("Add the cohort"),
        back_url=reverse("programmes:show", args=[programme.pk]),
        back=programme.name,
    )
    return form_page(request, page, form)


@require_safe
@door("cohort.view")
def cohort(request: PersonRequest, cohort: Cohort) -> HttpResponse:
    """The cohort: its phase, dates and terms, and the steps that are possible now."""
    context = {
        "cohort": cohort,
        "programme": cohort.programme,
        "phases": queries.phases(cohort),
        "terms": cohort.terms.all(),
        "steps": [
            {"url": reverse(f"programmes:{verb}_cohort", args=[cohort.pk]), "label": label}
            | {"is_harm": verb == "cancel"}
            for verb, label in STEPS.items()
            if verb in cohort.verbs
        ],
        "may_edit": may(request.user, "cohort.edit", cohort),
    }
    return render(request, "programmes/cohort.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door("cohort.edit")
def edit_cohort(request: PersonRequest, cohort: Cohort) -> HttpResponse:
    """Change a cohort's name and dates."""
    form = CohortForm(request.POST if request.method == "POST" else None, instance=cohort)
    if request.method == "POST" and form.is_valid():
        actions.edit_cohort(cohort, form.cleaned_data, by=request.user)
        return redirect("programmes:cohort", cohort.pk)
    page = FormPage(
        title=_("Edit the cohort"),
        button=_("Save the cohort"),
        back_url=reverse("programmes:cohort", args=[cohort.pk]),
        back=_("Cohort"),
    )
    return form_page(request, page, form)


def _step(verb: str, action: Callable[..., None]) -> View:
    """The view that moves a cohort along by ``verb``."""

    @require_POST
    @door(f"cohort.{verb}")
    def view(request: PersonRequest, cohort: Cohort) -> HttpResponse:
        action(cohort, by=request.user)
        messages.success(
            request, _("The cohort is now: %(state)s.") % {"state": cohort.get_state_display()}
        )
        return redirect("programmes:cohort", cohort.pk)

    return view


open_cohort = _step("open", actions.open)
match_cohort = _step("match", actions.match)
reopen_cohort = _step("reopen", actions.reopen)
start_cohort = _step("start", actions.start)
begin_closing_cohort = _step("begin_closing", actions.begin_closing)
close_cohort = _step("close", actions.close)


@require_http_methods(["GET", "HEAD", "POST"])
@door("cohort.cancel")
def cancel_cohort(request: PersonRequest, cohort: Cohort) -> HttpResponse:
    """Ask once, then give the cohort up."""
    if request.method == "POST":
        actions.cancel(cohort, by=request.user)
        messages.success(request, _("The cohort is cancelled and its staff told."))
        return redirect("programmes:cohort", cohort.pk)
    return render(request, "programmes/cancel.html", {"cohort": cohort})


@require_http_methods(["GET", "HEAD", "POST"])
@door("cohort.add_term")
def add_term(request: PersonRequest, cohort: Cohort) -> HttpResponse:
    """A new term."""
    form = TermForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.add_term(cohort, form.cleaned_data, by=request.user)
        return redirect("programmes:cohort", cohort.pk)
    return form_page(request, _term_page(cohort, _("New term"), _("Add the term")), form)


@require_http_methods(["GET", "HEAD", "POST"])
@door("term.edit")
def edit_term(request: PersonRequest, term: Term) -> HttpResponse:
    """Change a term's name and dates."""
    form = TermForm(request.POST if request.method == "POST" else None, instance=term)
    if request.method == "POST" and form.is_valid():
        actions.edit_term(term, form.cleaned_data, by=request.user)
        return redirect("programmes:cohort", term.cohort_id)
    return form_page(request, _term_page(term.cohort, _("Edit the term"), _("Save the term")), form)


@require_POST
@door("term.remove")
def remove_term(request: PersonRequest, term: Term) -> HttpResponse:
    """Take a term out."""
    cohort = term.cohort
    actions.remove_term(term, by=request.user)
    messages.success(request, _("The term was removed."))
    return redirect("programmes:cohort", cohort.pk)


def _term_page(cohort: Cohort, title: str, button: str) -> FormPage:
    back_url = reverse("programmes:cohort", args=[cohort.pk])
    return FormPage(title=title, button=button, back_url=back_url, back=str(cohort))
