"""Groups by what should worry somebody, counted and listed."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from wayfellow.home.queries.told import untold
from wayfellow.institutions.models import Institution
from wayfellow.mentorships import flags
from wayfellow.mentorships.flags import FLAGS, Flag
from wayfellow.mentorships.lifecycle import LIVE, WithdrawalState
from wayfellow.mentorships.models import Meeting, Withdrawal, WorkGroup
from wayfellow.mentorships.models.groups import WorkGroupQuerySet
from wayfellow.mentorships.queries import cards
from wayfellow.programmes.models import Cohort

_WISHES = (WithdrawalState.ASKED, WithdrawalState.ACKNOWLEDGED)


def _leaving(_day: date) -> Q:
    wishes = Withdrawal.objects.filter(group=OuterRef("pk"), state__in=_WISHES)
    return Q(Exists(wishes))


def _not_told(_day: date) -> Q:
    return Q(Exists(untold().filter(group=OuterRef("pk"))))


MORE: dict[str, Flag] = {
    "leaving": Flag("leaving", _("somebody has asked to leave"), "harm", _leaving),
    "not_told": Flag("not_told", _("liaison officer not told before"), "info", _not_told),
}
ALL: dict[str, Flag] = FLAGS | MORE


def of(groups: QuerySet[WorkGroup, WorkGroup]) -> QuerySet[WorkGroup, WorkGroup]:
    """``groups`` with every flag, those of this room too, as booleans."""
    live = Q(state__in=LIVE)
    today = localdate()
    more = {name: _truth(live & flag.when(today)) for name, flag in MORE.items()}
    return flags.of(groups).annotate(**more)


def _truth(condition: Q) -> Case:
    return Case(
        When(condition, then=Value(True)), default=Value(False), output_field=BooleanField()
    )


def only(groups: QuerySet[WorkGroup, WorkGroup], name: str) -> QuerySet[WorkGroup, WorkGroup]:
    """Those of ``groups`` that carry the flag ``name``."""
    if name in MORE:
        return groups.filter(Q(state__in=LIVE) & MORE[name].when(localdate()))
    return flags.only(groups, name)


def raised(group: WorkGroup) -> list[Flag]:
    """The flags of a group that came through ``of``, the gravest first."""
    return [flag for name, flag in ALL.items() if getattr(group, name)]


def within(cohorts: Iterable[Cohort], institutions: Iterable[Institution]) -> WorkGroupQuerySet:
    """Groups of ``cohorts`` whose students study at one of ``institutions``."""
    return WorkGroup.objects.filter(
        cohort__in=[cohort.pk for cohort in cohorts],
        institution__in=[institution.pk for institution in institutions],
    )


def _numbers() -> dict[str, Count]:
    # Prefixed: a number that took the flag's own name would stand in the other numbers' way.
    numbers = {f"n_{name}": Count("pk", filter=Q((name, True))) for name in ALL}
    well = Count("pk", filter=Q(*((name, False) for name in ALL)))
    return {"n_live": Count("pk"), "n_well": well, **numbers}


def _named(row: Mapping[str, Any]) -> dict[str, int]:
    return {name: row[f"n_{name}"] for name in ("live", "well", *ALL)}


def tally(groups: WorkGroupQuerySet) -> dict[str, int]:
    """How many of ``groups`` are live, how many are well, and how many carry each flag."""
    return _named(of(groups.live()).order_by().aggregate(**_numbers()))


def counts(
    cohorts: Iterable[Cohort], institutions: Iterable[Institution]
) -> dict[int, dict[str, int]]:
    """The same tally for each cohort; one query."""
    named = list(cohorts)
    rows = of(within(named, institutions).live()).order_by().values("cohort")
    found = {row["cohort"]: _named(row) for row in rows.annotate(**_numbers())}
    nothing = dict.fromkeys(["live", "well", *ALL], 0)
    return {cohort.pk: found.get(cohort.pk, nothing) for cohort in named}


def listed(groups: QuerySet[WorkGroup, WorkGroup]) -> QuerySet[WorkGroup, WorkGroup]:
    """``groups`` with their people, flags, and when they met last and meet next."""
    held = Meeting.objects.recorded().filter(group=OuterRef("pk")).order_by("-starts_at")
    coming = Meeting.objects.planned().filter(group=OuterRef("pk"), ends_at__gte=now())
    return of(cards(groups)).annotate(
        last_met_at=Subquery(held.values("starts_at")[:1]),
        next_meeting_at=Subquery(coming.order_by("starts_at").values("starts_at")[:1]),
    )
