"""Writing the public page: versions, preview, differences, going live."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayfellow.access.doors import door, may
from wayfellow.access.refusals import Refused
from wayfellow.people.http import PersonRequest
from wayfellow.programmes import actions
from wayfellow.programmes.changes import changes
from wayfellow.programmes.forms import PageForm
from wayfellow.programmes.models import Programme, PublicPage
from wayfellow.programmes.pasted import markdown_of


@require_http_methods(["GET", "HEAD", "POST"])
@door("programme.draft_page")
def page(request: PersonRequest, programme: Programme) -> HttpResponse:
    """Write the next version of the public page; the list of versions."""
    versions = list(programme.pages.select_related("by"))
    latest = versions[0] if versions else None
    begun = {"body": latest.body if latest else "", "seen": latest.number if latest else 0}
    form = PageForm(request.POST if request.method == "POST" else None, initial=begun)
    refusal = ""
    is_valid = request.method == "POST" and form.is_valid()
    if is_valid and "preview" not in request.POST:
        try:
            saved = actions.draft_page(
                programme,
                form.cleaned_data["body"],
                form.cleaned_data["note"],
                by=request.user,
                seen=form.cleaned_data["seen"],
            )
        except Refused as refused:
            refusal = str(refused)
            kept = {name: form.cleaned_data[name] for name in ("body", "note")}
            form = PageForm(initial={**kept, "seen": begun["seen"]})
        else:
            messages.success(request, _("The version is kept. Make it live when it is right."))
            return redirect("programmes:page_version", saved.pk)
    context = {
        "programme": programme,
        "form": form,
        "versions": versions,
        "refusal": refusal,
        "preview": markdown_of(form["body"].value()) if is_valid else "",
        "changes": changes(str(begun["body"]), form["body"].value()) if refusal else [],
    }
    status = 409 if refusal else 422 if form.errors else 200
    return render(request, "programmes/page.html", context, status=status)


@require_safe
@door("publicpage.view")
def version(request: PersonRequest, page: PublicPage) -> HttpResponse:
    """One version as the world would see it, and what it changes of the live or earlier one."""
    others = PublicPage.objects.filter(programme=page.programme).exclude(pk=page.pk)
    against = others.filter(is_live=True).first() or others.filter(number__lt=page.number).first()
    context = {
        "page": page,
        "programme": page.programme,
        "text": markdown_of(page.body),
        "against": against,
        "changes": changes(against.body, page.body) if against else [],
        "may_show": may(request.user, "publicpage.show", page),
    }
    return render(request, "programmes/page_version.html", context)


@require_POST
@door("publicpage.show")
def show(request: PersonRequest, page: PublicPage) -> HttpResponse:
    """Make a version live."""
    actions.show_page(page, by=request.user)
    if page.programme.state == "active":
        messages.success(request, _("The page is live."))
    else:
        messages.success(request, _("The page is chosen; the world sees it once you publish."))
    return redirect("programmes:page", page.programme_id)


@require_POST
@door("publicpage.take_down")
def take_down(request: PersonRequest, page: PublicPage) -> HttpResponse:
    """Let the world see no page."""
    actions.take_down_page(page, by=request.user)
    messages.success(request, _("The page was taken down."))
    return redirect("programmes:page", page.programme_id)
