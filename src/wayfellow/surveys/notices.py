"""Who is asked how it was."""

from django.urls import reverse

from wayfellow.mentorships.models import WorkGroup
from wayfellow.notifications.notice import Notice, announce, silent


def _form(group: WorkGroup) -> str:
    return reverse("surveys:feedback", args=[group.pk])


announce(
    Notice(
        on="workgroup.begin_closing",
        template="surveys/notices/how_was_it",
        to=lambda group: group.people(),
        url=_form,
        tell_actor=True,
    ),
)
# It is read in the season's report.
silent("feedback.give")
