"""What comes of a message: how far it is, who answered, and what stops it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayfellow.access.doors import door
from wayfellow.mailings import actions
from wayfellow.mailings.lifecycle import UNSENT, MailingState
from wayfellow.mailings.models import Mailing
from wayfellow.mailings.queries import figures as queries
from wayfellow.mailings.queries.figures import TONES, Fate
from wayfellow.mailings.views.frame import frame
from wayfellow.people.http import PersonRequest
from wayfellow.sheets.writing import write_csv

PAGE = 50
NOT_LEFT = (Fate.WAITING, Fate.DIGEST, Fate.HELD)
"""What can still be stopped."""


def _figures(mailing: Mailing) -> dict[str, Any]:
    found = queries.figures(mailing)
    here = reverse("mailings:people", args=[mailing.pk])
    moving = mailing.state == MailingState.SENDING and found.waiting
    words = mailing.wording()
    return {
        "mailing": mailing,
        "found": found,
        "done": found.total - found.waiting,
        "left": found.waiting,
        "poll_url": reverse("mailings:figures", args=[mailing.pk]) if moving else "",
        "fates": [
            {
                "label": str(fate.label),
                "count": found.fates[fate],
                "tone": TONES.get(fate, "quiet"),
                "url": f"{here}?fate={fate}",
            }
            for fate in Fate
            if found.fates.get(fate)
        ],
        "answers": [
            {
                "label": option,
                "value": count,
                "url": f"{here}?answer={place}",
                "note": share(count, found.answered),
            }
            for place, (option, count) in enumerate(zip(words.options, found.options, strict=True))
        ],
        "opened_share": share(found.opened, found.told),
        "answered_share": share(found.answered, found.told),
        "may_stop": "cancel" in mailing.verbs and any(found.fates.get(fate) for fate in NOT_LEFT),
    }


def share(part: int, whole: int) -> str:
    """A part of a whole in per cent; a dash where there is no whole."""
    return f"{100 * part / whole:.0f} %" if whole else "–"


@require_safe
@door("mailing.follow")
def progress(request: PersonRequest, mailing: Mailing) -> HttpResponse:
    """How far the message is, and what came of it."""
    if mailing.state in UNSENT:
        return redirect("mailings:index")
    context = {**frame(mailing), **_figures(mailing), "words": mailing.wording()}
    return render(request, "mailings/progress.html", context)


@require_safe
@door("mailing.follow")
def figures(request: PersonRequest, mailing: Mailing) -> HttpResponse:
    """The part of the page that asks for itself anew while mails leave."""
    return render(request, "mailings/parts/figures.html", _figures(mailing))


@require_POST
@door("mailing.pause")
def pause(request: PersonRequest, mailing: Mailing) -> HttpResponse:
    """Nothing more leaves for now."""
    actions.pause(mailing, by=request.user)
    messages.success(request, _("Paused. What has not left stays here until you go on."))
    return redirect("mailings:progress", mailing.pk)


@require_POST
@door("mailing.resume")
def resume(request: PersonRequest, mailing: Mailing) -> HttpResponse:
    """Go on where it was paused."""
    actions.resume(mailing, by=request.user)
    messages.success(request, _("It goes on. The next mails leave within a minute."))
    return redirect("mailings:progress", mailing.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@door("mailing.cancel")
def cancel(request: PersonRequest, mailing: Mailing) -> HttpResponse:
    """Ask once more; then nothing that has not left ever leaves."""
    if request.method == "POST":
        actions.cancel(mailing, by=request.user)
        messages.success(request, _("Stopped. What had not left never leaves."))
        return redirect("mailings:progress", mailing.pk)
    if "cancel" not in mailing.verbs:
        return redirect("mailings:progress", mailing.pk)
    return render(request, "mailings/cancel.html", {**frame(mailing), **_figures(mailing)})


@require_safe
@door("mailing.follow")
def people(request: PersonRequest, mailing: Mailing) -> HttpResponse:
    """Each recipient, with how far it came and what was answered."""
    fate, answer = request.GET.get("fate", ""), request.GET.get("answer", "")
    rows = queries.people(mailing, fate=fate, answer=answer)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    options = mailing.wording().options
    lines = [
        {
            "row": row,
            "fate": Fate(row.fate),
            "tone": TONES.get(Fate(row.fate), "quiet"),
            "why": _why(row, Fate(row.fate)),
            "answer": mailing.wording().option(row.answer),
        }
        for row in page
    ]
    context = {
        **frame(mailing),
        "page": page,
        "lines": lines,
        "tabs": _tabs(mailing, fate, answer, options),
        "has_question": bool(options),
    }
    return render(request, "mailings/people.html", context)


def _why(row: Any, fate: Fate) -> str:
    if fate in (Fate.SENT, Fate.WAITING, Fate.DIGEST):
        return ""
    return queries.why(row.reason, row.letter.reason if row.letter else "")


def _tabs(
    mailing: Mailing, fate: str, answer: str, options: tuple[str, ...]
) -> list[dict[str, Any]]:
    found = queries.figures(mailing)
    everybody = {
        "label": _("Everybody"),
        "url": "?",
        "count": found.total,
        "current": not fate and not answer,
    }
    fates = [
        {
            "label": capfirst(each.label),
            "url": f"?fate={each}",
            "count": found.fates[each],
            "current": fate == each,
        }
        for each in Fate
        if found.fates.get(each)
    ]
    answers = [
        {
            "label": f"“{option}”",
            "url": f"?answer={place}",
            "count": found.options[place],
            "current": answer == str(place),
        }
        for place, option in enumerate(options)
    ]
    silent = {
        "label": _("No answer yet"),
        "url": "?answer=none",
        "count": found.told - found.answered,
        "current": answer == "none",
    }
    return [everybody, *fates, *answers, *([silent] if options else [])]


@require_safe
@door("mailing.follow")
def csv(request: PersonRequest, mailing: Mailing) -> HttpResponse:
    """The same for a spreadsheet."""
    head = [
        *(_("Name"), _("Language"), _("How far it came"), _("Why")),
        *(_("Opened"), _("Answer"), _("Answered")),
    ]
    made = write_csv(head, queries.table(mailing))
    response = HttpResponse(made, content_type="text/csv; charset=utf-8")
    name = slugify(f"message {mailing.pk} {mailing}")[:80]
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
