"""Saying how it goes, how it was and what came of it, and reading what was said."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from wayfellow.access.doors import door
from wayfellow.mentorships.models import WorkGroup
from wayfellow.people.http import PersonRequest
from wayfellow.programmes.models import Cohort
from wayfellow.surveys import actions, occasions, queries
from wayfellow.surveys.forms import FeedbackForm, OutcomeForm, PulseForm

PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@door("workgroup.give_feedback")
def feedback(request: PersonRequest, group: WorkGroup) -> HttpResponse:
    """How was it? Asked once, when the group closes or has ended."""
    is_mentor = group.mentor.person_id == request.user.pk
    given = queries.given(group, request.user)
    if request.method == "POST" and given is not None:
        return redirect("surveys:feedback", group.pk)
    form = FeedbackForm(request.POST if request.method == "POST" else None, is_mentor=is_mentor)
    if request.method == "POST" and form.is_valid():
        actions.give_feedback(group, form.cleaned_data, by=request.user)
        return redirect("surveys:feedback", group.pk)
    context = {
        "group": group,
        "form": form,
        "given": given,
        "is_open": group.state in queries.ASKED,
        "is_mentor": is_mentor,
    }
    return render(request, "surveys/feedback.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@door("workgroup.give_pulse")
def pulse(request: PersonRequest, group: WorkGroup) -> HttpResponse:
    """How is it going? Asked half-way, and when a match is looked at again."""
    given = occasions.said_now(group).filter(person=request.user).first()
    if request.method == "POST" and given is not None:
        return redirect("surveys:pulse", group.pk)
    form = PulseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.give_pulse(group, form.cleaned_data, by=request.user)
        return redirect("surveys:pulse", group.pk)
    context = {"group": group, "form": form, "given": given}
    return render(request, "surveys/pulse.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@door("workgroup.tell_outcome")
def outcome(request: PersonRequest, group: WorkGroup) -> HttpResponse:
    """What came of it? Asked half a year after the end, and after a year."""
    months = occasions.months_after(group)
    given = group.outcomes.filter(person=request.user).order_by("months").last()
    told = given is not None and given.months == months
    if request.method == "POST" and told:
        return redirect("surveys:outcome", group.pk)
    form = OutcomeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.tell_outcome(group, form.cleaned_data, by=request.user)
        return redirect("surveys:outcome", group.pk)
    context = {
        "group": group,
        "form": form,
        "given": given if told or months is None else None,
        "is_open": months is not None,
    }
    return render(request, "surveys/outcome.html", context, status=422 if form.is_bound else 200)


@require_safe
@door("cohort.read_pulses")
def pulses(request: PersonRequest, cohort: Cohort) -> HttpResponse:
    """What was said half-way, who wants to talk first; and what came of it later, in numbers."""
    rows = queries.pulses(cohort, request.user)
    context = {
        "cohort": cohort,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "halfway": queries.halfway(cohort, request.user),
        "outcomes": queries.outcomes(cohort, request.user),
    }
    return render(request, "surveys/pulses.html", context)


@require_safe
@door("cohort.read_feedback")
def words(request: PersonRequest, cohort: Cohort) -> HttpResponse:
    """What people wrote, without who wrote it."""
    page = Paginator(queries.words(cohort, request.user), PER_PAGE).get_page(
        request.GET.get("page")
    )
    return render(request, "surveys/words.html", {"cohort": cohort, "page": page})
