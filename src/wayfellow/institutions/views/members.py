"""An institution as its administrators see it, and the list of them all."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wayfellow.access.doors import door, may, platform, reach
from wayfellow.institutions import actions, queries
from wayfellow.institutions.forms import DetailsForm, FilterForm, NewInstitutionForm
from wayfellow.institutions.models import Institution, Membership
from wayfellow.notifications.queries import stuck
from wayfellow.people.http import PersonRequest
from wayfellow.people.views import birthday_page

PAGE = 50


def frame(request: PersonRequest, institution: Institution, current: str) -> dict[str, Any]:
    """What every page of ``institution`` shows: itself and its sister pages."""
    pages = [("invitations", _("Invitations"))]
    if may(request.user, "institution.manage", institution):
        pages = [
            ("show", _("Members")),
            *pages,
            ("letters", _("Mail that has not left")),
            ("wordings:index", _("What mails say")),
            ("edit", _("Details")),
        ]
    tabs = [
        {
            "label": label,
            "url": reverse(
                name if ":" in name else f"institutions:{name}", args=[institution.slug]
            ),
            "current": name == current,
        }
        for name, label in pages
    ]
    return {"institution": institution, "tabs": tabs}


@require_safe
@platform
def index(request: PersonRequest) -> HttpResponse:
    """Every tenant of the deployment, with counts."""
    rows = queries.with_counts(reach(request.user, "institution.view"))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "institutions/index.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@platform
def new(request: PersonRequest) -> HttpResponse:
    """Create a tenant and invite its first administrator."""
    form = NewInstitutionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        institution = actions.create(form.cleaned_data, by=request.user)
        said = _("%(name)s is here, and an invitation is on its way to %(address)s.")
        values = {"name": institution.name, "address": form.cleaned_data["admin_email"]}
        messages.success(request, said % values)
        return redirect("institutions:invitations", institution.slug)
    status = 422 if form.errors else 200
    return render(request, "institutions/new.html", {"form": form}, status=status)


@require_safe
@door("institution.manage", by="slug")
def show(request: PersonRequest, institution: Institution) -> HttpResponse:
    """Who belongs here, by role and by name."""
    form = FilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = queries.members(institution, role=chosen.get("role", ""), words=chosen.get("q", ""))
    context = {
        **frame(request, institution, "show"),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "form": form,
        "narrowed": bool(chosen.get("role") or chosen.get("q")),
    }
    return render(request, "institutions/show.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door("institution.edit", by="slug")
def edit(request: PersonRequest, institution: Institution) -> HttpResponse:
    """Change the details of an institution."""
    posted = request.POST if request.method == "POST" else None
    initial = {name: getattr(institution, name) for name in actions.FIELDS}
    form = DetailsForm(posted, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.edit(institution, form.cleaned_data, by=request.user)
        messages.success(request, _("The details are saved."))
        return redirect("institutions:edit", institution.slug)
    context = {**frame(request, institution, "edit"), "form": form}
    return render(request, "institutions/edit.html", context, status=422 if form.errors else 200)


@require_safe
@door("institution.manage", by="slug")
def letters(request: PersonRequest, institution: Institution) -> HttpResponse:
    """Mails to members and invited people that have not left, and why."""
    rows = queries.letters(institution, stuck(reach(request.user, "letter.view")))
    context = {
        **frame(request, institution, "letters"),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "institutions/letters.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door("membership.end")
def end(request: PersonRequest, membership: Membership) -> HttpResponse:
    """Ask once more, then end a role."""
    if request.method == "POST":
        actions.end(membership, by=request.user)
        said = _("%(name)s is not %(role)s here any more.")
        values = {"name": membership.person.called, "role": membership.get_role_display()}
        messages.success(request, said % values)
        return redirect("institutions:show", membership.institution.slug)
    return render(request, "institutions/end.html", {"membership": membership})


@require_http_methods(["GET", "HEAD", "POST"])
@door("membership.correct_birthday")
def birthday(request: PersonRequest, membership: Membership) -> HttpResponse:
    """Put a student's date of birth right."""
    back = reverse("institutions:show", args=[membership.institution.slug])
    return birthday_page(request, membership.person, back)
