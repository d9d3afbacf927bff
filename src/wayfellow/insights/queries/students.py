"""How far students have come, who has no mentor and why, and how long they waited."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import mean, median
from urllib.parse import urlencode

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application
from wayfellow.insights.queries.frame import Frame
from wayfellow.institutions.models import Institution
from wayfellow.mentorships.lifecycle import MeetingState, MemberState
from wayfellow.mentorships.models import Agreement, Meeting, Member
from wayfellow.pairing.models import Run
from wayfellow.programmes.models import Cohort
from wayfellow.programmes.policy import Need

_sent = ~Q(state=State.DRAFT) & ~Q(state=State.WITHDRAWN, submitted_at=None)
_accepted = Q(state=State.ACCEPTED) | Q(placed=True)
_unassigned = Q(state=State.ACCEPTED, has_mentor=False)
_REASONED: tuple[str, ...] = ("pk", "consent_needed", "consented", "placed")
_decided = Q(state__in=[State.ACCEPTED, State.WAITLISTED, State.DECLINED])

STAGES: dict[str, tuple[str | Promise, Q]] = {
    "applied": (_("applied"), _sent),
    "reviewed": (_("reviewed"), _sent & (_decided | Q(decided_at__isnull=False) | _accepted)),
    "accepted": (_("accepted"), _accepted),
    "consented": (
        _("free to take part"),
        _accepted & (Q(consent_needed=False) | Q(consented=True) | Q(placed=True)),
    ),
    "placed": (_("placed with a mentor"), Q(placed=True)),
    "agreed": (_("agreement in force"), Q(placed=True, agreed=True)),
    "initiated": (_("initiation held"), Q(placed=True, initiated=True)),
    "met": (_("met as often as required"), Q(placed=True, met=True)),
    "completed": (_("completed"), Q(completed=True)),
}
"""From applied to completed: what each step is called, and which students have reached it."""

REASONS: dict[str, str | Promise] = {
    "consent": _("a guardian's consent is missing"),
    "left": _("left a group, or it ended early"),
    "no eligible mentor": _("no mentor fits the rules"),
    "seats": _("no free place with a mentor who fits"),
    "group minimum": _("too few others for a group"),
    "only preferences": _("wanted only mentors who were full"),
    "inactive": _("paused"),
    "other": _("not matched yet"),
}
"""Why an accepted student has no mentor."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the funnel, and the page of those who reached it."""

    name: str
    label: str
    value: int
    url: str

    @property
    def count(self) -> int:
        return self.value


def _of_student(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    return rows.filter(
        group__members__application=OuterRef("pk"), state=MeetingState.RECORDED
    ).order_by()


def standings(frame: Frame) -> QuerySet[Application]:
    """Students with what each has reached; the names are those that ``STAGES`` asks for."""
    places = Member.objects.filter(application=OuterRef("pk"))
    agreements = Agreement.objects.filter(
        group__members__application=OuterRef("pk"), in_force_at__isnull=False
    )
    first = _of_student(Meeting.objects.filter(kind=Meeting.Kind.INITIATION))
    rows = (
        frame.students()
        .with_consent()
        .annotate(
            placed=Exists(places),
            agreed=Exists(agreements),
            initiated=Exists(first),
            completed=Exists(places.filter(state=MemberState.COMPLETED)),
            has_mentor=Exists(places.filter(state__in=[MemberState.ACTIVE, MemberState.COMPLETED])),
        )
    )
    return _with_meetings(rows, frame)


def _with_meetings(rows: QuerySet[Application], frame: Frame) -> QuerySet[Application]:
    required = frame.cohort.programme.meetings_per_term
    every = Q()
    for term in frame.terms_due():
        held = _of_student(
            Meeting.objects.filter(
                starts_at__date__gte=term.starts_on, starts_at__date__lte=term.ends_on
            )
        )
        counted = held.values("group__members__application").annotate(n=Count("pk", distinct=True))
        name = f"met_in_{term.pk}"
        number = Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)
        rows = rows.annotate(**{name: number})
        every &= Q(**{f"{name}__gte": required})
    if not every:
        return rows.annotate(met=Value(False))
    return rows.annotate(met=Case(When(every, then=Value(True)), default=Value(False)))


def _used(frame: Frame) -> list[str]:
    """Steps that the programme asks for."""
    programme = frame.cohort.programme
    unused = {
        "consented": not programme.consent_age,
        "agreed": programme.agreement == Need.NONE,
        "met": not programme.meetings_per_term,
    }
    return [name for name in STAGES if not unused.get(name, False)]


