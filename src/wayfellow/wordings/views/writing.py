"""The words of one kind of mail: change, preview, test."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_POST

from wayfellow.access.doors import door
from wayfellow.access.refusals import TooOften
from wayfellow.institutions.models import Institution
from wayfellow.notifications.words import Words
from wayfellow.people.http import PersonRequest
from wayfellow.programmes.changes import changes
from wayfellow.wordings import actions, queries
from wayfellow.wordings.forms import WordsForm
from wayfellow.wordings.views.desk import LANGUAGES, Desk, desk, url, words_of

OF_MAILS = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}
"""A mail has its styles in its tags, since mail programs know no other; it has no script."""


@require_http_methods(["GET", "HEAD", "POST"])
@door("institution.word", by="slug")
def edit(request: PersonRequest, institution: Institution, key: str, language: str) -> HttpResponse:
    """Change the words, or see first how they look."""
    here = desk(request, institution, key, language, writes=request.method == "POST")
    if request.method != "POST":
        return _begun(here)
    form = WordsForm(here.kind, request.POST)
    if not form.is_valid():
        return _page(here, form, status=422)
    verb = request.POST.get("do", "save")
    if verb == "preview":
        return _page(here, form, shown=form.words())
    if verb == "test":
        return _test(here, form)
    return _save(here, form)


def _begun(here: Desk) -> HttpResponse:
    kept = here.newest
    words = words_of(kept)
    if "built-in" in here.request.GET:
        words = words_of(queries.usual(here.kind, here.language)[0])
    return _page(here, _fresh(here, words, kept.number if kept else 0), shown=words)


def _fresh(here: Desk, words: Mapping[str, str], seen: int) -> WordsForm:
    return WordsForm(here.kind, initial={**words, "seen": seen})


def _save(here: Desk, form: WordsForm) -> HttpResponse:
    seen: int = form.cleaned_data["seen"]
    where = (here.institution, here.kind.template, here.language)
    try:
        actions.save(*where, form.words(), seen=seen, by=here.request.user)
    except actions.Stale as stale:
        return _conflict(here, form, stale)
    said = _("The words are kept. Mails that are written from now on say them.")
    messages.success(here.request, said)
    return redirect(here.url())


def _test(here: Desk, form: WordsForm) -> HttpResponse:
    words = form.words()
    shown = queries.preview(here.kind, here.language, words, here.names)
    said = Words(subject=shown.subject, text=shown.text, action=shown.action)
    try:
        actions.test(
            said,
            here.language,
            key=f"{here.kind.key}:{form.cleaned_data['once']}",
            page=here.url(),
            by=here.request.user,
        )
    except TooOften as too_often:
        form.add_error(None, str(too_often))
        return _page(here, form, shown=words, status=429)
    sent = _("A test is on its way to %(address)s.") % {"address": here.request.user.email}
    messages.success(here.request, sent)
    # What was typed stays in the form, and another press is another test.
    return _page(here, _fresh(here, words, form.cleaned_data["seen"]), shown=words)


def _conflict(here: Desk, form: WordsForm, stale: actions.Stale) -> HttpResponse:
    """Both texts; saving again from here is on top of the newer one."""
    theirs, words = here.newest, form.words()
    before = words_of(theirs)
    conflict = {
        "said": str(stale),
        "parts": [
            {"label": form.fields[part].label, "changes": changes(before[part], said)}
            for part, said in words.items()
            if said != before[part]
        ],
    }
    again = _fresh(here, words, theirs.number if theirs else 0)
    return _page(here, again, status=409, conflict=conflict)


def _page(
    here: Desk,
    form: WordsForm,
    *,
    shown: Mapping[str, str] | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    kind, language, names, kept = here.kind, here.language, here.names, here.newest
    own = {row.language for row in queries.said_by(here.institution).get(kind.template, [])}
    context = {
        **here.frame(),
        "languages": [
            {
                "label": label,
                "url": url(here.institution, kind, code),
                "current": code == language,
                "count": _("own") if code in own else "",
            }
            for code, label in LANGUAGES.items()
        ],
        "form": form,
        "kept": kept,
        "is_broken": kept is not None and queries.is_broken(kind, kept),
        "is_own": language in own,
        "usual": queries.usual(kind, language),
        "placeholders": queries.placeholders(kind, language, names),
        "preview": queries.preview(kind, language, shown, names) if shown is not None else None,
        "left_out": queries.left_out(kind, shown) if shown is not None else [],
        **more,
    }
    return render(here.request, "wordings/edit.html", context, status=status)


@require_POST
@door("institution.word", by="slug")
def mail(request: PersonRequest, institution: Institution, key: str, language: str) -> HttpResponse:
    """The HTML part by itself, as a mail program shows what is typed."""
    here = desk(request, institution, key, language, writes=True)
    form = WordsForm(here.kind, request.POST)
    if not form.is_valid():
        return _page(here, form, status=422)
    return _bare(request, queries.preview(here.kind, language, form.words(), here.names).html)


@csp_override(OF_MAILS)
def _bare(_request: PersonRequest, html: str) -> HttpResponse:
    return HttpResponse(html)
