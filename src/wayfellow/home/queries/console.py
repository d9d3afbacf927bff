"""What the coordinator's console shows of one cohort, for one or more institutions."""

from collections.abc import Iterable
from typing import Any

from django.db.models import BigIntegerField, Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from wayfellow.access.doors import reach
from wayfellow.applications.models import Application, Charge
from wayfellow.home.addresses import to
from wayfellow.home.needs.landing import Figure
from wayfellow.home.queries import health, stages
from wayfellow.home.queries.story import Entry, told
from wayfellow.insights.queries.frame import Frame
from wayfellow.insights.queries.partners import partners
from wayfellow.institutions.models import Institution
from wayfellow.mentorships.lifecycle import LIVE
from wayfellow.mentorships.models import Agreement, Meeting, Member, WorkGroup
from wayfellow.people.models import User
from wayfellow.programmes.models import Cohort, Office
from wayfellow.safeguarding.queries import OPEN

TONES = {"harm": "harm", "waits": "waits"}
WELL = _("all is well")


def around(cohort: Cohort, counted: dict[str, int]) -> list[Figure]:
    """Everybody who is not on the straight way."""
    waiting = {"waiting", "mentors_waiting", "unplaced", "consent", "consent_stuck"}
    shown = [
        *("waiting", "mentors_waiting", "unplaced", "consent", "without_officer", "waitlisted"),
        *("declined", "withdrawn", "mentors_accepted", "mentors_leading", "mentors_free"),
    ]
    if cohort.programme.liaison == "none":
        shown.remove("without_officer")
    return [
        Figure(
            label=str(stages.STAGES[name].label),
            value=counted[name],
            url=to("home:people", cohort.pk, stage=name),
            tone="waits" if name in waiting and counted[name] else "",
        )
        for name in shown
        if counted[name] or name in ("waiting", "mentors_waiting", "unplaced")
    ]


def by_health(cohort: Cohort, counted: dict[str, int]) -> list[Figure]:
    """Live groups by flag; the last is those that are well."""
    found = [
        Figure(
            label=str(flag.label),
            value=counted[name],
            url=to("home:groups", cohort.pk, flag=name),
            tone=TONES.get(flag.tone, ""),
        )
        for name, flag in health.ALL.items()
        if counted[name]
    ]
    well = Figure(
        label=str(WELL), value=counted["well"], url=to("home:groups", cohort.pk, flag="well")
    )
    return [*found, well]


def officers(cohort: Cohort, institutions: Iterable[Institution]) -> QuerySet[Office]:
    """Liaison officers with ``load``: how many of the cohort's students each looks after."""
    charges = Charge.objects.filter(
        office=OuterRef("pk"), application__cohort=cohort, application__state="accepted"
    ).order_by()
    rows = Office.objects.current().filter(
        programme=cohort.programme_id,
        institution__in=[each.pk for each in institutions],
        role=Office.Role.LIAISON_OFFICER,
    )
    return (
        rows.select_related("person", "institution")
        .annotate(
            load=Coalesce(Subquery(charges.values("office").annotate(n=Count("pk")).values("n")), 0)
        )
        .order_by("-load", "person__name")
    )


def companies(cohort: Cohort, institution: Institution) -> dict[str, Any]:
    """How many companies take part, and what they pledged and gave to ``institution`` together."""
    rows = partners(Frame(cohort, institution))
    given = round(sum(row.delivered for row in rows), 1)
    return {
        "count": len(rows),
        "pledged": sum(row.pledged for row in rows),
        "delivered": int(given) if given == int(given) else given,
    }


def concerns(person: User, cohort: Cohort, institutions: Iterable[Institution]) -> int:
    """Open concerns that ``person`` handles."""
    rows = reach(person, "concern.take_up").filter(
        programme=cohort.programme_id,
        institution__in=[each.pk for each in institutions],
        state__in=OPEN,
    )
    return rows.count()


def recent(cohort: Cohort, institutions: Iterable[Institution]) -> list[Entry]:
    """What happened of late in the groups of ``institutions``."""
    groups = health.within([cohort], institutions)
    return told(
        {
            WorkGroup: groups,
            Member: Member.objects.filter(group__in=groups),
            Agreement: Agreement.objects.filter(group__in=groups, state="in force"),
            Meeting: Meeting.objects.filter(group__in=groups),
        },
        named=True,
    )


def groups(
    cohort: Cohort, institutions: Iterable[Institution], *, flag: str, state: str, words: str
) -> QuerySet[WorkGroup, WorkGroup]:
    """Groups by flag ("well" for none), by state and by words in anybody's name."""
    rows: QuerySet[WorkGroup, WorkGroup] = health.within([cohort], institutions)
    if flag in health.ALL:
        rows = health.only(rows, flag)
    if state == "live":
        rows = rows.filter(state__in=LIVE)
    elif state:
        rows = rows.filter(state=state)
    if words:
        members = Member.objects.active().filter(application__person__name__icontains=words)
        rows = rows.filter(
            Q(mentor__person__name__icontains=words)
            | Q(mentor__mentor__company__icontains=words)
            | Q(pk__in=members.values("group"))
        )
    found = health.listed(rows)
    if flag == "well":
        found = found.filter(state__in=LIVE, **dict.fromkeys(health.ALL, False))
    return found.order_by("mentor__person__name", "pk")


def people(
    cohort: Cohort, institutions: Iterable[Institution], *, stage: str, words: str
) -> QuerySet[Application]:
    """The people at ``stage``, each with the group they are in."""
    rows = stages.at(stages.people([cohort], institutions), stages.STAGES[stage])
    if words:
        rows = rows.filter(
            Q(person__name__icontains=words)
            | Q(student__course__icontains=words)
            | Q(mentor__company__icontains=words)
        )
    placed = Member.objects.active().filter(application=OuterRef("pk"), group__state__in=LIVE)
    leads = health.within([cohort], institutions).live().filter(mentor=OuterRef("pk"))
    return (
        rows.select_related("person", "institution", "student", "mentor", "charge__office__person")
        .annotate(
            group_pk=Coalesce(
                Subquery(placed.values("group")[:1]),
                Subquery(leads.order_by("pk").values("pk")[:1]),
                output_field=BigIntegerField(),
            ),
            group_mentor=Subquery(placed.values("group__mentor__person__name")[:1]),
        )
        .order_by("person__name", "pk")
    )
