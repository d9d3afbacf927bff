"""Finding a person, a group or a programme that one may see."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wayfellow.access.doors import signed_in
from wayfellow.home.queries.search import SHORTEST, search_for
from wayfellow.people.http import PersonRequest


@require_safe
@signed_in
def search(request: PersonRequest) -> HttpResponse:
    """A few of each kind, the best first."""
    words = request.GET.get("q", "").strip()[:100]
    too_short = len(words) < SHORTEST
    found = [] if too_short else search_for(request.user, words)
    context = {"words": words, "too_short": too_short, "sections": found}
    return render(request, "home/search.html", context)
