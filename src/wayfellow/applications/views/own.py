"""The applicant's own pages."""

from http import HTTPStatus

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayfellow.access.doors import door, signed_in
from wayfellow.access.refusals import Invalid, Refused
from wayfellow.applications import actions
from wayfellow.applications.forms import DraftForm, RestForm, draft_form
from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application
from wayfellow.applications.queries import is_minor_now, latest_consent, missing, own, story
from wayfellow.applications.views.story import entries
from wayfellow.people.http import PersonRequest


@require_safe
@signed_in
def mine(request: PersonRequest) -> HttpResponse:
    """Every application of mine."""
    return render(request, "applications/mine.html", {"applications": own(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@door("application.save")
def edit(request: PersonRequest, application: Application) -> HttpResponse:
    """The form, kept as a draft."""
    if not application.may_be_edited:
        return redirect("applications:show", application.pk)
    if request.method != "POST":
        return _form_page(request, application, draft_form(application))
    form = draft_form(application, request.POST)
    status = _keep(request, application, form)
    if status == HTTPStatus.CONFLICT:
        return _conflict(request, application, form)
    if status != HTTPStatus.OK:
        return _form_page(request, application, form, status=422)
    if "send" in request.POST:
        return redirect("applications:send", application.pk)
    messages.success(request, _("Saved."))
    return redirect("applications:edit", application.pk)


def _keep(request: PersonRequest, application: Application, form: DraftForm) -> HTTPStatus:
    """Keep whatever can be kept; what cannot stays in the form with its error."""
    values = form.kept()
    if "version" in form.errors:
        return HTTPStatus.UNPROCESSABLE_ENTITY
    window = form.cleaned_data.get("window", "")
    version = form.cleaned_data["version"]
    try:
        try:
            actions.save(application, values, version=version, by=request.user, window=window)
        except Invalid as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
            values.pop(wrong.field, None)
            actions.save(application, values, version=version, by=request.user, window=window)
    except Refused:
        return HTTPStatus.CONFLICT
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


def _form_page(
    request: PersonRequest, application: Application, form: DraftForm, status: int = 200
) -> HttpResponse:
    context = {
        "application": application,
        "form": form,
        "is_draft": "submit" in application.verbs,
        "is_minor": is_minor_now(application),
    }
    return render(request, "applications/edit.html", context, status=status)


def _conflict(request: PersonRequest, application: Application, form: DraftForm) -> HttpResponse:
    """Show both: what is kept, and what was typed here; saving again keeps what was typed."""
    current = Application.objects.get(pk=application.pk)
    if not current.may_be_edited:
        raise Refused(_("The application has been sent meanwhile, from another window."))
    kept = draft_form(current)
    data = request.POST.copy()
    data["version"] = str(current.version)
    fresh = draft_form(current, data)
    fresh.is_valid()
    differing = [
        {"label": fresh[name].label, "kept": kept.shown(name)}
        for name in fresh.fields
        if name not in ("version", "window")
        and name not in fresh.errors
        and (fresh.cleaned_data.get(name) or "") != (kept.initial.get(name) or "")
    ]
    context = {
        "application": current,
        "form": fresh,
        "differing": differing,
        "is_draft": "submit" in current.verbs,
    }
    return render(request, "applications/edit.html", context, status=409)


@require_POST
@door("application.save")
def autosave(request: PersonRequest, application: Application) -> HttpResponse:
    """Keep what is typed, silently: 204 when all of it is kept."""
    if not application.may_be_edited:
        return HttpResponse(status=409)
    form = draft_form(application, request.POST)
    status = _keep(request, application, form)
    return HttpResponse(status=HTTPStatus.NO_CONTENT if status == HTTPStatus.OK else status)


@require_http_methods(["GET", "HEAD", "POST"])
@door("application.submit")
def send(request: PersonRequest, application: Application) -> HttpResponse:
    """Everything once more, then the button that sends it."""
    if request.method == "POST":
        try:
            actions.submit(application, by=request.user)
        except Invalid as wrong:
            application.refresh_from_db()
            return _summary(request, application, problem=str(wrong))
        messages.success(request, _("Your application has been sent."))
        return redirect("applications:show", application.pk)
    if "submit" not in application.verbs:
        return redirect("applications:show", application.pk)
    return _summary(request, application)


def _summary(request: HttpRequest, application: Application, problem: str = "") -> HttpResponse:
    form = draft_form(application)
    lacking = [name for name in missing(application) if name in form.fields]
    context = {
        "application": application,
        "sections": sections(form),
        "missing": [{"name": name, "label": form.fields[name].label} for name in lacking],
        "is_minor": is_minor_now(application),
        "problem": problem,
    }
    status = 422 if problem else 200
    return render(request, "applications/send.html", context, status=status)


def sections(form: DraftForm, *, for_staff: bool = False) -> list[dict[str, object]]:
    """The answers of each section as (label, value), without those left empty."""
    found: list[dict[str, object]] = [
        {
            "title": part.heading if for_staff else part.title,
            "rows": [
                (str(field.label), form.shown(field.name))
                for field in fields
                if form.shown(field.name)
            ],
        }
        for part, fields in form.parts
    ]
    return [section for section in found if section["rows"]]


def own_page(request: PersonRequest, application: Application) -> HttpResponse:
    """How the application stands."""
    context = {
        "application": application,
        "programme": application.cohort.programme,
        "consent": latest_consent(application) if application.is_student else None,
        "officer": getattr(application, "charge", None),
        "sections": sections(draft_form(application)),
        "timeline": entries(story(application), for_staff=False),
    }
    return render(request, "applications/own.html", context)


@require_POST
@door("application.withdraw")
def withdraw(request: PersonRequest, application: Application) -> HttpResponse:
    actions.withdraw(application, by=request.user, reason=request.POST.get("reason", "")[:1000])
    messages.success(request, _("Your application is withdrawn. You can open it again."))
    return redirect("applications:show", application.pk)


@require_POST
@door("application.reopen")
def reopen(request: PersonRequest, application: Application) -> HttpResponse:
    actions.reopen(application, by=request.user)
    messages.success(request, _("Your application is a draft again."))
    return redirect("applications:edit", application.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@door("application.pause")
def pause(request: PersonRequest, application: Application) -> HttpResponse:
    """Until when a mentor takes nobody new, and what becomes of everything that runs."""
    form = RestForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.pause(application, until=form.cleaned_data["until"], by=request.user)
        messages.success(request, _("Nobody new is taken from now on."))
        return redirect("applications:show", application.pk)
    if application.is_paused or application.state != State.ACCEPTED:
        return redirect("applications:show", application.pk)
    # The rooms above know the groups; here it is enough to name who is in them.
    prefetch_related_objects([application], "leads__members__application__person")
    context = {"application": application, "form": form}
    status = 422 if form.errors else 200
    return render(request, "applications/pause.html", context, status=status)


@require_POST
@door("application.unpause")
def unpause(request: PersonRequest, application: Application) -> HttpResponse:
    actions.unpause(application, by=request.user)
    return redirect("applications:show", application.pk)
