"""The pile that coordinators review: filters, counts, flags and neighbours."""

from dataclasses import dataclass, field, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from wayfellow.access.doors import reach
from wayfellow.applications.lifecycle import ConsentState, State
from wayfellow.applications.models import Application, Consent, Part
from wayfellow.people.models import User
from wayfellow.programmes.models import Cohort

PAGE = 50
SENT = (State.SUBMITTED, State.WAITLISTED, State.ACCEPTED, State.DECLINED, State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reviewer looks at; unknown values mean "all"."""

    part: str = ""
    state: str = ""
    consent: str = ""
    """"missing" for those whose guardian has still to agree."""
    school: str = ""
    q: str = ""

    @classmethod
    def read(cls, asked: Any) -> Self:
        """From a query string, leaving out what is not understood."""
        return cls(
            part=_one_of(asked.get("part", ""), Part.values),
            state=_one_of(asked.get("state", ""), [*SENT]),
            consent=_one_of(asked.get("consent", ""), ["missing"]),
            school=asked.get("school", "")[:120],
            q=asked.get("q", "").strip()[:100],
        )

    def with_(self, **changes: str) -> Self:
        return replace(self, **changes)

    @property
    def query(self) -> str:
        """As a query string, without what is empty."""
        named = {name: getattr(self, name) for name in ("part", "state", "consent", "school", "q")}
        return urlencode({name: value for name, value in named.items() if value})

    def narrow(self, rows: QuerySet[Application]) -> QuerySet[Application]:
        if self.part:
            rows = rows.filter(part=self.part)
        if self.state:
            rows = rows.filter(state=self.state)
        if self.school:
            rows = rows.filter(student__school=self.school)
        if self.consent:
            rows = rows.filter(consent_missing())
        if self.q:
            words = Q(person__name__icontains=self.q) | Q(person__email__icontains=self.q)
            words |= Q(student__course__icontains=self.q) | Q(mentor__company__icontains=self.q)
            rows = rows.filter(words)
        return rows


def _one_of(value: str, known: list[str]) -> str:
    return value if value in known else ""


def consent_missing() -> Q:
    """Rows that need a guardian's consent and do not have it."""
    given = Consent.objects.filter(
        application=OuterRef("pk"), state=ConsentState.GRANTED, takes_part=True
    )
    ended = (State.DECLINED, State.WITHDRAWN)
    return Q(consent_needed=True) & ~Q(state__in=ended) & Q(~Exists(given))


def _sent(person: User, cohort: Cohort) -> QuerySet[Application]:
    rows: QuerySet[Application] = reach(person, "application.view")
    return rows.filter(cohort=cohort, state__in=SENT)


def with_flags(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Each row with what a reviewer should notice: consent, guardian, experience, same name."""
    newest = Consent.objects.filter(application=OuterRef("pk")).order_by("-asked_at", "-pk")
    namesake = Application.objects.filter(
        cohort=OuterRef("cohort"),
        part=OuterRef("part"),
        person__name__iexact=OuterRef("person__name"),
    ).exclude(pk=OuterRef("pk"))
    advised = F("cohort__programme__advised_experience")
    short = Q(part=Part.MENTOR) & (
        Q(mentor__years_experience__lt=advised)
        | Q(mentor__years_experience=None, cohort__programme__advised_experience__gt=0)
    )
    return rows.annotate(
        consent_state=Subquery(newest.values("state")[:1], output_field=CharField()),
        has_namesake=Exists(namesake),
        is_short=Case(When(short, then=Value(True)), default=Value(False)),
        lacks_consent=Case(When(consent_missing(), then=Value(True)), default=Value(False)),
        lacks_guardian=Case(
            When(Q(consent_needed=True) & Q(student__guardian_email=""), then=Value(True)),
            default=Value(False),
        ),
    )


def pile(person: User, cohort: Cohort, filters: Filters) -> QuerySet[Application]:
    """Applications of ``cohort`` that ``person`` may read, in the order in which they came."""
    rows = filters.narrow(with_flags(_sent(person, cohort)))
    return rows.select_related(
        "person", "institution", "student", "mentor", "charge__office__person"
    ).order_by(F("submitted_at").asc(nulls_last=True), "pk")


@dataclass(slots=True)
class Tally:
    """How many there are in each part and state, and without consent."""

    parts: dict[str, int] = field(default_factory=dict)
    states: dict[str, int] = field(default_factory=dict)
    consent_missing: int = 0
    total: int = 0


def tally(person: User, cohort: Cohort, filters: Filters) -> Tally:
    """Counts for each filter, holding the others as they are; two queries."""
    held = filters.with_(part="", state="", consent="")
    rows = held.narrow(_sent(person, cohort))
    counted = Tally()
    by_kind = rows.order_by().values("part", "state").annotate(n=Count("pk", distinct=True))
    for row in by_kind:
        part, state, n = row["part"], row["state"], row["n"]
        counted.total += n
        if filters.state in ("", state):
            counted.parts[part] = counted.parts.get(part, 0) + n
        if filters.part in ("", part):
            counted.states[state] = counted.states.get(state, 0) + n
    counted.consent_missing = held.with_(consent="missing").narrow(_sent(person, cohort)).count()
    return counted


def schools(person: User, cohort: Cohort) -> list[tuple[str, int]]:
    """Schools named in the pile, with how many students each."""
    rows = _sent(person, cohort).exclude(student__school="").exclude(student=None).order_by()
    counted = rows.values_list("student__school").annotate(n=Count("pk", distinct=True))
    return sorted((str(school), int(n)) for school, n in counted)


def beside(
    person: User, application: Application, filters: Filters
) -> tuple[int | None, int | None, int, int]:
    """Ids of the one before and the one after in the pile, the place and the length."""
    ids = list(pile(person, application.cohort, filters).values_list("pk", flat=True))
    if application.pk not in ids:
        return None, next(iter(ids), None), 0, len(ids)
    at = ids.index(application.pk)
    before = ids[at - 1] if at else None
    after = ids[at + 1] if at + 1 < len(ids) else None
    return before, after, at + 1, len(ids)
