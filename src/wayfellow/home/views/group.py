"""The work group's page: everybody and everything of one group, for one reader."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wayfellow.access.doors import door
from wayfellow.conversations.forms import MessageForm
from wayfellow.home.queries.story import story
from wayfellow.home.queries.workspace import extras
from wayfellow.mentorships.models import WorkGroup
from wayfellow.mentorships.queries import workspace
from wayfellow.people.http import PersonRequest


@require_safe
@door("workgroup.view")
def group(request: PersonRequest, group: WorkGroup) -> HttpResponse:
    """People, next meeting, agreement, goals, reflections, messages, and what happened."""
    seen = workspace(group, request.user)
    more = extras(seen)
    context = {
        "workspace": seen,
        "group": seen.group,
        "more": more,
        "message_form": MessageForm() if more.writes else None,
        "story": story(seen),
    }
    return render(request, "home/group.html", context)
