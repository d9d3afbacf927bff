"""Blocking somebody, from wherever one meets them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wayfellow.access.doors import reach, signed_in
from wayfellow.access.rates import spend
from wayfellow.access.refusals import Refused
from wayfellow.people.http import PersonRequest
from wayfellow.people.models import User
from wayfellow.safeguarding import blocking

BLOCKED_AN_HOUR = 20
HOUR = 3600


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def block(request: PersonRequest, pk: int) -> HttpResponse:
    """Say what it means, and do it; only people whom one has met here."""
    person: User | None = reach(request.user, "user.block").filter(pk=pk).first()
    if person is None:
        raise Http404
    refusal = ""
    if request.method == "POST":
        spend(f"block:{request.user.pk}", BLOCKED_AN_HOUR, HOUR)
        try:
            blocking.block(person, by=request.user)
        except Refused as refused:
            refusal = str(refused)
        else:
            said = _("%(name)s cannot reach you any more, and is not told.")
            messages.success(request, said % {"name": person.called})
            return redirect("people:blocked")
    groups = list(blocking.groups_of_both(request.user, person))
    context = {"person": person, "groups": groups, "refusal": refusal}
    return render(request, "safeguarding/block.html", context, status=409 if refusal else 200)
