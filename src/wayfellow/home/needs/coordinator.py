"""A coordinator's landing page: what needs a decision at one institution."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wayfellow.access.doors import reach
from wayfellow.home.addresses import to
from wayfellow.home.needs.landing import Empty, Figure, Landing, ordered
from wayfellow.home.queries import health, stages
from wayfellow.home.standing import Standing
from wayfellow.institutions.models import Institution
from wayfellow.mentorships.lifecycle import WithdrawalState
from wayfellow.mentorships.queries import Todo, withdrawals_waiting
from wayfellow.pairing.lifecycle import RunState
from wayfellow.pairing.models import Run
from wayfellow.pairing.queries import orphans_by_cohort
from wayfellow.partners.lifecycle import PartnerState
from wayfellow.partners.models import Partner
from wayfellow.partners.queries import SOON
from wayfellow.people.models import User
from wayfellow.programmes.lifecycle import CohortState
from wayfellow.programmes.models import Cohort
from wayfellow.safeguarding.lifecycle import ConcernState, TerminationState
from wayfellow.safeguarding.models import Concern
from wayfellow.safeguarding.queries import terminations
from wayfellow.ui.dates import day, since

WORKING_DAYS = 2
"""How soon a wish to leave is acknowledged."""
ONE_BY_ONE = 5
"""So many of a kind are named; the rest is a number."""
_PLACING = (CohortState.MATCHING, CohortState.RUNNING)
_ELSEWHERE = {"key_points_waiting", "reflections_waiting", "leaving", "consent_missing"}


def coordinator(person: User, here: Standing) -> Landing:
    """What the coordinator of one institution has to look at."""
    institution = here.hat.institution if here.hat else None
    if institution is None or not here.cohorts:
        return Landing(needs=[], empty=_beginning(institution))
    busy = [cohort for cohort in here.cohorts if cohort.state != CohortState.CLOSED]
    people = stages.counts(busy, [institution])
    groups = health.counts(busy, [institution])
    found = [
        *_concerns(person, institution),
        *_terminations(person, institution),
        *_withdrawals(person, institution, here.cohorts[0]),
        *_orphans(busy, institution),
        *_runs(busy, institution),
        *_companies(busy),
    ]
    for cohort in busy:
        found += [*_phase(cohort), *_people(cohort, people[cohort.pk])]
        found += _groups(cohort, groups[cohort.pk])
    needs, coming = ordered(found)
    return Landing(
        needs=needs,
        coming=coming,
        empty=Empty(
            title=_("Nothing needs a decision"),
            text=_("Applications, wishes to leave and concerns appear here as they come."),
            url=reverse("home:console", args=[here.cohorts[0].pk]),
            action=_("Open the console"),
        ),
        figures=_figures(busy, people, groups),
    )


def _beginning(institution: Institution | None) -> Empty:
    if institution is None:
        return Empty(title=_("There is no programme yet"))
    return Empty(
        title=_("There is no cohort yet"),
        text=_("Create a programme from a preset, then add the first cohort."),
        url=reverse("programmes:create", args=[institution.slug]),
        action=_("Create a programme"),
    )


def _figures(
    cohorts: list[Cohort], people: dict[int, dict[str, int]], groups: dict[int, dict[str, int]]
) -> list[Figure]:
    for cohort in cohorts[:1]:
        counted = people[cohort.pk]
        behind = "home:people", cohort.pk
        return [
            Figure(
                label=_("students"), value=counted["accepted"], url=to(*behind, stage="accepted")
            ),
            Figure(
                label=_("mentors"),
                value=counted["mentors_accepted"],
                url=to(*behind, stage="mentors_accepted"),
            ),
            Figure(
                label=_("groups"),
                value=groups[cohort.pk]["live"],
                url=to("home:groups", cohort.pk),
            ),
        ]
    return []


def _concerns(person: User, institution: Institution) -> Iterator[Todo]:
    rows = reach(person, "concern.take_up").filter(
        Q(state=ConcernState.RAISED) | Q(state=ConcernState.HANDLING, handler=person),
        institution=institution,
    )
    for row in rows.defer("text").order_by("at")[:ONE_BY_ONE]:
        raised = row.state == ConcernState.RAISED
        yield Todo(
            title=_("A concern was raised: %(urgency)s") % {"urgency": row.get_severity_display()}
            if raised
            else _("You look after a concern"),
            when=since(row.at),
            url=reverse("safeguarding:concern", args=[row.pk]),
            action=_("Read the concern"),
            tone="harm" if raised or row.severity != Concern.Severity.LOW else "waits",
        )


def _terminations(person: User, institution: Institution) -> Iterator[Todo]:
    rows = terminations(person).filter(
        state=TerminationState.DRAFTED, group__institution=institution
    )
    for row in rows.exclude(drafted_by=person)[:ONE_BY_ONE]:
        yield Todo(
            title=_("A letter that ends %(group)s waits for a second person")
            % {"group": row.group},
            when=since(row.at),
            url=reverse("safeguarding:termination", args=[row.pk]),
            action=_("Read the letter"),
            tone="harm",
        )


def working_days_after(moment: datetime, days: int) -> date:
    """The day that lies ``days`` working days after ``moment``."""
    at = localdate(moment)
    while days:
        at += timedelta(days=1)
        days -= at.isoweekday() <= 5  # noqa: PLR2004 - Friday
    return at


def _withdrawals(person: User, institution: Institution, cohort: Cohort) -> Iterator[Todo]:
    rows = list(withdrawals_waiting(person).filter(group__institution=institution))
    for row in rows[:ONE_BY_ONE]:
        due = working_days_after(row.at, WORKING_DAYS)
        asked = row.state == WithdrawalState.ASKED
        yield Todo(
            title=_("%(name)s has asked to leave %(group)s")
            % {"name": row.by.called, "group": row.group},
            when=_("Answer by %(day)s") % {"day": day(due)} if asked else since(row.at),
            url=reverse("mentorships:withdrawal", args=[row.group_id, row.pk]),
            action=_("Answer the wish") if asked else _("Agree on the last day"),
            tone="harm" if asked and due < localdate() else "waits",
        )
    if len(rows) > ONE_BY_ONE:
        yield Todo(
            title=_("More wishes to leave"),
            count=len(rows) - ONE_BY_ONE,
            url=to("home:groups", cohort.pk, flag="leaving"),
            action=_("See the groups"),
        )


def _orphans(cohorts: list[Cohort], institution: Institution) -> Iterator[Todo]:
    """Groups that another mentor could take over, students and all."""
    counted = orphans_by_cohort(cohorts, institution)
    for cohort in cohorts:
        if count := counted.get(cohort.pk):
            yield Todo(
                title=_("Groups without a mentor in %(cohort)s") % {"cohort": cohort},
                count=count,
                url=reverse("pairing:orphans", args=[cohort.pk]),
                action=_("Find a mentor"),
            )


def _runs(cohorts: list[Cohort], institution: Institution) -> Iterator[Todo]:
    rows = Run.objects.filter(
        cohort__in=[cohort.pk for cohort in cohorts],
        institution=institution,
        state__in=[RunState.READY, RunState.FAILED],
    )
    rows = rows.exclude(kind__in=[Run.Kind.REPEAT, Run.Kind.REHEARSAL])
    rows = rows.defer("pool", "report", "unplaced", "configuration", "answer")
    seen = set()
    for row in rows.select_related("cohort__programme").order_by("cohort", "-number"):
        if row.cohort_id in seen:
            continue
        seen.add(row.cohort_id)
        words = {"number": row.number, "cohort": row.cohort}
        ready = row.state == RunState.READY
        yield Todo(
            title=_("Matching run %(number)d of %(cohort)s is ready to publish") % words
            if ready
            else _("Matching run %(number)d of %(cohort)s has failed") % words,
            when=since(row.finished_at),
            url=reverse("pairing:run", args=[row.pk]),
            action=_("Look at the groups") if ready else _("See why"),
        )


def _companies(cohorts: list[Cohort]) -> Iterator[Todo]:
    today = localdate()
    programmes = {cohort.programme_id: cohort.programme for cohort in cohorts}
    ending = Q(mou_expires_on__gte=today, mou_expires_on__lte=today + SOON)
    rows = Partner.objects.filter(programme__in=programmes)
    rows = rows.filter(Q(state=PartnerState.PROSPECT) | (Q(state=PartnerState.ACTIVE) & ending))
    prospects: dict[int, int] = {}
    for row in rows:
        if row.state == PartnerState.PROSPECT:
            prospects[row.programme_id] = prospects.get(row.programme_id, 0) + 1
        else:
            yield Todo(
                title=_("The memorandum with %(company)s ends soon") % {"company": row.name},
                when=since(row.mou_expires_on),
                url=reverse("partners:show", args=[row.pk]),
                action=_("See the company"),
                tone="info",
            )
    for pk, count in prospects.items():
        yield Todo(
            title=_("Companies that would like to take part in %(programme)s")
            % {"programme": programmes[pk].name},
            count=count,
            url=to("partners:index", pk, state=PartnerState.PROSPECT),
            action=_("See the companies"),
            tone="info",
        )


def _phase(cohort: Cohort) -> Iterator[Todo]:
    today = localdate()
    closes, opens = cohort.applications_close_on, cohort.applications_open_on
    url = reverse("programmes:cohort", args=[cohort.pk])
    if cohort.state == CohortState.DRAFT and opens and opens <= today:
        yield Todo(
            title=_("%(cohort)s should take applications by now") % {"cohort": cohort},
            when=since(opens),
            url=url,
            action=_("Open the applications"),
        )
    if cohort.state == CohortState.OPEN and closes and closes < today:
        yield Todo(
            title=_("The time to apply for %(cohort)s is over") % {"cohort": cohort},
            when=since(closes),
            url=url,
            action=_("Begin the matching"),
        )
    if cohort.state == CohortState.RUNNING and cohort.ends_on and cohort.ends_on < today:
        yield Todo(
            title=_("%(cohort)s has come to its end") % {"cohort": cohort},
            when=since(cohort.ends_on),
            url=url,
            action=_("Begin the closing"),
        )


def _people(cohort: Cohort, counted: dict[str, int]) -> Iterator[Todo]:
    waiting = counted["waiting"] + counted["mentors_waiting"]
    if waiting:
        yield Todo(
            title=_("Applications to %(cohort)s to decide on") % {"cohort": cohort},
            count=waiting,
            url=to("applications:pile", cohort.pk, state="submitted"),
            action=_("Review the applications"),
        )
    if counted["consent_stuck"]:
        yield Todo(
            title=_("Students of %(cohort)s whose guardian is not asked, or has said no")
            % {"cohort": cohort},
            count=counted["consent_stuck"],
            url=to("home:people", cohort.pk, stage="consent_stuck"),
            action=_("See the students"),
        )
    if counted["unplaced"] and cohort.state in _PLACING:
        yield Todo(
            title=_("Students of %(cohort)s without a group") % {"cohort": cohort},
            count=counted["unplaced"],
            url=to("home:people", cohort.pk, stage="unplaced"),
            action=_("See the students"),
        )


def _groups(cohort: Cohort, counted: dict[str, int]) -> Iterator[Todo]:
    for name, flag in health.ALL.items():
        if counted[name] and name not in _ELSEWHERE:
            yield Todo(
                title=_("Groups of %(cohort)s: %(flag)s") % {"cohort": cohort, "flag": flag.label},
                count=counted[name],
                url=to("home:groups", cohort.pk, flag=name),
                action=_("See the groups"),
                tone="waits" if flag.tone == "harm" else "info",
            )
