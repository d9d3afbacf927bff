"""The privacy notice and the code of conduct: to read, to accept, to publish; and the hats."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayfellow.access.doors import platform, public, signed_in
from wayfellow.access.typed import whole
from wayfellow.institutions import actions, hats
from wayfellow.institutions.forms import AcceptForm, StatementForm
from wayfellow.institutions.models import Statement
from wayfellow.institutions.queries import statements_due
from wayfellow.people.actions import local
from wayfellow.people.http import PersonRequest
from wayfellow.ui.markdown import untitled


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def accept(request: PersonRequest) -> HttpResponse:
    """What is to be accepted before going on, in full."""
    due = list(statements_due(request.user))
    back = local(request.POST.get("next", request.GET.get("next", ""))) or "/"
    form = AcceptForm(request.POST if request.method == "POST" else None, due=due)
    if request.method == "POST" and form.is_valid():
        actions.accept_statements(request.user, form.ids, by=request.user)
        return redirect(back)
    rows = [(statement, form[f"accept-{statement.pk}"]) for statement in due]
    context = {"rows": rows, "form": form, "next": back, "current": Statement.objects.current()}
    status = 422 if form.errors else 200
    return render(request, "institutions/accept.html", context, status=status)


@require_safe
@public
def statement(request: HttpRequest, kind: str) -> HttpResponse:
    """The current version, or an earlier one by ?version=, for everybody to read."""
    rows = Statement.objects.filter(kind=kind.replace("-", " "))
    wanted = whole(request.GET.get("version", ""))
    newest = rows.first()
    found = newest if wanted is None else rows.filter(number=wanted).first()
    if found is None:
        raise Http404
    context = {
        "statement": found,
        "text": untitled(found.body, found.title),
        "is_current": found == newest,
    }
    return render(request, "institutions/statement.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@platform
def publish(request: PersonRequest) -> HttpResponse:
    """Publish the next version of a statement; everybody is asked to accept it."""
    current = list(Statement.objects.current())
    kind = request.GET.get("kind", "")
    start = next((row for row in current if row.slug == kind), None)
    initial = {"kind": start.kind, "title": start.title, "body": start.body} if start else None
    form = StatementForm(request.POST if request.method == "POST" else None, initial=initial)
    preview = ""
    if request.method == "POST" and form.is_valid():
        if "preview" not in request.POST:
            values = form.cleaned_data
            actions.publish_statement(
                values["kind"], title=values["title"], body=values["body"], by=request.user
            )
            messages.success(request, _("Published. Everybody is asked at their next page."))
            return redirect("institutions:publish")
        preview = form.cleaned_data["body"]
    context = {
        "form": form,
        "preview": preview,
        "versions": Statement.objects.all(),
        "current": {row.pk for row in current},
    }
    return render(request, "institutions/publish.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def wear(request: PersonRequest, key: str) -> HttpResponse:
    """Act in another of one's roles."""
    if hats.wear(request, key) is None:
        raise Http404
    return redirect("/")
