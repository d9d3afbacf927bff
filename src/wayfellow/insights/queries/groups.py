"""How work groups do: their health, meetings, reflections and early ends."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate, now

from wayfellow.insights.queries.frame import Frame, Share
from wayfellow.institutions.models import Institution
from wayfellow.mentorships import flags
from wayfellow.mentorships.lifecycle import LIVE, GroupState, MeetingState, WithdrawalState
from wayfellow.mentorships.models import (
    RECORD_WITHIN,
    Attendance,
    Meeting,
    Member,
    Reflection,
    Withdrawal,
    WorkGroup,
)
from wayfellow.mentorships.models.groups import STAYED
from wayfellow.programmes.models import Cohort, Term
from wayfellow.programmes.policy import Need
from wayfellow.safeguarding.lifecycle import ConcernState, TerminationState
from wayfellow.safeguarding.models import Concern, Termination

REFLECT_WITHIN = timedelta(days=8)
"""How long after a meeting a reflection on it is in time: when the last reminder goes out."""
TERM_GRACE = timedelta(days=3)
"""How long after a term's end the reflection on it is in time."""
MANY = 6
"""Groups that met so often or oftener stand together in the chart."""


@dataclass(frozen=True, slots=True)
class Flagged:
    """One reason to look at groups, and how many have it."""

    name: str
    label: str
    tone: str
    value: int
    url: str


@dataclass(frozen=True, slots=True)
class Health:
    """The groups by state, and what should worry somebody about the live ones."""

    live: int
    well: int
    completed: int
    ended_early: int
    flags: list[Flagged]


def health(cohort: Cohort, institution: Institution | None = None) -> Health:
    """How the groups are today; one query."""
    frame = Frame(cohort, institution)
    live = Q(state__in=LIVE)
    troubled = Q(*((name, True) for name in flags.FLAGS), _connector=Q.OR)
    counts = flags.of(frame.groups().order_by()).aggregate(
        live=Count("pk", filter=live),
        well=Count("pk", filter=live & ~troubled),
        completed=Count("pk", filter=Q(state=GroupState.COMPLETED)),
        early=Count("pk", filter=Q(state__in=[GroupState.DISSOLVED, GroupState.TERMINATED])),
        **{f"flag_{name}": Count("pk", filter=Q((name, True))) for name in flags.FLAGS},
    )
    page = reverse("insights:groups", args=[cohort.pk])
    at = f"&at={institution.slug}" if institution else ""
    return Health(
        live=counts["live"],
        well=counts["well"],
        completed=counts["completed"],
        ended_early=counts["early"],
        flags=[
            Flagged(
                name,
                str(flag.label).capitalize(),
                flag.tone,
                counts[f"flag_{name}"],
                f"{page}?flag={name}{at}",
            )
            for name, flag in flags.FLAGS.items()
        ],
    )


def groups_behind(frame: Frame, flag: str) -> QuerySet[WorkGroup]:
    """Live groups with ``flag``, or all of them, each with its flags."""
    rows = frame.groups()
    rows = flags.only(rows, flag) if flag in flags.FLAGS else rows.filter(state__in=LIVE)
    return (
        flags.of(WorkGroup.objects.filter(pk__in=rows.values("pk")))
        .select_related("mentor__person", "mentor__mentor", "institution")
        .order_by("mentor__person__name", "pk")
    )


@dataclass(frozen=True, slots=True)
class TermMeetings:
    """Meetings of one term: how many groups there were, and how many met as required."""

    term: str
    groups: int
    meetings: int
    required: int
    met: Share

    @property
    def per_group(self) -> float:
        return round(self.meetings / self.groups, 1) if self.groups else 0.0


@dataclass(frozen=True, slots=True)
class Meetings:
    """What was held, and whether it was told before and written down in time."""

    terms: list[TermMeetings]
    held: int
    hours: float
    by_number: list[tuple[str, int]]
    """How many groups met so and so often."""
    face_to_face: Share
    told_before: Share | None
    """None where nobody is told before a meeting."""
    recorded_in_time: Share


def meetings(frame: Frame) -> Meetings:
    """The meetings that were recorded; four queries."""
    programme = frame.cohort.programme
    held = list(
        frame.meetings()
        .filter(state=MeetingState.RECORDED)
        .order_by()
        .values_list("group", "starts_at", "ends_at")
    )
    groups = list(frame.groups().order_by().values_list("pk", "formed_at", "ended_at"))
    took_place = Q(state=MeetingState.RECORDED) | Q(
        state=MeetingState.PLANNED, ends_at__lt=now() - RECORD_WITHIN
    )
    recorded = Q(state=MeetingState.RECORDED)
    counts = frame.meetings().aggregate(
        took_place=Count("pk", filter=took_place),
        in_time=Count("pk", filter=recorded & Q(recorded_at__lte=F("ends_at") + RECORD_WITHIN)),
        told=Count("pk", filter=recorded & Q(liaison_told_at__lte=F("starts_at"))),
        in_person=Count("pk", filter=recorded & Q(mode=Meeting.Mode.IN_PERSON)),
    )
    told = Share(counts["told"], len(held)) if programme.told_before_meetings else None
    days = [(group, localdate(start)) for group, start, _end in held]
    required = programme.meetings_per_term
    begun = frame.cohort.terms.filter(starts_on__lte=localdate())
    return Meetings(
        terms=[_in_term(term, groups, days, required) for term in begun],
        held=len(held),
        hours=_hours([(start, end) for _group, start, end in held]),
        by_number=_by_number([pk for pk, _formed, _ended in groups], days),
        face_to_face=Share(counts["in_person"], len(held)),
        told_before=told,
        recorded_in_time=Share(counts["in_time"], counts["took_place"]),
    )


