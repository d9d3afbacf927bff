"""Before a message leaves: who is on the list, how it looks, a test, and the last look."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayfellow.access.doors import door
from wayfellow.access.refusals import Invalid
from wayfellow.access.typed import whole
from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.mailings import actions
from wayfellow.mailings.forms import ConfirmForm, languages
from wayfellow.mailings.lifecycle import MailingState
from wayfellow.mailings.models import Mailing
from wayfellow.mailings.queries.audience import Audience, listed
from wayfellow.mailings.queries.audience import audience as audience_of
from wayfellow.mailings.queries.reading import reply_address
from wayfellow.mailings.queries.specimen import specimen
from wayfellow.mailings.views.frame import frame, steps
from wayfellow.notifications.categories import Channel
from wayfellow.notifications.many import per_minute
from wayfellow.notifications.outbox import compose
from wayfellow.people.http import PersonRequest
from wayfellow.people.models import User

PAGE = 50
MANY = 200
"""From more than so many on, the number is typed."""
OF_MAILS = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}
"""A mail has its styles in its tags, since mail programs know no other; it has no script."""


@require_safe
@door("mailing.write")
def audience(request: PersonRequest, mailing: Mailing) -> HttpResponse:
    """Everybody on the list, now."""
    rows = listed(mailing)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {**frame(mailing), "page": page, "count": page.paginator.count}
    return render(request, "mailings/audience.html", context)


def _reader(request: PersonRequest, mailing: Mailing) -> User | None:
    """Whose mail is shown: who was asked for, else the first on the list."""
    rows = listed(mailing).filter(is_active=True)
    asked = whole(request.GET.get("person", ""))
    found = rows.filter(pk=asked).first() if asked is not None else rows.first()
    if found is None and asked is not None:
        raise Http404
    return found


@require_safe
@door("mailing.write")
def preview(request: PersonRequest, mailing: Mailing) -> HttpResponse:
    """The mail as one person on the list gets it, in text and as HTML."""
    if mailing.state != MailingState.DRAFT:
        return redirect("mailings:progress", mailing.pk)
    reader = _reader(request, mailing)
    letter = specimen(mailing, reader) if reader else None
    beside = _beside(mailing, reader) if reader else (None, None)
    context = {
        **frame(mailing),
        "steps": steps(mailing, "preview"),
        "reader": reader,
        "letter": letter,
        "plain": compose(letter).body if letter else "",
        "before": beside[0],
        "after": beside[1],
        "problems": _problems(mailing),
    }
    return render(request, "mailings/preview.html", context)


def _beside(mailing: Mailing, reader: User) -> tuple[int | None, int | None]:
    """Who stands before and after on the list."""
    rows = listed(mailing).filter(is_active=True)
    before = rows.filter(name__lt=reader.name) | rows.filter(name=reader.name, pk__lt=reader.pk)
    after = rows.filter(name__gt=reader.name) | rows.filter(name=reader.name, pk__gt=reader.pk)
    last = before.order_by("-name", "-pk").values_list("pk", flat=True).first()
    return last, after.values_list("pk", flat=True).first()


@require_safe
@csp_override(OF_MAILS)
@door("mailing.write")
def mail(request: PersonRequest, mailing: Mailing) -> HttpResponse:
    """The HTML part by itself, as a mail program shows it."""
    reader = _reader(request, mailing)
    if reader is None:
        raise Http404
    (html,) = compose(specimen(mailing, reader)).alternatives
    return HttpResponse(str(html[0]))


@require_POST
@door("mailing.test")
def test(request: PersonRequest, mailing: Mailing) -> HttpResponse:
    """Mail it to me, and to nobody else."""
    language = request.POST.get("language", "")
    language = language if language in mailing.texts else mailing.language
    actions.test(mailing, language, by=request.user)
    said = _("A test is on its way to %(address)s.") % {"address": request.user.email}
    messages.success(request, said)
    return redirect("mailings:preview", mailing.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@door("mailing.send")
def send(request: PersonRequest, mailing: Mailing) -> HttpResponse:
    """The last look: how many, who gets no mail and why; its button sends once."""
    if mailing.state != MailingState.DRAFT:
        return redirect("mailings:progress", mailing.pk)
    found = audience_of(mailing)
    form = _form(mailing, found, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, mailing, found, form)
    if not form.is_valid():
        return _page(request, mailing, found, form, status=422)
    try:
        given = form.cleaned_data
        actions.send(mailing, seen=given["seen"], version=given["version"], by=request.user)
    except IllegalStep:
        # Another click was quicker.
        return redirect("mailings:progress", mailing.pk)
    except Invalid as changed:
        mailing.refresh_from_db()
        fresh = _form(mailing, found, None)
        return _page(request, mailing, found, fresh, status=422, problem=str(changed))
    return redirect("mailings:progress", mailing.pk)


def _form(mailing: Mailing, found: Audience, data: Any) -> ConfirmForm:
    seen = {"seen": found.digest, "version": mailing.version}
    return ConfirmForm(found.count, typed=found.count > MANY, data=data, **seen)


def _problems(mailing: Mailing) -> list[dict[str, str]]:
    """What is still missing, with the way to it."""
    path = reverse("mailings:write", args=[mailing.pk])
    found = []
    for code in mailing.languages:
        is_first = code == mailing.language
        lacking = mailing.wording(code).lacking(None if is_first else mailing.wording())
        url = path if is_first else f"{path}?language={code}"
        label = dict(languages()).get(code, code)
        found += [{"text": said, "url": url, "language": label} for said in lacking.values()]
    return found


def _page(
    request: PersonRequest,
    mailing: Mailing,
    found: Audience,
    form: ConfirmForm,
    *,
    status: int = 200,
    problem: str = "",
) -> HttpResponse:
    pace = min(mailing.per_minute or per_minute(), per_minute())
    label = dict(languages())
    digests = found.channels[Channel.DAILY] + found.channels[Channel.WEEKLY]
    context = {
        **frame(mailing),
        "steps": steps(mailing, "send"),
        "form": form,
        "found": found,
        "by_language": [
            {
                "label": label.get(code, code),
                "count": sum(1 for words in found.people.values() if words == code),
            }
            for code in mailing.languages
        ],
        "unwanted": found.channels[Channel.NONE],
        "digests": digests,
        "pace": pace,
        "minutes": -(-found.mailed // pace),
        "reply_to": reply_address(mailing),
        "problem": problem,
        "problems": _problems(mailing),
    }
    return render(request, "mailings/send.html", context, status=status)
