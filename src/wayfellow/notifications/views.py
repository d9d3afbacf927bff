from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from wayfellow.access.doors import door, platform, reach, signed_in
from wayfellow.notifications import actions
from wayfellow.notifications.http import ReaderRequest
from wayfellow.notifications.models import Letter, Notification
from wayfellow.notifications.queries import stuck, unread

PAGE = 50


@require_safe
@signed_in
def inbox(request: ReaderRequest) -> HttpResponse:
    """What this person was told, the newest first."""
    rows = reach(request.user, "notification.view")
    only_unread = request.GET.get("show") == "unread"
    if only_unread:
        rows = rows.filter(read_at=None)
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "only_unread": only_unread,
        "unread_here": unread(request.user),
    }
    return render(request, "notifications/inbox.html", context)


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
    count = actions.read_all(request.user, by=request.user)
    said = ngettext("%(n)d message marked as read.", "%(n)d messages marked as read.", count)
    messages.success(request, said % {"n": count})
    return redirect("notifications:inbox")


@require_safe
@platform
def outbox(request: ReaderRequest) -> HttpResponse:
    """Letters that have not left, and why."""
    letters = stuck(reach(request.user, "letter.view"))
    context = {"page": Paginator(letters, PAGE).get_page(request.GET.get("page"))}
    return render(request, "notifications/outbox.html", context)


@require_POST
@door("letter.retry")
def retry(request: ReaderRequest, letter: Letter) -> HttpResponse:
    """Send a letter again."""
    actions.retry(letter, by=request.user)
    said = _("The mail to %(address)s is on its way again.") % {"address": letter.address}
    messages.success(request, said)
    return redirect(_back(request, "notifications:outbox"))


def _back(request: HttpRequest, otherwise: str) -> str:
    return _safe(request.POST.get("next", ""), otherwise)


def _safe(url: str, otherwise: str) -> str:
    """``url`` when it is a path of this site; anything else could be taken for a page's name."""
    safe = url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    return url if safe else otherwise
