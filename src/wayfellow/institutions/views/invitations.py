"""Inviting people, and the page behind the mailed link."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from wayfellow.access import links
from wayfellow.access.doors import door, public, reach
from wayfellow.access.models import Link
from wayfellow.institutions import actions
from wayfellow.institutions.forms import InviteForm
from wayfellow.institutions.lifecycle import InvitationState, Role
from wayfellow.institutions.models import Institution, Invitation
from wayfellow.institutions.permissions import roles_to_offer
from wayfellow.institutions.queries import invitations
from wayfellow.institutions.views.members import PAGE, frame
from wayfellow.people.http import PersonRequest
from wayfellow.people.sessions import let_in


@require_http_methods(["GET", "HEAD", "POST"])
@door("institution.invite", by="slug")
def index(request: PersonRequest, institution: Institution) -> HttpResponse:
    """Invite somebody, and see who was invited and has not answered."""
    posted = request.POST if request.method == "POST" else None
    form = InviteForm(posted, roles=roles_to_offer(request.user, institution))
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
        invitation = actions.invite(institution, **values, by=request.user)
        said = _("An invitation is on its way to %(address)s.") % {"address": invitation.email}
        messages.success(request, said)
        return redirect("institutions:invitations", institution.slug)
    mine = reach(request.user, "invitation.resend").values("pk")
    rows = invitations(institution).filter(pk__in=mine)
    context = {
        **frame(request, institution, "invitations"),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "institutions/invitations.html", context, status=status)


@require_POST
@door("invitation.resend")
def resend(request: PersonRequest, invitation: Invitation) -> HttpResponse:
    """Mail a new link."""
    actions.resend(invitation, by=request.user)
    said = _("A new invitation is on its way to %(address)s; the old link stopped working.")
    messages.success(request, said % {"address": invitation.email})
    return redirect("institutions:invitations", invitation.institution.slug)


@require_POST
@door("invitation.revoke")
def revoke(request: PersonRequest, invitation: Invitation) -> HttpResponse:
    """Take an invitation back."""
    actions.revoke(invitation, by=request.user)
    said = _("The invitation to %(address)s is withdrawn.") % {"address": invitation.email}
    messages.success(request, said)
    return redirect("institutions:invitations", invitation.institution.slug)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """What is offered and by whom; only the button accepts."""
    link = links.find(token, actions.PURPOSE)
    invitation = link.subject if link else None
    if link is None or not isinstance(invitation, Invitation):
        return render(request, "institutions/invitation_over.html", {"state": ""}, status=404)
    if not links.is_open(link):
        return _over(request, invitation, link, token)
    somebody_else = request.user.is_authenticated and request.user.email != invitation.email
    if request.method == "POST" and not somebody_else:
        person = actions.accept_by_link(invitation, link)
        said = _("Welcome. You are %(role)s at %(place)s now.")
        place = invitation.institution.name
        answered = let_in(request, person)
        values = {"role": invitation.get_role_display(), "place": place}
        messages.success(request, said % values)
        return answered
    context = {"invitation": invitation, "somebody_else": somebody_else}
    status = 409 if request.method == "POST" else 200
    return render(request, "institutions/invitation.html", context, status=status)


def _over(request: HttpRequest, invitation: Invitation, link: Link, token: str) -> HttpResponse:
    """Why the link opens nothing any more, and what to do instead."""
    state = invitation.state
    if state == InvitationState.SENT:
        state = "expired" if link.revoked_at is None else "replaced"
    context = {"invitation": invitation, "state": state, "token": token}
    return render(request, "institutions/invitation_over.html", context, status=410)


@require_POST
@public
def ask(request: HttpRequest, token: str) -> HttpResponse:
    """Ask the inviter for a new link in place of an expired one."""
    link = links.find(token, actions.PURPOSE)
    invitation = link.subject if link else None
    if isinstance(invitation, Invitation) and invitation.state == InvitationState.SENT:
        actions.ask(invitation)
    return render(request, "institutions/invitation_asked.html")
