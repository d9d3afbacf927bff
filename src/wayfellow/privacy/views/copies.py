"""The copy of one's own data: the password once more, or a mailed link, and then the file."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from wayfellow.access import links
from wayfellow.access.doors import public, signed_in
from wayfellow.access.rates import network, spend
from wayfellow.access.refusals import Refused, TooOften
from wayfellow.people.http import PersonRequest
from wayfellow.people.models import User
from wayfellow.privacy import actions
from wayfellow.privacy.forms import PasswordForm

COPIES_AN_HOUR = 5
HOUR = 3600


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def copy(request: PersonRequest) -> HttpResponse:
    """Ask for the password, or mail a link where there is none; then hand the file out."""
    person = request.user
    has_password = person.has_usable_password()
    form = PasswordForm(person, network(request))
    status = 200
    if request.method == "POST":
        if not has_password:
            _spend(person)
            actions.mail_link(person)
            messages.success(request, _("We have mailed you a link. It works once, for an hour."))
            return redirect("privacy:copy")
        form = PasswordForm(person, network(request), request.POST)
        try:
            if form.is_valid():
                _spend(person)
                return _file(actions.take_copy(person))
            status = 422
        except TooOften as refused:
            waiting = _("Too many tries. Wait a few minutes, then go on.")
            form.add_error(None, str(refused) or waiting)
            status = 429
    context = {"form": form, "has_password": has_password}
    return render(request, "privacy/take_copy.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public
def mailed(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the mailed link: its button hands the file to its owner, who is signed in."""
    found = links.find(token, actions.COPY)
    person = found.person if found is not None and links.is_open(found) else None
    if found is None or not isinstance(person, User):
        status = 404 if found is None else 410
        return render(request, "privacy/link_over.html", status=status)
    if request.user.pk != person.pk:
        return render(request, "privacy/link_elsewhere.html", {"path": request.path})
    if request.method != "POST":
        return render(request, "privacy/link.html")
    try:
        return _file(actions.take_copy(person, found))
    except Refused:
        return render(request, "privacy/link_over.html", status=410)


def _spend(person: User) -> None:
    spend(f"copy of data:{person.pk}", COPIES_AN_HOUR, HOUR)


def _file(content: bytes) -> HttpResponse:
    name = f"my-data-{localdate():%Y-%m-%d}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/zip", headers=headers)
