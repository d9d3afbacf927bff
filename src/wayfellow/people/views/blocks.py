"""Whom one has blocked, and letting them near again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wayfellow.access.doors import door, signed_in
from wayfellow.people import actions
from wayfellow.people.http import PersonRequest
from wayfellow.people.models import Block
from wayfellow.people.queries import blocked_by

PAGE = 50


@require_safe
@signed_in
def index(request: PersonRequest) -> HttpResponse:
    """Everybody whom this person has blocked."""
    page = Paginator(blocked_by(request.user.pk), PAGE).get_page(request.GET.get("page"))
    return render(request, "people/blocked.html", {"page": page})


@require_POST
@door("block.lift")
def lift(request: PersonRequest, row: Block) -> HttpResponse:
    """Let somebody near again."""
    actions.lift(row, by=request.user)
    messages.success(request, _("%(name)s can reach you again.") % {"name": row.other.called})
    return redirect("people:blocked")