def _hours(spans: list[tuple[datetime, datetime]]) -> float:
    return round(sum((end - start).total_seconds() for start, end in spans) / 3600, 1)


def _in_term(
    term: Term,
    groups: list[tuple[int, datetime, datetime | None]],
    days: list[tuple[int, date]],
    required: int,
) -> TermMeetings:
    there = {
        pk
        for pk, formed, ended in groups
        if localdate(formed) <= term.ends_on and (not ended or localdate(ended) >= term.starts_on)
    }
    counted = Counter(group for group, day in days if day in term.span and group in there)
    met = sum(counted[group] >= required for group in there)
    return TermMeetings(term.name, len(there), counted.total(), required, Share(met, len(there)))


def _by_number(groups: list[int], days: list[tuple[int, date]]) -> list[tuple[str, int]]:
    often = Counter(group for group, _day in days)
    numbers = Counter(min(often[group], MANY) for group in groups)
    top = max(numbers, default=0)
    return [(f"{n}+" if n == MANY else str(n), numbers[n]) for n in range(top + 1)]


@dataclass(frozen=True, slots=True)
class Reflections:
    """What was to be written, what was handed in, and what of it in time."""

    on_meetings: Share | None
    on_meetings_in_time: Share | None
    on_terms: Share | None
    on_terms_in_time: Share | None
    acknowledged: Share


def reflections(frame: Frame) -> Reflections:
    """Reflections handed in; None where the programme does not ask for them. Four queries."""
    programme = frame.cohort.programme
    handed = Q(handed_in_at__isnull=False)
    of_meeting, of_term = Q(meeting__isnull=False), Q(term__isnull=False)
    terms = [term for term in frame.terms_due() if term.ends_on < localdate()]
    in_time = Q(pk=None)
    for term in terms:
        last = term.ends_on + TERM_GRACE
        in_time |= Q(term=term, handed_in_at__date__lte=last)
    over = Q(term__in=terms)
    counts = Reflection.objects.filter(frame.within("member__group")).aggregate(
        n_meeting=Count("pk", filter=handed & of_meeting),
        n_meeting_in_time=Count(
            "pk", filter=of_meeting & Q(handed_in_at__lte=F("meeting__ends_at") + REFLECT_WITHIN)
        ),
        n_term=Count("pk", filter=handed & of_term & over),
        n_term_in_time=Count("pk", filter=in_time),
        n_handed=Count("pk", filter=handed),
        n_read=Count("pk", filter=handed & Q(acknowledged_at__isnull=False)),
    )
    asked = programme.meeting_reflections != Need.NONE
    asked_of_terms = programme.term_reflections != Need.NONE
    came = _came(frame) if asked else 0
    owed = _stayed(frame) * len(terms) if asked_of_terms else 0
    return Reflections(
        on_meetings=Share(counts["n_meeting"], came) if asked else None,
        on_meetings_in_time=Share(counts["n_meeting_in_time"], came) if asked else None,
        on_terms=Share(counts["n_term"], owed) if asked_of_terms else None,
        on_terms_in_time=Share(counts["n_term_in_time"], owed) if asked_of_terms else None,
        acknowledged=Share(counts["n_read"], counts["n_handed"]),
    )


def _came(frame: Frame) -> int:
    rows = Attendance.objects.filter(
        frame.within("meeting__group"), came=True, meeting__state=MeetingState.RECORDED
    )
    return rows.count()


def _stayed(frame: Frame) -> int:
    """Students who were there to the end of a group that was not ended early."""
    early = [GroupState.DISSOLVED, GroupState.TERMINATED]
    rows = Member.objects.filter(frame.within("group"), state__in=STAYED)
    return rows.exclude(group__state__in=early).count()


@dataclass(frozen=True, slots=True)
class Endings:
    """What ended before its time; numbers that might name somebody are None."""

    withdrawals: int
    by_reason: list[tuple[str, int | None]]
    dissolved: int
    terminations: int
    concerns: int | None
    concerns_open: int | None


def endings(frame: Frame) -> Endings:
    """Withdrawals by reason, groups that ended early, terminations and concerns; four queries."""
    effective = Withdrawal.objects.filter(
        frame.within("group"), state=WithdrawalState.EFFECTIVE
    ).order_by()
    counted = dict(effective.values_list("reason").annotate(n=Count("pk")))
    labels = dict(Withdrawal.Reason.choices)
    kept = frame.kept({name: counted[name] for name in labels if name in counted})
    concerns = Concern.objects.filter(frame.within("group")).aggregate(
        all=Count("pk"),
        open=Count("pk", filter=Q(state__in=[ConcernState.RAISED, ConcernState.HANDLING])),
    )
    issued = Termination.objects.filter(frame.within("group"), state=TerminationState.ISSUED)
    return Endings(
        withdrawals=sum(counted.values()),
        by_reason=[(str(labels[name]), value) for name, value in kept.items()],
        dissolved=frame.groups().filter(state=GroupState.DISSOLVED).count(),
        terminations=issued.count(),
        concerns=frame.told(concerns["all"]),
        concerns_open=frame.told(concerns["open"]),
    )
