"""A work group in the shape that the card shows."""

from typing import Any

from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from wayfellow.mentorships.models import WorkGroup
from wayfellow.people.models import User
from wayfellow.ui.dates import day, when


def card_of(group: WorkGroup, reader: User) -> dict[str, Any]:
    """A group that came through ``cards`` and, maybe, was given its meetings.

    A mentor tells groups apart by their students, everybody else by their mentor.
    """
    coming = getattr(group, "next_meeting_at", None)
    last = getattr(group, "last_met_at", None)
    facts = [(_("Programme"), group.cohort.programme.name)]
    if coming:
        facts.append((_("Next meeting"), when(coming)))
    elif last:
        facts.append((_("Last met"), day(last)))
    return {
        "name": _name(group, reader),
        "url": reverse("home:group", args=[group.pk]),
        "mentor": group.mentor.person,
        "company": group.mentor.mentor.company,
        "students": [member.application.person for member in group.active_members],
        "state": group.get_state_display(),
        "tone": "good" if group.state == "active" else "quiet",
        "facts": facts,
    }


def _name(group: WorkGroup, reader: User) -> str:
    students = [member.application.person.called for member in group.active_members]
    if group.mentor.person_id != reader.pk or not students:
        return str(group)
    return get_text_list(students, _("and"))
