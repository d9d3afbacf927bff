"""The page of one recipient: the message, its question and the page that it opens."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wayfellow.access.doors import door
from wayfellow.mailings import actions
from wayfellow.mailings.forms import AnswerForm
from wayfellow.mailings.models import Recipient
from wayfellow.mailings.queries.reading import told_to
from wayfellow.people.http import PersonRequest


def _page(request: PersonRequest, recipient: Recipient, **more: Any) -> HttpResponse:
    context = {"recipient": recipient, "words": told_to(recipient), **more}
    status = 422 if more.get("problem") else 200
    return render(request, "mailings/message.html", context, status=status)


@require_safe
@door("recipient.view")
def message(request: PersonRequest, recipient: Recipient) -> HttpResponse:
    """Read it; that alone changes nothing."""
    return _page(request, recipient)


@require_POST
@door("recipient.open")
def opened(request: PersonRequest, recipient: Recipient) -> HttpResponse:
    """Tell staff that the page was opened."""
    actions.open_(recipient)
    if request.headers.get("HX-Request"):
        recipient.refresh_from_db()
        return render(request, "mailings/parts/opened.html", {"recipient": recipient})
    return redirect("mailings:message", recipient.pk)


@require_POST
@door("recipient.answer")
def answer(request: PersonRequest, recipient: Recipient) -> HttpResponse:
    """Answer the question, once."""
    form = AnswerForm(recipient.wording.options, request.POST)
    if not form.is_valid():
        return _page(request, recipient, problem=_("Choose one of the answers."))
    actions.answer(recipient, form.cleaned_data["answer"], by=request.user)
    messages.success(request, _("Your answer is kept."))
    return redirect("mailings:message", recipient.pk)
