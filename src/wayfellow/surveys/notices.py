"""Who is asked how it goes, how it was and what came of it."""

from collections.abc import Iterable
from itertools import chain

from django.urls import reverse

from wayfellow.mentorships.models import WorkGroup
from wayfellow.notifications.categories import Category
from wayfellow.notifications.notice import Notice, announce, silent
from wayfellow.people.models import User
from wayfellow.surveys.models import Feedback, Pulse
from wayfellow.surveys.occasions import unasked, unheard


def _form(group: WorkGroup) -> str:
    return reverse("surveys:feedback", args=[group.pk])


def _unheard(group: WorkGroup) -> Iterable[User]:
    said = Feedback.objects.filter(group=group.pk)
    return group.people().exclude(pk__in=said.values("person"))


def _pulse(group: WorkGroup) -> str:
    return reverse("surveys:pulse", args=[group.pk])


def _helpers(pulse: Pulse) -> Iterable[User]:
    if not pulse.wants_talk:
        return ()
    return chain(pulse.group.liaison_officers(), pulse.group.coordinators())


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
    Notice(
        on="workgroup.ask_pulse",
        template="surveys/notices/half_way",
        to=unasked,
        url=_pulse,
    ),
    Notice(on="workgroup.review", template="surveys/notices/review", to=unasked, url=_pulse),
    Notice(
        on="workgroup.call",
        template="surveys/notices/review_call",
        to=lambda group: group.coordinators(),
        url=lambda group: reverse("home:group", args=[group.pk]),
        category=Category.CHARGE,
    ),
    Notice(
        on="workgroup.ask_outcome",
        template="surveys/notices/outcome",
        to=unheard,
        url=lambda group: reverse("surveys:outcome", args=[group.pk]),
    ),
    # What was written is on the page only.
    Notice(
        on="pulse.give",
        template="surveys/notices/wants_talk",
        to=_helpers,
        url=lambda pulse: reverse("home:group", args=[pulse.group_id]),
        category=Category.CHARGE,
    ),
    category=Category.GROUP,
)
# It is read in the season's report.
silent("feedback.give", "outcome.tell")
