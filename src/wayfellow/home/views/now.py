"""The front door: for the world what Wayfellow is, for people what needs them now."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wayfellow.access.doors import public
from wayfellow.home.group_cards import card_of
from wayfellow.home.needs import landing
from wayfellow.home.standing import standing
from wayfellow.institutions.queries import statements_due
from wayfellow.people.models import User
from wayfellow.programmes.queries import in_public


@require_safe
@public
def now(request: HttpRequest) -> HttpResponse:
    """What needs this person, or the public front page."""
    person = request.user
    if not isinstance(person, User):
        return render(request, "home/front.html", {"programmes": list(in_public())})
    if statements_due(person).exists():
        path = reverse("institutions:statements")
        return redirect(f"{path}?{urlencode({'next': '/'})}")
    here = standing(request)
    found = landing(person, here)
    context = {
        "landing": found,
        "cards": [card_of(each, person) for each in found.groups],
        "here": here,
    }
    return render(request, "home/now.html", context)


@require_safe
@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """How accessible the site is, said plainly."""
    return render(request, "home/accessibility.html")
