"""Files in, from the browser: upload, map, check, bring in."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayfellow.access.doors import door
from wayfellow.access.refusals import Invalid
from wayfellow.imports import actions, meter, previews, tasks
from wayfellow.imports.actions.batches import MOST_BYTES
from wayfellow.imports.forms import MappingForm, UploadForm
from wayfellow.imports.models import Batch, Kind
from wayfellow.imports.queries import batches_of, guardians_unasked
from wayfellow.people.http import PersonRequest
from wayfellow.programmes.models import Cohort
from wayfellow.sheets import write_csv

ROWS = 50


@require_safe
@door("cohort.import_people")
def listing(request: PersonRequest, cohort: Cohort) -> HttpResponse:
    """The files brought into a cohort, the newest first."""
    page = Paginator(batches_of(request.user, cohort), ROWS).get_page(request.GET.get("page"))
    return render(request, "imports/list.html", {"cohort": cohort, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@door("cohort.import_people")
def upload(request: PersonRequest, cohort: Cohort) -> HttpResponse:
    """Take a file in."""
    form = UploadForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        person=request.user,
        cohort=cohort,
    )
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch = actions.upload(
                cohort,
                Kind(form.cleaned_data["kind"]),
                form.cleaned_data["institution"],
                filename=file.name,
                # One byte more than allowed is enough to refuse it.
                data=file.read(MOST_BYTES + 1),
                by=request.user,
            )
        except Invalid as invalid:
            form.add_error(invalid.field if invalid.field in form.fields else None, str(invalid))
        else:
            return redirect("imports:columns", batch.pk)
    status = 422 if form.is_bound and not form.is_valid() else 200
    context = {"cohort": cohort, "form": form}
    return render(request, "imports/upload.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@door("batch.map")
def columns(request: PersonRequest, batch: Batch) -> HttpResponse:
    """Say which column is which, and see the first rows as we understand them."""
    if batch.is_over or batch.is_busy:
        return redirect("imports:show", batch.pk)
    form = MappingForm(request.POST if request.method == "POST" else None, batch=batch)
    if request.method == "POST" and form.is_valid():
        actions.map_(batch, form.cleaned_data, by=request.user)
        if "check" in request.POST:
            tasks.start_check(batch, by=request.user)
            return redirect("imports:show", batch.pk)
        return redirect(reverse("imports:columns", args=[batch.pk]) + "#preview")
    context = {
        "batch": batch,
        "form": form,
        "columns": previews.columns_of(batch),
        "preview": previews.preview(batch),
    }
    status = 422 if form.errors else 200
    return render(request, "imports/columns.html", context, status=status)


@require_safe
@door("batch.view")
def show(request: PersonRequest, batch: Batch) -> HttpResponse:
    """How far a file is, and what came of it."""
    done, total = _progress(batch)
    counts = {name: batch.summary.get(name, 0) for name in ("new", "changed", "unchanged")}
    shown = Paginator(batch.faults, ROWS).get_page(request.GET.get("page"))
    context = {
        "batch": batch,
        "done": done,
        "total": total,
        "counts": counts,
        "rows": sum(counts.values()),
        "faults": batch.summary.get("faults", 0),
        "page": shown,
        "unasked": _unasked(batch),
    }
    return render(request, "imports/show.html", context)


def _unasked(batch: Batch) -> int:
    """Guardians to be asked, once students have come in."""
    if not batch.is_over or batch.kind != Kind.STUDENTS:
        return 0
    return guardians_unasked(batch.cohort, batch.institution).count()


def _progress(batch: Batch) -> tuple[int, int]:
    """What is done of what there is; a busy batch is never quite done."""
    if not batch.is_busy:
        return batch.total, batch.total
    done, _of = meter.read(batch.pk)
    return min(done, max(batch.total - 1, 0)), max(batch.total, 1)


@require_safe
@door("batch.view")
def progress(request: PersonRequest, batch: Batch) -> HttpResponse:
    """The progress alone, asked for again and again; when it is over the page loads anew."""
    if not batch.is_busy:
        response = HttpResponse(status=200)
        response.headers["HX-Redirect"] = reverse("imports:show", args=[batch.pk])
        return response
    done, total = _progress(batch)
    context = {
        "done": done,
        "total": total,
        "left": total - done,
        "label": batch.get_state_display(),
        "poll_url": reverse("imports:progress", args=[batch.pk]),
    }
    return render(request, "ui/parts/progress.html", context)


@require_POST
@door("batch.check")
def check(request: PersonRequest, batch: Batch) -> HttpResponse:
    """Have the file looked through once more."""
    tasks.start_check(batch, by=request.user)
    return redirect("imports:show", batch.pk)


@require_POST
@door("batch.begin")
def begin(request: PersonRequest, batch: Batch) -> HttpResponse:
    """Have the checked file brought in."""
    if batch.is_over:
        messages.info(request, _("This file has been imported already."))
    else:
        tasks.start_import(batch, by=request.user)
    return redirect("imports:show", batch.pk)


@require_POST
@door("batch.ask_guardians")
def ask_guardians(request: PersonRequest, batch: Batch) -> HttpResponse:
    """Have the guardians asked who are named and were not asked yet."""
    tasks.ask_guardians.enqueue(batch.pk)
    messages.success(request, _("The guardians are being asked by mail."))
    return redirect("imports:show", batch.pk)


@require_safe
@door("batch.view")
def faults(request: PersonRequest, batch: Batch) -> HttpResponse:
    """The faults as a file, to be worked through beside the list."""
    rows = [(str(fault["line"]), fault["column"], fault["reason"]) for fault in batch.faults]
    data = write_csv((_("Line"), _("Column"), _("Reason")), rows)
    response = HttpResponse(data, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="faults-{batch.pk}.csv"'
    return response
