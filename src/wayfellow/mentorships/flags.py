"""What should worry somebody about a work group: conditions that annotate and filter alike."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from wayfellow.mentorships.lifecycle import LIVE, GroupState, KeyPointsState, MeetingState
from wayfellow.mentorships.models import KeyPoints, Meeting, Member, Reflection, WorkGroup
from wayfellow.programmes.models import Term

INITIATION_WITHIN = timedelta(days=14)
"""How long after its forming a group may be without a planned initiation."""
_TAKES_PLACE = (MeetingState.PLANNED, MeetingState.RECORDED)


@dataclass(frozen=True, slots=True)
class Flag:
    """One reason to look at a group; ``when`` is its condition on a given day."""

    name: str
    label: str | Promise
    tone: str
    when: Callable[[date], Q]


def _students() -> Coalesce:
    rows = Member.objects.active().filter(group=OuterRef("pk")).order_by()
    counted = rows.values("group").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


# By name, since the model declares the attribute for its readers' sake.
_COUNTED = {"active_students": _students()}


def _no_meeting(day: date) -> Q:
    terms = Term.objects.filter(cohort=OuterRef("cohort"), starts_on__lte=day, ends_on__gte=day)
    met = Meeting.objects.filter(
        group=OuterRef("pk"),
        state__in=_TAKES_PLACE,
        group__cohort__terms__starts_on__lte=day,
        group__cohort__terms__ends_on__gte=day,
        starts_at__date__gte=F("group__cohort__terms__starts_on"),
        starts_at__date__lte=F("group__cohort__terms__ends_on"),
    )
    return Q(Exists(terms), ~Exists(met), cohort__programme__meetings_per_term__gt=0)


def _too_few(_day: date) -> Q:
    return Q(below_minimum_waived=False, active_students__lt=F("cohort__programme__fewest_mentees"))


def _unrecorded(_day: date) -> Q:
    return Q(Exists(Meeting.objects.unrecorded().filter(group=OuterRef("pk"))))


def _no_initiation(_day: date) -> Q:
    begun = Meeting.objects.filter(
        group=OuterRef("pk"), kind=Meeting.Kind.INITIATION, state__in=_TAKES_PLACE
    )
    return Q(~Exists(begun), formed_at__lt=now() - INITIATION_WITHIN) & ~Q(state=GroupState.CLOSING)


def _key_points(_day: date) -> Q:
    return Q(
        Exists(KeyPoints.objects.filter(member__group=OuterRef("pk"), state=KeyPointsState.SENT))
    )


def _reflections(_day: date) -> Q:
    return Q(Exists(Reflection.objects.waiting().filter(member__group=OuterRef("pk"))))


def _consent(_day: date) -> Q:
    return Q(Exists(Member.objects.without_consent().filter(group=OuterRef("pk"))))


FLAGS: dict[str, Flag] = {
    flag.name: flag
    for flag in (
        Flag("consent_missing", _("a guardian's consent is missing"), "harm", _consent),
        Flag("too_few", _("too few students"), "harm", _too_few),
        Flag("no_meeting", _("no meeting this term"), "waits", _no_meeting),
        Flag("no_initiation", _("initiation not planned"), "waits", _no_initiation),
        Flag("unrecorded", _("meeting not recorded"), "waits", _unrecorded),
        Flag("key_points_waiting", _("key points to read"), "info", _key_points),
        Flag("reflections_waiting", _("reflections to read"), "info", _reflections),
    )
}


def of(
    groups: QuerySet[WorkGroup, WorkGroup], day: date | None = None
) -> QuerySet[WorkGroup, WorkGroup]:
    """``groups`` with a boolean for every flag under its name, ``active_students`` and ``term``."""
    today = day or localdate()
    terms = Term.objects.filter(cohort=OuterRef("cohort"), starts_on__lte=today, ends_on__gte=today)
    named = {"term": Subquery(terms.values("name")[:1])}
    rows = groups.annotate(**_COUNTED, **named)
    return rows.annotate(
        **{
            name: Case(
                When(Q(state__in=LIVE) & flag.when(today), then=Value(True)),
                default=Value(False),
                output_field=BooleanField(),
            )
            for name, flag in FLAGS.items()
        }
    )


def only(
    groups: QuerySet[WorkGroup, WorkGroup], name: str, day: date | None = None
) -> QuerySet[WorkGroup, WorkGroup]:
    """Those of ``groups`` that carry the flag ``name``."""
    rows = groups.annotate(**_COUNTED)
    return rows.filter(Q(state__in=LIVE) & FLAGS[name].when(day or localdate()))


def raised(group: WorkGroup) -> list[Flag]:
    """The flags of a group that came through ``of``, the gravest first."""
    return [flag for name, flag in FLAGS.items() if getattr(group, name)]
