"""A run answered for: brought from elsewhere, repeated, rehearsed, handed out, printed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayfellow import papers
from wayfellow.access.doors import door
from wayfellow.access.refusals import Refused
from wayfellow.applications.models import Application
from wayfellow.mentorships.lifecycle import LIVE
from wayfellow.pairing import actions, bringing, files, queries, words
from wayfellow.pairing.forms import ChoicesForm, PairsFileForm, PastForm
from wayfellow.pairing.models import Run
from wayfellow.pairing.report import account, on_paper
from wayfellow.pairing.views.found import institution_of
from wayfellow.people.http import PersonRequest
from wayfellow.programmes.models import Cohort

PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@door("cohort.pair")
def bring(request: PersonRequest, cohort: Cohort) -> HttpResponse:
    """Take in pairs made elsewhere: all of them, or none and every fault by line and column."""
    institution, _held = institution_of(request, cohort)
    form = PairsFileForm(request.POST if request.method == "POST" else None, request.FILES or None)
    faults: list[bringing.Fault] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        if file.size > bringing.MOST_BYTES:
            form.add_error("file", _("The file is larger than 20 MB. Split it into smaller ones."))
        else:
            found = bringing.brought(cohort, institution, file.read(), file.name)
            faults = found.faults
            if not faults:
                recipe = queries.recipe_for(cohort, institution)
                run = actions.bring_pairs(
                    cohort,
                    institution,
                    found.pairs,
                    configuration=recipe.toml(),
                    by=request.user,
                )
                return redirect("pairing:run", run.pk)
    context = {
        "cohort": cohort,
        "institution": institution,
        "form": form,
        "count": len(faults),
        "page": Paginator(faults, PAGE).get_page(1),
    }
    status = 422 if faults or form.errors else 200
    return render(request, "pairing/bring.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@door("run.keep_pair")
def doubts(request: PersonRequest, row: Run) -> HttpResponse:
    """Pairs that break a rule: each can be kept by hand or moved."""
    rows = row.proposals.exclude(against=[])
    if request.method == "POST":
        wanted = [pk for pk in request.POST.getlist("student") if pk.isascii() and pk.isdigit()]
        students = Application.objects.filter(pk__in=rows.values("student"))
        if "all" not in request.POST:
            students = students.filter(pk__in=[pk for pk in wanted if len(pk) < PAGE])
        count = actions.keep_pair(row, list(students), by=request.user)
        said = ngettext("%(n)d pair is kept by hand.", "%(n)d pairs are kept by hand.", count)
        messages.success(request, said % {"n": count})
        return redirect("pairing:doubts", row.pk)
    people = ("student__person", "mentor__person")
    page = Paginator(
        rows.select_related(*people).order_by("kept_by_hand", "student__person__name", "pk"), PAGE
    ).get_page(request.GET.get("page"))
    lines = {student: line for student, _mentor, line in row.pool.get("pairs", [])}
    context = {
        "run": row,
        "cohort": row.cohort,
        "page": page,
        "rows": [
            (each, words.objections(each.against), lines.get(each.student_id)) for each in page
        ],
        "open": rows.filter(kept_by_hand=False).count(),
    }
    return render(request, "pairing/doubts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door("cohort.pair")
def rehearse(request: PersonRequest, cohort: Cohort) -> HttpResponse:
    """Choose an earlier cohort, and see what today's settings would have made of it."""
    institution, _held = institution_of(request, cohort)
    others = Cohort.objects.filter(programme=cohort.programme_id).exclude(pk=cohort.pk)
    others = others.filter(
        Q(groups__institution=institution) | Q(runs__institution=institution, runs__state="published")
    ).distinct()  # fmt: skip
    form = PastForm(request.POST if request.method == "POST" else None, cohorts=others)
    if request.method == "POST" and form.is_valid():
        recipe = queries.recipe_for(cohort, institution)
        run = actions.rehearse(
            cohort,
            institution,
            form.cleaned_data["past"],
            configuration=recipe.toml(),
            by=request.user,
        )
        return redirect("pairing:run", run.pk)
    context = {
        "cohort": cohort,
        "institution": institution,
        "form": form,
        "there": others.exists(),
    }
    return render(request, "pairing/rehearse.html", context, status=422 if form.errors else 200)


@require_POST
@door("run.repeat")
def repeat(request: PersonRequest, row: Run) -> HttpResponse:
    """Compute the run again from what was kept."""
    new = actions.repeat(row, by=request.user)
    return redirect("pairing:run", new.pk)


@require_safe
@door("run.look")
def compare(request: PersonRequest, row: Run) -> HttpResponse:
    """A repetition or a rehearsal beside what it is measured by."""
    found = queries.compared(row)
    if found is None:
        raise Http404
    page = Paginator(found.differ, PAGE).get_page(request.GET.get("page"))
    context = {
        "run": row,
        "cohort": row.cohort,
        "found": found,
        "page": page,
        "rows": queries.changes(row, list(page)),
    }
    return render(request, "pairing/compare.html", context)


@require_safe
@door("run.look")
def handed_out(_request: PersonRequest, row: Run) -> HttpResponse:
    """The kept pool and configuration as the files that the engine's command line reads."""
    if not row.pool.get("students"):
        raise Refused(_("This run has kept no pool yet."))
    response = HttpResponse(files.zipped(row), content_type="application/zip")
    name = slugify(f"{row.cohort.programme.slug} {row.cohort.name} run {row.number}")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return response


@require_safe
@door("run.look")
def report(request: PersonRequest, row: Run) -> HttpResponse:
    """What was asked, what came of it and who decided, to be printed."""
    named = "names" in request.GET
    context = {
        "run": row,
        "cohort": row.cohort,
        "named": named,
        "account": account(row, named=named),
    }
    return render(request, "pairing/report.html", context)


@require_safe
@door("run.look")
def report_pdf(request: PersonRequest, row: Run) -> HttpResponse:
    """The same on paper."""
    named = "names" in request.GET
    made = on_paper(account(row, named=named))
    kind = _("with names") if named else ""
    return papers.attached(
        made, f"{row.cohort.programme.slug} {row.cohort.name} run {row.number} {kind}"
    )


@require_POST
@door("run.sign_off")
def sign_off(request: PersonRequest, row: Run) -> HttpResponse:
    """Answer for the run by name."""
    actions.sign_off(row, by=request.user)
    messages.success(request, _("Signed off. Your name and the day stand in the report."))
    return redirect("pairing:report", row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@door("application.rank")
def choices(request: PersonRequest, student: Application) -> HttpResponse:
    """A student's ranked mentors: in what order, and what has become of each."""
    mentors = queries.who_can_be_ranked(student)
    labels = [
        (
            str(row.pk),
            ", ".join(filter(None, (row.person.called, row.mentor.job_title, row.mentor.company))),
        )
        for row in mentors
    ]
    form = ChoicesForm(
        request.POST if request.method == "POST" else None,
        mentors=labels,
        student=student,
    )
    if request.method == "POST" and form.is_valid():
        only = form.cleaned_data.get("only", False)
        actions.rank(student, form.ranked, only=only, by=request.user)
        messages.success(request, _("Your choices are kept. The next matching honours them."))
        return redirect("pairing:choices", student.pk)
    found = queries.wishes(student)
    context = {
        "student": student,
        "programme": student.cohort.programme,
        "form": form,
        "wishes": found,
        "nobody_left": all(wish.fate in queries.PASSED for wish in found),
        "placed": student.places.filter(state="active", group__state__in=LIVE).exists(),
    }
    return render(request, "pairing/choices.html", context, status=422 if form.errors else 200)
