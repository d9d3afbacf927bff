"""The page on which an application is read and decided."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayfellow.access.doors import door, may
from wayfellow.access.refusals import Invalid
from wayfellow.applications import actions
from wayfellow.applications.forms import GuardianForm, draft_form
from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application, Consent
from wayfellow.applications.queries import (
    Filters,
    beside,
    latest_consent,
    offices_for,
    pile,
    story,
    with_flags,
)
from wayfellow.applications.views.own import own_page, sections
from wayfellow.applications.views.pile import TONES, VERBS
from wayfellow.applications.views.story import entries
from wayfellow.people.http import PersonRequest
from wayfellow.people.views import birthday_page


@require_safe
@door("application.view")
def show(request: PersonRequest, application: Application) -> HttpResponse:
    """The applicant sees how it stands; staff read it."""
    if application.person_id == request.user.pk:
        return own_page(request, application)
    return reading_page(request, application)


def reading_page(
    request: PersonRequest,
    application: Application,
    *,
    problem: str = "",
    typed: dict[str, str] | None = None,
) -> HttpResponse:
    """Everything a reviewer needs, with the neighbours in the pile."""
    row = with_flags(Application.objects.filter(pk=application.pk)).select_related(
        "cohort__programme", "institution", "person", "decided_by", "charge__office__person"
    )[0]
    decides = may(request.user, "application.accept", application)
    filters = Filters.read(request.GET)
    place = None
    if may(request.user, "cohort.review", application.cohort):
        place = beside(request.user, application, filters)
    consent = latest_consent(application) if application.is_student else None
    context = {
        "application": row,
        "tone": TONES.get(State(row.state), "quiet"),
        "advised": row.cohort.programme.advised_experience,
        "sections": sections(draft_form(application), for_staff=True),
        "consent": consent,
        "guardian_form": _guardian_form(row, consent),
        "decides": decides,
        "offices": list(offices_for(application)) if decides and row.is_student else [],
        "place": place,
        "query": filters.query,
        "timeline": entries(story(application), for_staff=True),
        "problem": problem,
        "typed": typed or {},
    }
    return render(request, "applications/read.html", context, status=422 if problem else 200)


def _guardian_form(application: Application, consent: Consent | None) -> GuardianForm | None:
    if not application.is_student or not application.consent_needed:
        return None
    answers = application.student
    return GuardianForm(
        initial={
            "guardian_name": answers.guardian_name,
            "relationship": answers.guardian_relationship,
            "email": answers.guardian_email,
            "phone": answers.guardian_phone,
        }
    )


def _decided(request: PersonRequest, application: Application) -> HttpResponse:
    """On to the next one in the pile, or back to it."""
    filters = Filters.read(request.GET)
    messages.success(
        request,
        _("%(name)s: %(state)s.")
        % {"name": application.person, "state": application.get_state_display()},
    )
    following = request.POST.get("next", "")
    known = pile(request.user, application.cohort, filters).values_list("pk", flat=True)
    if following in map(str, known):
        return redirect(f"{reverse('applications:show', args=[following])}?{filters.query}")
    return redirect(f"{reverse('applications:pile', args=[application.cohort_id])}?{filters.query}")


def _answer(request: PersonRequest, application: Application, verb: str) -> HttpResponse:
    typed = {name: request.POST.get(name, "")[:1000] for name in ("reason", "note")}
    try:
        if verb == "accept":
            actions.accept(application, by=request.user, **typed)
        else:
            VERBS[verb](application, by=request.user, reason=typed["reason"])
    except Invalid as wrong:
        return reading_page(request, application, problem=str(wrong), typed=typed)
    return _decided(request, application)


@require_POST
@door("application.accept")
def accept(request: PersonRequest, application: Application) -> HttpResponse:
    return _answer(request, application, "accept")


@require_POST
@door("application.waitlist")
def waitlist(request: PersonRequest, application: Application) -> HttpResponse:
    return _answer(request, application, "waitlist")


@require_POST
@door("application.decline")
def decline(request: PersonRequest, application: Application) -> HttpResponse:
    return _answer(request, application, "decline")


def _back(request: PersonRequest, application: Application) -> HttpResponse:
    query = Filters.read(request.GET).query
    return redirect(f"{reverse('applications:show', args=[application.pk])}?{query}")


@require_POST
@door("application.note")
def note(request: PersonRequest, application: Application) -> HttpResponse:
    actions.note(application, request.POST.get("note", "")[:1000], by=request.user)
    messages.success(request, _("The note is kept."))
    return _back(request, application)


@require_http_methods(["GET", "HEAD", "POST"])
@door("application.correct_birthday")
def birthday(request: PersonRequest, application: Application) -> HttpResponse:
    """Put the student's date of birth right."""
    back = reverse("applications:show", args=[application.pk])
    return birthday_page(request, application.person, back)


@require_POST
@door("application.charge")
def charge(request: PersonRequest, application: Application) -> HttpResponse:
    chosen = request.POST.get("office", "")
    office = next((o for o in offices_for(application) if str(o.pk) == chosen), None)
    if office is None:
        return reading_page(
            request,
            application,
            problem=_("Choose a liaison officer of the student's institution."),
        )
    actions.charge(application, office, by=request.user)
    return _back(request, application)


@require_POST
@door("application.ask_consent")
def ask_consent(request: PersonRequest, application: Application) -> HttpResponse:
    """Ask the guardian, a first time or again at a corrected address."""
    form = GuardianForm(request.POST)
    if not form.is_valid():
        wrong = next(iter(form.errors.values()))[0]
        return reading_page(request, application, problem=str(wrong))
    try:
        actions.ask_again(application, form.values(), by=request.user)
    except Invalid as refused:
        return reading_page(request, application, problem=str(refused))
    messages.success(request, _("A new mail is on its way to the guardian."))
    return _back(request, application)


@require_POST
@door("consent.revoke")
def revoke(request: PersonRequest, consent: Consent) -> HttpResponse:
    """The guardian took it back by telephone or letter."""
    actions.revoke(consent, by=request.user)
    return _back(request, consent.application)
