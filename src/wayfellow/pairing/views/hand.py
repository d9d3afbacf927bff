"""What coordinators do by hand: moves, pins and places."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayfellow.access.doors import door, fetch
from wayfellow.access.refusals import Invalid
from wayfellow.mentorships.models import WorkGroup
from wayfellow.pairing import actions, queries
from wayfellow.pairing.forms import MoveForm, PinForm, PlaceForm, TargetForm
from wayfellow.pairing.models import Pin, Run
from wayfellow.pairing.pool import waiting_students
from wayfellow.pairing.views.found import applicant, institution_of
from wayfellow.people.http import PersonRequest
from wayfellow.programmes.models import Cohort
from wayfellow.programmes.policy import Party

PAGE = 50
BRIEF = 8
"""So many mentors are shown in a dialog."""
FEW = 20
"""So many late joiners on a page, each with the best places."""
BEST = 3


@require_http_methods(["GET", "HEAD", "POST"])
@door("run.move")
def move(request: PersonRequest, run: Run) -> HttpResponse:
    """To whom a student could be moved and what it costs; then, after a look, the move."""
    if request.method == "POST":
        return _moved(request, run)
    student = applicant(_number(request, "student"), cohort=run.cohort_id)
    if str(student.pk) not in queries.held(run).students:
        raise Http404
    asked = TargetForm(request.GET)
    asked.is_valid()
    name, free = asked.cleaned_data.get("name", ""), asked.cleaned_data.get("free", False)
    choices = queries.choices(run, student, name=name, only_free=free)
    # In the dialog over the groups a few are enough: the search finds the others.
    in_dialog = "HX-Request" in request.headers
    if in_dialog:
        asked.fields["name"].widget.attrs["data-focus"] = ""
    before = run.proposals.filter(student=student).select_related("mentor__person").first()
    context: dict[str, object] = {
        "run": run,
        "student": student,
        "before": before,
        "asked": asked,
        "searches": bool(name or free),
        "in_dialog": in_dialog,
        "lawful": choices.lawful,
        "back": _page_of(request.GET.get("back", "")),
        "page": Paginator(choices.rows, BRIEF if in_dialog else PAGE).get_page(
            request.GET.get("page")
        ),
    }
    if before is not None:
        pair = {"student": student.pk, "mentor": before.mentor_id, "kind": Pin.Kind.LOCK}
        context["pin_form"] = PinForm(initial=pair)
    if in_dialog:
        return render(request, "pairing/parts/targets.html", context)
    if "mentor" in request.GET:
        context["what"] = queries.what_if(run, student, _number(request, "mentor"))
    return render(request, "pairing/move.html", context)


def _moved(request: PersonRequest, run: Run) -> HttpResponse:
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Choose a student and a mentor."))
    student = applicant(form.cleaned_data["student"], cohort=run.cohort_id)
    mentor = applicant(form.cleaned_data["mentor"], cohort=run.cohort_id)
    anyway = form.cleaned_data["anyway"]
    actions.move(run, student, mentor, anyway=anyway, by=request.user)
    names = {"student": student.person.called, "mentor": mentor.person.called}
    messages.success(request, _("%(student)s is with %(mentor)s now.") % names)
    here, back = reverse("pairing:run", args=[run.pk]), form.cleaned_data["back"]
    return redirect(f"{here}?page={back}" if back else here)


def _page_of(text: str) -> str:
    """The number of a page, or nothing."""
    return text if text.isascii() and text.isdigit() and len(text) < BRIEF else ""


def _number(request: PersonRequest, name: str) -> int:
    value = request.GET.get(name, "")
    if not value.isascii() or not value.isdigit() or len(value) > 18:  # noqa: PLR2004
        raise Http404
    return int(value)


@require_POST
@door("run.pin")
def pin(request: PersonRequest, run: Run) -> HttpResponse:
    """Say of a pair: always together, or never."""
    form = PinForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Choose whether they are always together or never."))
    said = form.cleaned_data
    student = applicant(said["student"], cohort=run.cohort_id, institution=run.institution_id)
    mentor = applicant(said["mentor"], cohort=run.cohort_id)
    verb = actions.lock if said["kind"] == Pin.Kind.LOCK else actions.exclude
    verb(student, mentor, by=request.user, note=said["note"])
    messages.success(request, _("Kept for every run from now on. This run stays as it is."))
    return redirect("pairing:run", run.pk)


@require_POST
@door("pin.unpin")
def unpin(request: PersonRequest, row: Pin) -> HttpResponse:
    """Let the engine find for itself again."""
    institution = row.student.institution
    actions.unpin(row, by=request.user)
    messages.success(request, _("Lifted. The next run decides freely."))
    here = reverse("pairing:pins", args=[row.cohort_id])
    return redirect(f"{here}?institution={institution.slug}")


@require_safe
@door("cohort.pair")
def pins(request: PersonRequest, cohort: Cohort) -> HttpResponse:
    """What coordinators said of single pairs."""
    institution, _held = institution_of(request, cohort)
    rows = queries.pins(cohort, institution)
    context = {
        "cohort": cohort,
        "institution": institution,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "pairing/pins.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door("cohort.pair")
def place(request: PersonRequest, cohort: Cohort) -> HttpResponse:
    """Students who have no group, and the open places for one of them."""
    institution, _held = institution_of(request, cohort)
    if request.method == "POST":
        return _placed(request, cohort)
    students = waiting_students(cohort, institution).order_by("person__name", "pk")
    recipe = queries.recipe_for(cohort, institution)
    page = Paginator(students, FEW).get_page(request.GET.get("page"))
    context: dict[str, object] = {
        "cohort": cohort,
        "institution": institution,
        "page": page,
        "uses_engine": Party.ENGINE in cohort.programme.policy.pairing.knock,
    }
    if "student" not in request.GET:
        best = queries.seats_for(list(page), recipe, best=BEST)
        context["rows"] = [(row, best[row.pk]) for row in page]
    else:
        student = students.filter(pk=_number(request, "student")).first()
        if student is None:
            raise Http404
        seats = Paginator(queries.open_seats(student, recipe), FEW)
        context |= {"student": student, "seats": seats.get_page(request.GET.get("page"))}
    return render(request, "pairing/place.html", context)


def _placed(request: PersonRequest, cohort: Cohort) -> HttpResponse:
    form = PlaceForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Choose a student and a group."))
    student = fetch(request.user, "application.view", pk=form.cleaned_data["student"])
    group: WorkGroup = fetch(request.user, "workgroup.view", pk=form.cleaned_data["group"])
    if student.cohort_id != cohort.pk or group.institution_id != student.institution_id:
        raise Http404
    actions.place(group, student, by=request.user)
    names = {"student": student.person.called, "mentor": group.mentor.person.called}
    messages.success(request, _("%(student)s joined the group of %(mentor)s.") % names)
    here = reverse("pairing:place", args=[cohort.pk])
    return redirect(f"{here}?institution={student.institution.slug}")
