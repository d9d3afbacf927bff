"""What will go, when, and of how many: read for the institution's page, in few queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from wayfellow.applications.models import Application
from wayfellow.conversations.models import Message
from wayfellow.institutions.models import Institution
from wayfellow.mentorships.models import Goal, Reflection
from wayfellow.privacy.keeping import DAYS_BEFORE, NAMELESS, end_of_keeping, guarded
from wayfellow.privacy.models import Forgetting, Hold
from wayfellow.programmes.models import Cohort


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """One ended cohort at one institution: what is there, and what becomes of it."""

    cohort: Cohort
    people: int
    messages: int
    reflections: int
    goals: int
    told: int
    done: int
    guarded: int
    hold: Hold | None
    due_on: date | None
    """None where nothing goes by itself."""


def ended(institution: Institution, day: date) -> QuerySet[Cohort]:
    """Cohorts that are over and had people of ``institution``, the oldest first."""
    there = Application.objects.filter(institution=institution)
    rows = Cohort.objects.filter(pk__in=there.values("cohort"), ends_on__lt=day)
    return rows.select_related("programme").order_by("ends_on", "pk")


def previews(
    cohorts: Iterable[Cohort], institution: Institution, years: int | None, at: datetime, day: date
) -> list[Preview]:
    """One for each of ``cohorts``; always as many queries."""
    those = list(cohorts)
    people = Application.objects.filter(institution=institution, cohort__in=those)
    people = people.exclude(person__email__endswith=NAMELESS)
    here: dict[str, Any] = {"group__institution": institution, "group__cohort__in": those}
    of_member = {f"member__{path}": value for path, value in here.items()}
    forgettings = Forgetting.objects.filter(institution=institution, cohort__in=those)
    counted = {
        "people": _counted(people, "cohort", "person"),
        "guarded": _counted(people.filter(guarded(at)), "cohort", "person"),
        "messages": _counted(Message.objects.filter(**here), "group__cohort", "pk"),
        "reflections": _counted(
            Reflection.objects.filter(**of_member), "member__group__cohort", "pk"
        ),
        "goals": _counted(Goal.objects.filter(**of_member), "member__group__cohort", "pk"),
        "told": _counted(forgettings.filter(told_at__isnull=False, done_at=None), "cohort", "pk"),
        "done": _counted(forgettings.filter(done_at__isnull=False), "cohort", "pk"),
    }
    holds = {
        hold.cohort_id: hold
        for hold in Hold.objects.filter(
            institution=institution, cohort__in=those, lifted_at=None
        ).select_related("by")
    }
    dues = _dues(forgettings)
    return [
        Preview(
            cohort=cohort,
            hold=holds.get(cohort.pk),
            due_on=_due(cohort, years, dues.get(cohort.pk), day),
            **{name: counts.get(cohort.pk, 0) for name, counts in counted.items()},
        )
        for cohort in those
    ]


def _counted(rows: QuerySet[Any], cohort: str, what: str) -> dict[int, int]:
    found = rows.order_by().values_list(cohort).annotate(n=Count(what, distinct=True))
    return dict(found)


def _dues(forgettings: QuerySet[Forgetting]) -> dict[int, date]:
    """The last day of those still to come, as it was planned or told."""
    rows = forgettings.filter(Q(done_at=None)).order_by("due_on").values_list("cohort", "due_on")
    return dict(rows)


def _due(cohort: Cohort, years: int | None, planned: date | None, day: date) -> date | None:
    if years is None or cohort.ends_on is None:
        return None
    soonest = day + timedelta(days=DAYS_BEFORE)
    return planned or max(end_of_keeping(cohort.ends_on, years), soonest)
