"""A work group in the shape that the card shows."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wayfellow.mentorships.models import WorkGroup
from wayfellow.ui.dates import day, when


def card_of(group: WorkGroup) -> dict[str, Any]:
    """A group that came through ``cards`` and, maybe, was given its meetings."""
    coming = getattr(group, "next_meeting_at", None)
    last = getattr(group, "last_met_at", None)
    facts = [(_("Programme"), group.cohort.programme.name)]
    if coming:
        facts.append((_("Next meeting"), when(coming)))
    elif last:
        facts.append((_("Last met"), day(last)))
    return {
        "name": str(group),
        "url": reverse("home:group", args=[group.pk]),
        "mentor": group.mentor.person,
        "company": group.mentor.mentor.company,
        "students": [member.application.person for member in group.active_members],
        "state": group.get_state_display(),
        "tone": "good" if group.state == "active" else "quiet",
        "facts": facts,
    }
