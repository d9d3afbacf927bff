from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from wayfellow.access.doors import door, platform, public, reach, signed_in
from wayfellow.notifications import actions
from wayfellow.notifications.forms import InboxForm
from wayfellow.notifications.http import ReaderRequest
from wayfellow.notifications.models import Letter, Notification, Undeliverable
from wayfellow.notifications.queries import OUTBOX, counted, stuck, unread

PAGE = 50
STOP_ASKING = 286
"""By this htmx knows that it need not ask again."""


@require_safe
@signed_in
def inbox(request: ReaderRequest) -> HttpResponse:
    """What this person was told, the newest first."""
    form = InboxForm(request.GET)
    chosen = form.category()
    rows = reach(request.user, "notification.view")
    if chosen:
        rows = rows.filter(category=chosen)
    unread_rows = rows.filter(read_at=None)
    only_unread = request.GET.get("show") == "unread"
    context = {
        "page": Paginator(unread_rows if only_unread else rows, PAGE).get_page(
            request.GET.get("page")
        ),
        "form": form,
        "only_unread": only_unread,
        "chosen": chosen,
        "unread_here": unread_rows.count(),
    }
    return render(request, "notifications/inbox.html", context)


@require_safe
@public
def badge(request: HttpRequest) -> HttpResponse:
    """How much is unread, for a page that asks again; it is told to stop once nobody is here."""
    if not request.user.is_authenticated:
        return HttpResponse(status=STOP_ASKING)
    count = unread(request.user)
    if request.GET.get("shown") == str(count):
        return HttpResponse(status=204)
    context = {"unread": count, "badge_url": reverse("notifications:badge")}
    return render(request, "ui/frame/badge.html", context)


@require_POST
@door("notification.open")
def open_(request: ReaderRequest, notification: Notification) -> HttpResponse:
    """Mark as read and go to what it is about."""
    actions.read(notification, by=request.user)
    return redirect(_safe(notification.url, "notifications:inbox"))


@require_POST
@door("notification.read")
def read(request: ReaderRequest, notification: Notification) -> HttpResponse:
    """Mark as read and stay."""
    actions.read(notification, by=request.user)
    return redirect(_back(request, "notifications:inbox"))


@require_POST
@signed_in
def read_all(request: ReaderRequest) -> HttpResponse:
    """Mark everything as read."""
    form = InboxForm(request.POST)
    count = actions.read_all(request.user, by=request.user, category=form.category())
    said = ngettext("%(n)d message marked as read.", "%(n)d messages marked as read.", count)
    messages.success(request, said % {"n": count})
    return redirect(_back(request, "notifications:inbox"))


@require_safe
@platform
def outbox(request: ReaderRequest) -> HttpResponse:
    """Letters that have not left, and why."""
    letters = stuck(reach(request.user, "letter.view"))
    counts = counted(letters)
    part = request.GET.get("part", "")
    shown = letters.filter(state__in=OUTBOX[part]) if part in OUTBOX else letters
    context = {
        "page": Paginator(shown, PAGE).get_page(request.GET.get("page")),
        "counts": counts,
        "part": part,
        "parts": _parts(counts, part),
    }
    return render(request, "notifications/outbox.html", context)


def _parts(counts: dict[str, int], chosen: str) -> list[dict[str, object]]:
    labels = {
        "": _("All"),
        "failed": _("Given up"),
        "parked": _("Perhaps sent"),
        "held": _("Held back"),
        "waiting": _("Waiting"),
    }
    return [
        {
            "label": label,
            "url": f"{reverse('notifications:outbox')}{f'?part={part}' if part else ''}",
            "current": part == chosen,
            "count": counts.get(part, sum(counts.values())),
            "tone": "waits" if counts.get(part) and part != "waiting" else "",
        }
        for part, label in labels.items()
    ]


@require_POST
@door("letter.retry")
def retry(request: ReaderRequest, letter: Letter) -> HttpResponse:
    """Send a letter again."""
    actions.retry(letter, by=request.user)
    return _on_its_way(request, letter)


@require_POST
@platform
def retry_all(request: ReaderRequest) -> HttpResponse:
    """Send again everything that was given up."""
    count = actions.retry_all(reach(request.user, "letter.retry"), by=request.user)
    said = ngettext("%(n)d mail is on its way again.", "%(n)d mails are on their way again.", count)
    messages.success(request, said % {"n": count})
    return redirect("notifications:outbox")


@require_POST
@door("letter.release")
def release(request: ReaderRequest, letter: Letter) -> HttpResponse:
    """Send a letter of which nobody knows whether it has arrived."""
    actions.release(letter, by=request.user)
    return _on_its_way(request, letter)


@require_POST
@door("letter.set_aside")
def set_aside(request: ReaderRequest, letter: Letter) -> HttpResponse:
    """Never send a letter."""
    actions.set_aside(letter, by=request.user)
    said = _("The mail to %(address)s was set aside. It will not be sent.")
    messages.success(request, said % {"address": letter.address})
    return redirect(_back(request, "notifications:outbox"))


@require_POST
@door("undeliverable.try_again")
def try_again(request: ReaderRequest, address: Undeliverable) -> HttpResponse:
    """The address works: send what was held back."""
    count = actions.try_again(address, by=request.user)
    said = ngettext(
        "Mail goes to %(address)s again. %(n)d mail was held back and is on its way.",
        "Mail goes to %(address)s again. %(n)d mails were held back and are on their way.",
        count,
    )
    messages.success(request, said % {"address": address.address, "n": count})
    return redirect(_back(request, "/"))


def _on_its_way(request: ReaderRequest, letter: Letter) -> HttpResponse:
    said = _("The mail to %(address)s is on its way again.") % {"address": letter.address}
    messages.success(request, said)
    return redirect(_back(request, "notifications:outbox"))


def _back(request: HttpRequest, otherwise: str) -> str:
    return _safe(request.POST.get("next", ""), otherwise)


def _safe(url: str, otherwise: str) -> str:
    """``url`` when it is a path of this site; anything else could be taken for a page's name."""
    safe = url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    return url if safe else otherwise
