from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayfellow.access.doors import door, may, reach, signed_in
from wayfellow.institutions.models import Institution
from wayfellow.people.http import PersonRequest
from wayfellow.programmes import actions, queries
from wayfellow.programmes.actions.yearly import named_a_year_on
from wayfellow.programmes.forms import SECTIONS, CloneForm, CreateForm
from wayfellow.programmes.forms.axes import SectionForm
from wayfellow.programmes.forms.programmes import free_address
from wayfellow.programmes.models import Office, Programme
from wayfellow.programmes.views.forms import FormPage, form_page

PER_PAGE = 50


@require_safe
@signed_in
def index(request: PersonRequest) -> HttpResponse:
    """The programmes that the person may see."""
    rows = queries.listed(reach(request.user, "programme.view"))
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "institutions": reach(request.user, "institution.create_programme"),
    }
    return render(request, "programmes/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door("institution.create_programme", by="slug")
def create(request: PersonRequest, institution: Institution) -> HttpResponse:
    """A new programme from one of three beginnings."""
    form = CreateForm(request.POST if request.method == "POST" else None, institution=institution)
    if request.method == "POST" and form.is_valid():
        programme = actions.create(
            institution=institution,
            name=form.cleaned_data["name"],
            slug=form.cleaned_data["slug"],
            policy=form.cleaned_data["preset"],
            institutions=form.cleaned_data.get("institutions", ()),
            by=request.user,
        )
        messages.success(request, _("The programme is there as a draft. Say what it is for next."))
        return redirect("programmes:show", programme.pk)
    page = FormPage(
        title=_("New programme at %(institution)s") % {"institution": institution.name},
        button=_("Create the programme"),
        back_url=reverse("programmes:index"),
        back=_("Programmes"),
    )
    return form_page(request, page, form)


@require_safe
@door("programme.view")
def show(request: PersonRequest, programme: Programme) -> HttpResponse:
    """The programme for those who take part in it; staff see its people and cohorts too."""
    cohorts = queries.cohorts(programme)
    cohort = queries.current_cohort(cohorts)
    offices = reach(request.user, "office.view").filter(programme=programme, ended_at=None)
    context = {
        "programme": programme,
        "cohorts": cohorts,
        "cohort": cohort,
        "phases": queries.phases(cohort) if cohort else [],
        "aims": queries.aims(programme),
        "documents": queries.documents(programme),
        "contacts": programme.contacts.all(),
        "institutions": programme.institutions.all(),
        "offices": offices.select_related("person", "institution"),
        "live_page": queries.current_page(programme),
        "may_edit": may(request.user, "programme.edit", programme),
        "may_foresee": may(request.user, "programme.foresee", programme),
        "may_appoint": may(request.user, "programme.appoint", programme),
        "coordinator": Office.Role.COORDINATOR,
    }
    return render(request, "programmes/show.html", context)


@require_safe
@door("programme.edit")
def edit(request: PersonRequest, programme: Programme) -> HttpResponse:
    """Every axis, in sections."""
    return _edit_page(request, programme, None)


@require_POST
@door("programme.edit")
def edit_section(request: PersonRequest, programme: Programme, section: str) -> HttpResponse:
    """Save one section; the others stay as they are."""
    if section not in SECTIONS:
        return redirect("programmes:edit", programme.pk)
    form = SECTIONS[section].form(request.POST, instance=programme, prefix=section)
    if not form.is_valid():
        return _edit_page(request, programme, (section, form))
    actions.edit(programme, form.cleaned_data, by=request.user)
    messages.success(request, _("“%(section)s” is saved.") % {"section": SECTIONS[section].title})
    return redirect(f"{reverse('programmes:edit', args=[programme.pk])}#{section}")


def _edit_page(
    request: PersonRequest, programme: Programme, refused: tuple[str, SectionForm] | None
) -> HttpResponse:
    kept = {refused[0]: refused[1]} if refused else {}
    # A refused form has put what was typed on the row: the other sections show what is stored.
    stored = Programme.objects.get(pk=programme.pk)
    sections = [
        {"section": s, "form": kept.get(key) or s.form(instance=stored, prefix=key)}
        for key, s in SECTIONS.items()
    ]
    context = {
        "programme": stored,
        "sections": sections,
        "is_running": programme.cohorts.filter(state__in=("running", "closing")).exists(),
    }
    return render(request, "programmes/edit.html", context, status=422 if refused else 200)


@require_POST
@door("programme.publish")
def publish(request: PersonRequest, programme: Programme) -> HttpResponse:
    """From draft to active."""
    actions.publish(programme, by=request.user)
    messages.success(request, _("The programme is active."))
    return redirect("programmes:show", programme.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@door("programme.archive")
def archive(request: PersonRequest, programme: Programme) -> HttpResponse:
    """Ask once, then close the programme for good."""
    if request.method == "POST":
        actions.archive(programme, by=request.user)
        messages.success(request, _("The programme is archived."))
        return redirect("programmes:show", programme.pk)
    return render(request, "programmes/archive.html", {"programme": programme})


@require_http_methods(["GET", "HEAD", "POST"])
@door("programme.clone")
def clone(request: PersonRequest, programme: Programme) -> HttpResponse:
    """Next year's programme from this one."""
    name = named_a_year_on(programme.name)
    slug = free_address(named_a_year_on(programme.slug))
    form = CloneForm(
        request.POST if request.method == "POST" else None, initial={"name": name, "slug": slug}
    )
    if request.method == "POST" and form.is_valid():
        copy = actions.clone(
            programme,
            name=form.cleaned_data["name"],
            slug=form.cleaned_data["slug"],
            by=request.user,
        )
        messages.success(
            request, _("Next year's programme is there as a draft, with every date a year later.")
        )
        return redirect("programmes:show", copy.pk)
    page = FormPage(
        title=_("Clone %(programme)s for next year") % {"programme": programme.name},
        button=_("Create next year's programme"),
        back_url=reverse("programmes:show", args=[programme.pk]),
        back=programme.name,
        lead=_(
            "Settings, aims, contacts, documents, staff and a draft of the public page are "
            "copied, and a cohort with all dates a year later. Nobody's application is."
        ),
    )
    return form_page(request, page, form)