def funnel(cohort: Cohort, institution: Institution | None = None) -> list[Stage]:
    """How many students have reached each step; two queries."""
    frame = Frame(cohort, institution)
    names = _used(frame)
    counts = standings(frame).aggregate(
        **{f"n_{name}": Count("pk", filter=STAGES[name][1]) for name in names}
    )
    return [
        Stage(name, str(STAGES[name][0]).capitalize(), counts[f"n_{name}"], _url(frame, name))
        for name in names
    ]


def _url(frame: Frame, stage: str) -> str:
    asked = {"stage": stage} | ({"at": frame.institution.slug} if frame.institution else {})
    return f"{reverse('insights:students', args=[frame.cohort.pk])}?{urlencode(asked)}"


def students_behind(frame: Frame, stage: str, *, without: bool = False) -> QuerySet[Application]:
    """Students who have reached ``stage``; ``without`` those who came to the step before only.

    The stage "unassigned" holds accepted students who have no mentor now.
    """
    rows = standings(frame)
    if stage == "unassigned":
        rows = rows.filter(_unassigned)
    elif without:
        names = _used(frame)
        before = names[max(names.index(stage) - 1, 0)]
        rows = rows.filter(STAGES[before][1]).exclude(pk__in=_reached(frame, stage))
    else:
        rows = rows.filter(STAGES[stage][1])
    latest = Member.objects.filter(application=OuterRef("pk")).order_by("-joined_at", "-pk")
    return (
        rows.select_related("person", "institution", "student")
        .annotate(
            group=Subquery(latest.values("group")[:1]),
            mentor_name=Subquery(latest.values("group__mentor__person__name")[:1]),
        )
        .order_by("person__name", "pk")
    )


def _reached(frame: Frame, stage: str) -> QuerySet[Application]:
    return standings(frame).filter(STAGES[stage][1]).values("pk")  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason to have no mentor, and how many have it; None where few are kept back."""

    name: str
    label: str
    value: int | None


@dataclass(frozen=True, slots=True)
class Unassigned:
    """Accepted students who have no mentor now."""

    total: int
    reasons: list[Reason]
    url: str


def unassigned(frame: Frame) -> Unassigned:
    """Who has no mentor, by reason; three queries."""
    rows = standings(frame).filter(_unassigned)
    said = reasons_of_matching(frame)
    counted = Counter(
        _reason(said, pk, lacks=needed and not consented, placed=placed)
        for pk, needed, consented, placed in rows.values_list(*_REASONED)
    )
    kept = frame.kept({name: counted[name] for name in REASONS if counted[name]})
    return Unassigned(
        total=counted.total(),
        reasons=[Reason(name, str(REASONS[name]), value) for name, value in kept.items()],
        url=_url(frame, "unassigned"),
    )


def _reason(said: Mapping[int, str], student: int, *, lacks: bool, placed: bool) -> str:
    if lacks:
        return "consent"
    return "left" if placed else said.get(student, "other")


def why_unassigned(application: Application, said: Mapping[int, str]) -> str:
    """The reason in words, for a student that came through ``students_behind``."""
    lacks = application.consent_needed and not application.consented
    placed: bool = application.placed  # type: ignore[attr-defined]
    return str(REASONS[_reason(said, application.pk, lacks=lacks, placed=placed)])


def reasons_of_matching(frame: Frame) -> dict[int, str]:
    """What the latest matching of each institution said of those it left out."""
    runs = Run.objects.filter(cohort=frame.cohort, finished_at__isnull=False)
    if frame.institution is not None:
        runs = runs.filter(institution=frame.institution)
    said: dict[int, str] = {}
    # Published matchings speak last, and the newest of them the last of all.
    for unplaced in runs.order_by(F("published_at").asc(nulls_first=True), "number").values_list(
        "unplaced", flat=True
    ):
        said |= {
            row["student"]: row["reason"] if row["reason"] in REASONS else "other"
            for row in unplaced
        }
    return said


@dataclass(frozen=True, slots=True)
class Waiting:
    """Days from applying to having a mentor."""

    students: int
    median: float | None
    mean: float | None
    longest: int | None


def waiting(frame: Frame) -> Waiting:
    """How long placed students waited; one query."""
    rows = (
        frame.students().filter(submitted_at__isnull=False).annotate(first=Min("places__joined_at"))
    )
    days = [
        max((joined - sent).days, 0)
        for sent, joined in rows.filter(first__isnull=False).values_list("submitted_at", "first")
    ]
    if not days:
        return Waiting(0, None, None, None)
    return Waiting(len(days), median(days), round(mean(days), 1), max(days))
