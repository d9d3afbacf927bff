"""The mentors to choose from, one mentor, and the first message."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from wayfellow.access.doors import may, signed_in
from wayfellow.access.refusals import Refused
from wayfellow.applications.models import Application
from wayfellow.pairing import actions, queries
from wayfellow.pairing.forms import AskForm
from wayfellow.pairing.views.found import within_reach
from wayfellow.people.http import PersonRequest
from wayfellow.programmes.models import Cohort, Document
from wayfellow.programmes.queries import current_document

PAGE = 24


@require_safe
@signed_in
def directory(request: PersonRequest, pk: int) -> HttpResponse:
    """The mentors of a cohort, to be searched and narrowed."""
    cohort: Cohort = within_reach(request, "cohort.browse", pk)
    chosen = queries.Facets.read(request.GET)
    found = queries.directory(cohort, chosen, reader=request.user)
    page = Paginator(found.mentors, PAGE).get_page(request.GET.get("page"))
    count = len(found.mentors)
    context = {
        "cohort": cohort,
        "found": found,
        "chosen": chosen,
        "page": page,
        "cards": [(mentor, found.rooms[mentor.pk]) for mentor in page.object_list],
        "count": ngettext("%(n)d mentor", "%(n)d mentors", count) % {"n": count},
        "chips": _chips(chosen),
        "facets": [
            (_("Industry"), found.facets["industry"]),
            (_("Helps with"), found.facets["help"]),
            (_("Language"), found.facets["language"]),
        ],
    }
    return render(request, "pairing/directory.html", context)


def _chips(chosen: queries.Facets) -> list[dict[str, str]]:
    named = ("q", "industry", "help", "language")
    return [
        {"label": getattr(chosen, name), "remove_url": f"?{chosen.with_(**{name: ''}).query}"}
        for name in named
        if getattr(chosen, name)
    ]


@require_safe
@signed_in
def profile(request: PersonRequest, cohort: int, pk: int) -> HttpResponse:
    """A mentor as students see one: without address or phone."""
    mentor = _mentor(request, "application.meet", cohort, pk)
    student = queries.student_in(mentor.cohort, request.user)
    context = {
        "mentor": mentor,
        "profile": mentor.mentor,
        "cohort": mentor.cohort,
        "room": queries.room_of(mentor),
        "asked": queries.open_between(student, mentor) if student else None,
        "may_ask": may(request.user, "application.ask", mentor),
        "is_own": mentor.person_id == request.user.pk,
    }
    return render(request, "pairing/profile.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def ask(request: PersonRequest, cohort: int, pk: int) -> HttpResponse:
    """The first message to a mentor, with help to word it."""
    mentor = _mentor(request, "application.ask", cohort, pk)
    student = queries.student_in(mentor.cohort, request.user)
    form = AskForm(request.POST if request.method == "POST" else None)
    refusal = ""
    if request.method == "POST" and form.is_valid() and student is not None:
        try:
            actions.ask(student, mentor, form.cleaned_data["message"], by=request.user)
        except Refused as refused:
            refusal = str(refused)
        else:
            name = mentor.person.called
            messages.success(request, _("Your message is on its way to %(name)s.") % {"name": name})
            return redirect("pairing:requests")
    context = {
        "mentor": mentor,
        "cohort": mentor.cohort,
        "form": form,
        "refusal": refusal,
        "left": queries.requests_left(student) if student else None,
        "asked": queries.open_between(student, mentor) if student else None,
        "room": queries.room_of(mentor),
        "briefing": current_document(mentor.cohort.programme, Document.Kind.GUIDELINES),
    }
    status = 409 if refusal else 422 if form.errors else 200
    return render(request, "pairing/ask.html", context, status=status)


def _mentor(request: PersonRequest, permission: str, cohort: int, pk: int) -> Application:
    mentor: Application = within_reach(request, permission, pk)
    if mentor.cohort_id != cohort:
        raise Http404
    return mentor
