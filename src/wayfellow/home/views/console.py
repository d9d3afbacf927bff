"""The coordinator's console of one cohort, and the lists behind its numbers."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from wayfellow.access.doors import door
from wayfellow.home.addresses import to
from wayfellow.home.queries import console as queries
from wayfellow.home.queries import health, stages
from wayfellow.insights.queries.students import funnel
from wayfellow.institutions import hats
from wayfellow.institutions.models import Institution
from wayfellow.mentorships.lifecycle import GroupState
from wayfellow.pairing.queries import institutions_of
from wayfellow.people.http import PersonRequest
from wayfellow.programmes.models import Cohort
from wayfellow.programmes.queries import phases

PAGE = 50


class GroupsForm(forms.Form):
    """Which groups to list."""

    q = forms.CharField(label=gettext_lazy("Name or company"), required=False, max_length=100)
    flag = forms.ChoiceField(label=gettext_lazy("What to look at"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        flags = [(name, str(flag.label).capitalize()) for name, flag in health.ALL.items()]
        self.fields["flag"].choices = [("", _("Everything")), *flags, ("well", _("All is well"))]  # type: ignore[attr-defined]
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            ("", _("Any")),
            ("live", _("Going on")),
            *((state.value, str(state.label).capitalize()) for state in GroupState),
        ]


class PeopleForm(forms.Form):
    """Which people to list."""

    q = forms.CharField(
        label=gettext_lazy("Name, course or company"), required=False, max_length=100
    )
    stage = forms.ChoiceField(
        label=gettext_lazy("Who"),
        choices=[(name, stage.label) for name, stage in stages.STAGES.items()],
    )


def _row(cohort: Cohort) -> Cohort:
    return Cohort.objects.select_related("programme__institution").get(pk=cohort.pk)


def _institution(request: PersonRequest, cohort: Cohort) -> Institution:
    """The one for which this person coordinates: nobody else's students are shown or counted.

    Who coordinates for several sees the one whose hat is worn.
    """
    held = institutions_of(request.user, cohort)
    hat = hats.current(request)
    return next((each for each in held if hat and each == hat.institution), held[0])


@require_safe
@door("cohort.coordinate")
def console(request: PersonRequest, cohort: Cohort) -> HttpResponse:
    """Where the cohort stands, and one click from any number to those behind it."""
    cohort = _row(cohort)
    place = _institution(request, cohort)
    held = [place]
    people = stages.counts([cohort], held)[cohort.pk]
    groups = health.counts([cohort], held)[cohort.pk]
    context = {
        "cohort": cohort,
        "place": place,
        "phases": phases(cohort),
        "funnel": funnel(cohort, place),
        "has_people": people["students"] or people["mentors"],
        "around": queries.around(cohort, people),
        "live": groups["live"],
        "health": queries.by_health(cohort, groups),
        "officers": list(queries.officers(cohort, held)),
        "companies": queries.companies(cohort, place),
        "concerns": queries.concerns(request.user, cohort, held),
        "recent": queries.recent(cohort, held),
    }
    return render(request, "home/console.html", context)


@require_safe
@door("cohort.coordinate")
def groups(request: PersonRequest, cohort: Cohort) -> HttpResponse:
    """Groups, narrowed by flag, state and name."""
    cohort = _row(cohort)
    form = GroupsForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    flag, state, words = (str(asked.get(name, "")) for name in ("flag", "state", "q"))
    held = [_institution(request, cohort)]
    rows = queries.groups(cohort, held, flag=flag, state=state, words=words)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    found = ngettext("%(n)d group", "%(n)d groups", page.paginator.count)
    context = {
        "cohort": cohort,
        "page": page,
        "rows": [(group, health.raised(group)) for group in page.object_list],
        "form": form,
        "found": found % {"n": page.paginator.count},
        "filters": _chips("home:groups", cohort, form, {"flag": flag, "state": state, "q": words}),
        "clear_url": to("home:groups", cohort.pk),
    }
    return render(request, "home/groups.html", context)


@require_safe
@door("cohort.coordinate")
def people(request: PersonRequest, cohort: Cohort) -> HttpResponse:
    """The people behind a number."""
    cohort = _row(cohort)
    asked = request.GET.get("stage", "")
    stage = asked if asked in stages.STAGES else "students"
    words = request.GET.get("q", "").strip()[:100]
    rows = queries.people(cohort, [_institution(request, cohort)], stage=stage, words=words)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    found = ngettext("%(n)d person", "%(n)d people", page.paginator.count)
    form = PeopleForm({"stage": stage, "q": words})
    context = {
        "cohort": cohort,
        "page": page,
        "stage": stages.STAGES[stage],
        "is_students": stages.STAGES[stage].part == "student",
        "form": form,
        "found": found % {"n": page.paginator.count},
    }
    return render(request, "home/people.html", context)


def _chips(
    name: str, cohort: Cohort, form: forms.Form, asked: dict[str, str]
) -> list[dict[str, str]]:
    """What the list is narrowed by, each with the way to take it away."""
    chips = []
    for key, value in asked.items():
        if value:
            choices = dict(getattr(form.fields[key], "choices", ()))
            rest = {other: kept for other, kept in asked.items() if other != key}
            chips.append(
                {
                    "label": str(choices.get(value, value)),
                    "remove_url": to(name, cohort.pk, **rest),
                }
            )
    return chips
