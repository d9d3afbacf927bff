"""Beginning a message to a list, writing it, and the messages that there are."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayfellow.access.doors import door, reach, signed_in
from wayfellow.access.refusals import Refused
from wayfellow.access.typed import whole
from wayfellow.institutions import hats
from wayfellow.institutions.models import Institution
from wayfellow.mailings import actions
from wayfellow.mailings.forms import CustomForm, TermsForm, WordingForm, languages
from wayfellow.mailings.lifecycle import MailingState
from wayfellow.mailings.listing import LISTINGS, Listing, Scope
from wayfellow.mailings.models import Custom, Mailing
from wayfellow.mailings.queries.audience import people_of, scope_of
from wayfellow.mailings.views.frame import frame, steps
from wayfellow.people.http import PersonRequest

PAGE = 50
TICKED = 2000
"""Ticked rows that are taken from one page."""


@require_safe
@signed_in
def index(request: PersonRequest) -> HttpResponse:
    """My drafts, and what was sent that I may see."""
    rows = reach(request.user, "mailing.view").exclude(state=MailingState.DISCARDED)
    rows = rows.select_related("by", "programme", "institution")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    kept = reach(request.user, "institution.allow_in_mailings").order_by("name")
    return render(request, "mailings/index.html", {"page": page, "institutions": kept})


@require_POST
@signed_in
def begin(request: PersonRequest, listing: str, place: int) -> HttpResponse:
    """A draft to everybody on a list, or to those who are ticked there."""
    kind = LISTINGS.get(listing)
    row = kind.place(request.user, place) if kind else None
    if kind is None or row is None:
        raise Http404
    institution = _institution(request, list(kind.institutions(request.user, row)))
    if "ticked" in request.POST and "chosen" not in request.POST:
        messages.warning(request, _("Nobody was ticked. Tick those to whom you want to write."))
        return redirect(_back(request, kind, row, institution))
    ticked = [whole(value) for value in request.POST.getlist("chosen")[:TICKED]]
    asked = request.GET.copy()
    asked.pop("page", None)
    mailing = actions.begin(
        kind,
        row,
        institution,
        asked=asked.urlencode(),
        picked=sorted({pk for pk in ticked if pk is not None}),
        by=request.user,
    )
    return redirect("mailings:write", mailing.pk)


def _back(request: PersonRequest, kind: Listing, row: Any, institution: Institution) -> str:
    """The list from which one came, under its filter."""
    return kind.page(
        Scope(sender=request.user, place=row, institution=institution, asked=request.GET)
    )


def _institution(request: PersonRequest, held: list[Institution]) -> Institution:
    """That of the hat that is worn, where the person writes for several."""
    if not held:
        raise Http404
    hat = hats.current(request)
    return next((each for each in held if hat and each == hat.institution), held[0])


@require_http_methods(["GET", "HEAD", "POST"])
@door("mailing.write")
def write(request: PersonRequest, mailing: Mailing) -> HttpResponse:
    """The words, in one language at a time, and what is chosen beside them."""
    if mailing.state != MailingState.DRAFT:
        return redirect("mailings:progress", mailing.pk)
    form = _form(request, mailing, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, mailing, form)
    if not form.is_valid():
        return _page(request, mailing, form, status=422)
    try:
        _keep(mailing, form)
    except Refused:
        return _conflict(request, mailing)
    return _saved(request, mailing, form, going_on="preview" in request.POST)


def _saved(
    request: PersonRequest, mailing: Mailing, form: WordingForm, *, going_on: bool
) -> HttpResponse:
    """It is kept; what is wrong with it is said, and what is missing before one goes on."""
    first = None if form.speaks == mailing.language else mailing.wording()
    words = form.wording()
    # A language without any words is no fault: the first one goes there.
    asked = going_on and (bool(words) or first is None)
    for name, said in (words.lacking(first) if asked else words.wrong()).items():
        form.add_error(name, said)
    if form.errors:
        return _page(request, mailing, form, status=422)
    if going_on:
        return redirect("mailings:preview", mailing.pk)
    messages.success(request, _("Saved. Nothing has been sent yet."))
    return redirect(_here(mailing, form.speaks))


def _form(request: PersonRequest, mailing: Mailing, data: Any) -> WordingForm:
    language = request.GET.get("language", "")
    if language in dict(languages()) and language != mailing.language:
        return WordingForm(mailing, language, data)
    listing = LISTINGS.get(mailing.listing)
    whom = (
        [(name, str(label)) for name, (label, _people) in listing.whom.items()] if listing else []
    )
    allowed = Custom.objects.filter(institution=mailing.institution_id, own_addresses=True)
    return TermsForm(mailing, languages(), whom, own_address=allowed.exists(), data=data)


def _keep(mailing: Mailing, form: WordingForm) -> None:
    seen = {"version": form.cleaned_data["version"], "window": form.cleaned_data["window"]}
    if isinstance(form, TermsForm):
        actions.save_terms(mailing, form.terms(), form.wording(), **seen)
    else:
        actions.save(mailing, form.speaks, form.wording(), **seen)


def _here(mailing: Mailing, language: str) -> str:
    path = reverse("mailings:write", args=[mailing.pk])
    return path if language == mailing.language else f"{path}?language={language}"


def _page(
    request: PersonRequest, mailing: Mailing, form: WordingForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    spoken = _spoken(mailing)
    label = dict(languages())
    others = [
        code
        for code in label
        if code != mailing.language and (spoken[code] or code in mailing.texts)
    ]
    named = [mailing.language, *others]
    context = {
        **frame(mailing),
        **more,
        "form": form,
        "steps": steps(mailing, "write"),
        "count": sum(spoken.values()),
        "tabs": [
            {
                "label": label.get(code, code),
                "url": _here(mailing, code),
                "count": spoken[code],
                "current": code == form.speaks,
            }
            for code in named
        ],
        "is_first": isinstance(form, TermsForm),
        "autosave_url": (
            reverse("mailings:autosave", args=[mailing.pk])
            + (f"?language={form.speaks}" if form.speaks != mailing.language else "")
        ),
        "may_send": scope_of(mailing) is not None,
    }
    return render(request, "mailings/write.html", context, status=status)


def _spoken(mailing: Mailing) -> Counter[str]:
    """How many on the list speak each language."""
    rows = people_of(mailing).filter(is_active=True).order_by().values_list("language")
    return Counter(dict(rows.annotate(n=Count("pk"))))


def _conflict(request: PersonRequest, mailing: Mailing) -> HttpResponse:
    """Show both: what is kept, and what was typed here; saving again keeps what was typed."""
    current = Mailing.objects.select_related("by", "institution", "programme").get(pk=mailing.pk)
    if current.state != MailingState.DRAFT:
        raise Refused(_("The message has been sent meanwhile, from another window."))
    kept = _form(request, current, None)
    data = request.POST.copy()
    data["version"] = str(current.version)
    fresh = _form(request, current, data)
    fresh.is_valid()
    differing = [
        {"label": fresh[name].label, "kept": kept.shown(name)}
        for name in fresh.fields
        if name not in ("version", "window")
        and (fresh.cleaned_data.get(name) or "") != (kept.initial.get(name) or "")
    ]
    return _page(request, current, fresh, status=409, differing=differing)


@require_POST
@door("mailing.write")
def autosave(request: PersonRequest, mailing: Mailing) -> HttpResponse:
    """Keep what is typed, silently: 204 when all of it is kept."""
    if mailing.state != MailingState.DRAFT:
        return HttpResponse(status=409)
    form = _form(request, mailing, request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    try:
        _keep(mailing, form)
    except Refused:
        return HttpResponse(status=409)
    return HttpResponse(status=204)


@require_POST
@door("mailing.discard")
def discard(request: PersonRequest, mailing: Mailing) -> HttpResponse:
    """Throw a draft away."""
    actions.discard(mailing, by=request.user)
    messages.success(request, _("The draft is thrown away. Nothing was sent."))
    return redirect("mailings:index")


@require_http_methods(["GET", "HEAD", "POST"])
@door("institution.allow_in_mailings", by="slug")
def custom(request: PersonRequest, institution: Institution) -> HttpResponse:
    """What staff of an institution may choose in their messages to many."""
    kept = Custom.objects.filter(institution=institution).first()
    initial = {"own_addresses": bool(kept and kept.own_addresses)}
    form = CustomForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.allow(institution, by=request.user, **form.cleaned_data)
        messages.success(request, _("It is kept. Messages on their way stay as they are."))
        return redirect("mailings:custom", institution.slug)
    context = {"institution": institution, "form": form}
    return render(request, "mailings/custom.html", context)
