"""Moving one's account to another address, and undoing what somebody else has done."""

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from wayfellow.access import links
from wayfellow.access.doors import public, signed_in
from wayfellow.access.models import Link
from wayfellow.access.rates import network
from wayfellow.access.refusals import Refused, TooOften
from wayfellow.people import actions
from wayfellow.people.forms import AddressForm
from wayfellow.people.http import PersonRequest
from wayfellow.people.lifecycle import ChangeState
from wayfellow.people.models import AddressChange


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change(request: PersonRequest) -> HttpResponse:
    """Type another address; the answer is the same whether an account has it or not."""
    status = 200
    if request.method != "POST":
        return _change(request, AddressForm(request.user, network(request)), status)
    form = AddressForm(request.user, network(request), request.POST)
    try:
        if form.is_valid():
            email = form.cleaned_data["email"]
            actions.ask_for_address(request.user, email, network=network(request))
            messages.success(request, _("We have written to the new address."))
            return redirect("people:address")
        status = 422
    except TooOften as refused:
        waiting = _("Too many tries. Wait a few minutes, then go on.")
        form.add_error(None, str(refused) or waiting)
        status = 429
    return _change(request, form, status)


def _change(request: PersonRequest, form: AddressForm, status: int) -> HttpResponse:
    newest = AddressChange.objects.filter(person=request.user).first()
    waits = newest is not None and newest.state == ChangeState.ASKED
    context = {"form": form, "waiting": newest if waits else None}
    return render(request, "people/address.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the link in the new mailbox: its button moves the account of who is signed in.

    Who has made a slip in the address has written to a stranger, whom the link lets in nowhere.
    """
    found = links.find(token, actions.CONFIRM)
    change = _standing(found, ChangeState.ASKED)
    if found is None or change is None:
        return _over(request, found, "confirm")
    if request.user.pk != change.person_id:
        return render(request, "people/address_elsewhere.html", {"path": request.path})
    if request.method != "POST":
        return render(request, "people/address_confirm.html", {"change": change})
    try:
        change = actions.confirm_address(found, by=change.person)
    except Refused as refused:
        return _refused(request, refused)
    update_session_auth_hash(request, change.person)
    messages.success(request, _("Your address is changed. Mails go there from now on."))
    return redirect("people:me")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public
def undo(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the link in the old mailbox: its button brings the old address back."""
    found = links.find(token, actions.UNDO)
    change = _standing(found, ChangeState.CONFIRMED)
    if found is None or change is None:
        return _over(request, found, "undo")
    with translation.override(change.person.language):
        context = {"change": change}
        if request.method != "POST":
            return render(request, "people/address_undo.html", context)
        try:
            actions.undo_address(found)
        except Refused as refused:
            return _refused(request, refused)
        if request.user.pk == change.person_id:
            logout(request)
        return render(request, "people/address_undone.html", context)


def _standing(found: Link | None, state: ChangeState) -> AddressChange | None:
    """What the link is about, while it can be used."""
    change = found.subject if found is not None and links.is_open(found) else None
    if not isinstance(change, AddressChange) or change.state != state:
        return None
    return change if change.person.is_active else None


def _over(request: HttpRequest, found: Link | None, what: str) -> HttpResponse:
    context = {"what": what}
    status = 404 if found is None else 410
    return render(request, "people/address_over.html", context, status=status)


def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    return render(request, "people/address_refused.html", {"reason": str(refused)}, status=409)
