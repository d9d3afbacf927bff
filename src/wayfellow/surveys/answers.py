"""What students tell of themselves straight from the mail."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wayfellow.answers.registry import Answer, answers
from wayfellow.mentorships.models import WorkGroup
from wayfellow.people.models import User
from wayfellow.surveys import actions
from wayfellow.surveys.forms import OutcomeForm, PulseForm


def _pulse(group: WorkGroup, person: User, values: Mapping[str, Any]) -> None:
    actions.give_pulse(group, values, by=person)


def _outcome(group: WorkGroup, person: User, values: Mapping[str, Any]) -> None:
    actions.tell_outcome(group, values, by=person)


def _asleep(group: WorkGroup) -> str:
    return "" if group.is_live else _("This work group has ended.")


answers(
    Answer(
        name="half-way",
        mails=("surveys/notices/half_way", "surveys/notices/review"),
        permission="workgroup.give_pulse",
        label=gettext_lazy("Say how it is going"),
        button=gettext_lazy("Give my answer"),
        asks=lambda _group: _("How is it going?"),
        says=lambda _group: [_("One minute; it is asked once. Nobody in your group sees it.")],
        over=_asleep,
        act=_pulse,
        done=lambda _group: _("Thank you. If you wished to talk, somebody gets in touch with you."),
        page=lambda group: reverse("surveys:pulse", args=[group.pk]),
        form=PulseForm,
    ),
    Answer(
        name="afterwards",
        mails=("surveys/notices/outcome",),
        permission="workgroup.tell_outcome",
        label=gettext_lazy("Tell what I do now"),
        button=gettext_lazy("Give my answer"),
        asks=lambda _group: _("What are you doing now?"),
        says=lambda _group: [_("Half a minute. It counts as a number among all others.")],
        over=lambda _group: "",
        act=_outcome,
        done=lambda _group: _("Thank you. It helps those who come after you."),
        page=lambda group: reverse("surveys:outcome", args=[group.pk]),
        form=OutcomeForm,
    ),
)
