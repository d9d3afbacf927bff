"""Documents: read, write, revise, compare, print."""

import hashlib

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wayfellow import papers
from wayfellow.access.doors import door, may
from wayfellow.access.refusals import Refused
from wayfellow.people.http import PersonRequest
from wayfellow.programmes import actions
from wayfellow.programmes.blocks import blocks_of
from wayfellow.programmes.changes import changes
from wayfellow.programmes.forms import DocumentFactsForm, DocumentForm, ReviseForm
from wayfellow.programmes.models import Document, DocumentVersion, Programme
from wayfellow.programmes.pasted import markdown_of

_BODY_FIELDS = {"body", "note"}
A_DAY = 24 * 3600


@require_http_methods(["GET", "HEAD", "POST"])
@door("programme.write_document")
def write(request: PersonRequest, programme: Programme) -> HttpResponse:
    """A new document, with a preview before it is kept."""
    form = DocumentForm(request.POST if request.method == "POST" else None)
    is_valid = request.method == "POST" and form.is_valid()
    if is_valid and "preview" not in request.POST:
        values = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
        document = actions.write_document(programme, by=request.user, **values)
        return redirect("programmes:document", document.pk)
    context = {
        "programme": programme,
        "form": form,
        "preview": markdown_of(form.cleaned_data["body"]) if is_valid else "",
    }
    return render(request, "programmes/write.html", context, status=422 if form.errors else 200)


@require_safe
@door("document.view")
def document(request: PersonRequest, document: Document) -> HttpResponse:
    """The words in force, or an earlier version, and the list of versions."""
    versions = list(document.versions.select_related("by"))
    version = _chosen(versions, request.GET.get("version", ""))
    context = {
        "document": document,
        "programme": document.programme,
        "version": version,
        "versions": versions,
        "is_current": version is versions[0],
        "text": markdown_of(version.body),
        "may_revise": may(request.user, "document.revise", document),
    }
    return render(request, "programmes/document.html", context)


def _chosen(versions: list[DocumentVersion], wanted: str) -> DocumentVersion:
    if not versions:
        raise Http404
    if not wanted:
        return versions[0]
    found = next((version for version in versions if str(version.number) == wanted), None)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@door("document.revise")
def revise(request: PersonRequest, document: Document) -> HttpResponse:
    """A new version, with a preview and what would change; a second writer is told of the first."""
    current = document.versions.first()
    body, number = (current.body, current.number) if current else ("", 0)
    form = ReviseForm(
        request.POST if request.method == "POST" else None, initial={"body": body, "seen": number}
    )
    refusal = ""
    is_valid = request.method == "POST" and form.is_valid()
    if is_valid and "preview" not in request.POST:
        try:
            actions.revise_document(
                document,
                form.cleaned_data["body"],
                form.cleaned_data["note"],
                by=request.user,
                seen=form.cleaned_data["seen"],
            )
        except Refused as refused:
            refusal = str(refused)
            form = _again(form, number)
        else:
            messages.success(request, _("The new version is in force."))
            return redirect("programmes:document", document.pk)
    context = {
        "document": document,
        "form": form,
        "refusal": refusal,
        "preview": markdown_of(form["body"].value()) if is_valid else "",
        "changes": changes(body, form["body"].value() or "") if is_valid else [],
    }
    status = 409 if refusal else 422 if form.errors else 200
    return render(request, "programmes/revise.html", context, status=status)


def _again(form: ReviseForm, number: int) -> ReviseForm:
    """The same text, now begun from the version that was saved in between."""
    kept = {name: form.cleaned_data[name] for name in _BODY_FIELDS}
    return ReviseForm(initial={**kept, "seen": number})


@require_http_methods(["GET", "HEAD", "POST"])
@door("document.edit")
def edit_document(request: PersonRequest, document: Document) -> HttpResponse:
    """What the document is called and who may read it."""
    form = DocumentFactsForm(request.POST if request.method == "POST" else None, instance=document)
    if request.method == "POST" and form.is_valid():
        actions.edit_document(document, form.cleaned_data, by=request.user)
        return redirect("programmes:document", document.pk)
    context = {"document": document, "form": form}
    status = 422 if form.errors else 200
    return render(request, "programmes/document_facts.html", context, status=status)


@require_safe
@door("document.view")
def compare(request: PersonRequest, document: Document, number: int) -> HttpResponse:
    """What version ``number`` changed."""
    versions = {version.number: version for version in document.versions.all()}
    if number not in versions:
        raise Http404
    before = versions.get(number - 1)
    context = {
        "document": document,
        "version": versions[number],
        "changes": changes(before.body if before else "", versions[number].body),
    }
    return render(request, "programmes/compare.html", context)


@require_safe
@door("document.view")
def paper(request: PersonRequest, document: Document) -> HttpResponse:
    """The words in force as PDF."""
    return paper_of(request, document)


def paper_of(_request: HttpRequest, document: Document) -> HttpResponse:
    """The document as a tagged PDF to keep."""
    version = document.versions.first()
    if version is None:
        raise Http404
    language = get_language() or "en"
    # Setting a document takes a second, and the world may ask for it: set it once a day.
    about = f"{document.programme.name} {document.title} {localdate()} {language}"
    key = f"paper:{version.pk}:{hashlib.sha256(about.encode()).hexdigest()[:32]}"
    made: bytes | None = cache.get(key)
    if made is None:
        made = _set(document, version, language)
        cache.set(key, made, A_DAY)
    name = slugify(f"{document.programme.slug}-{document.title}")
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def _set(document: Document, version: DocumentVersion, language: str) -> bytes:
    blocks = blocks_of(markdown_of(version.body))
    levels = [block["level"] for block in blocks if block["kind"] == "heading"]
    return papers.render(
        "programmes/papers/document.typ",
        {
            "programme": document.programme.name,
            "version": version.number,
            "raise": min(levels, default=1) - 1,
            "blocks": blocks,
        },
        title=document.title,
        language=language,
    )
