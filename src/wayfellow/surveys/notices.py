"""Who is asked how it was."""

from collections.abc import Iterable

from django.urls import reverse

from wayfellow.mentorships.models import WorkGroup
from wayfellow.notifications.categories import Category
from wayfellow.notifications.notice import Notice, announce, silent
from wayfellow.people.models import User
from wayfellow.surveys.models import Feedback


def _form(group: WorkGroup) -> str:
    return reverse("surveys:feedback", args=[group.pk])


def _unheard(group: WorkGroup) -> Iterable[User]:
    said = Feedback.objects.filter(group=group.pk)
    return group.people().exclude(pk__in=said.values("person"))


announce(
    Notice(
        on="workgroup.begin_closing",
        template="surveys/notices/how_was_it",
        to=lambda group: group.people(),
        url=_form,
        tell_actor=True,
    ),
    # What schedules.py says is due.
    Notice(
        on="workgroup.near_end",
        template="surveys/notices/near_end",
        to=lambda group: group.people(),
        url=lambda group: reverse("home:group", args=[group.pk]),
    ),
    Notice(
        on="workgroup.ask_feedback",
        template="surveys/notices/how_was_it_reminder",
        to=_unheard,
        url=_form,
    ),
    category=Category.GROUP,
)
# It is read in the season's report.
silent("feedback.give")
