"""Reading what the pages of companies show."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Lower

from wayfellow.partners.lifecycle import NominationState, PartnerState
from wayfellow.partners.models import Nomination, Partner, Pledge
from wayfellow.people.actions import identity
from wayfellow.programmes.models import Programme, Term

SOON = timedelta(days=60)
"""How long before it expires a memorandum is shown as expiring soon."""


def listed(programme: Programme, *, state: str = "", words: str = "") -> QuerySet[Partner]:
    """The programme's companies with what they pledged and nominated, narrowed."""
    rows = Partner.objects.filter(programme=programme)
    if state in PartnerState.values:
        rows = rows.filter(state=state)
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(sector__icontains=words))
    return with_counts(rows)


def with_counts(rows: QuerySet[Partner]) -> QuerySet[Partner]:
    """Companies with ``pledged`` hours and the number of mentors they ``nominated``."""
    promised = Pledge.objects.filter(partner=OuterRef("pk")).order_by().values("partner")
    hours = promised.annotate(total=Sum("hours")).values("total")
    put_forward = Nomination.objects.filter(partner=OuterRef("pk")).exclude(
        state=NominationState.WITHDRAWN
    )
    return rows.annotate(
        pledged=Coalesce(Subquery(hours, output_field=IntegerField()), 0),
        nominated=Coalesce(
            Subquery(
                put_forward.order_by().values("partner").annotate(n=Count("pk")).values("n"),
                output_field=IntegerField(),
            ),
            0,
        ),
    )


def pledged(partner: Partner) -> int:
    """All hours that the company has pledged."""
    total: int | None = partner.pledges.aggregate(total=Sum("hours"))["total"]
    return total or 0


@dataclass(frozen=True, slots=True)
class TermHours:
    """What was pledged for a term and, where a higher room says it, what was given."""

    term: Term
    pledged: int
    delivered: float | None


DELIVERED: list[Callable[[Partner], dict[int, float]]] = []
"""Higher rooms that know of meetings add one function: hours given, by the term's key."""


def hours_by_term(partner: Partner) -> list[TermHours]:
    """Pledged against delivered for every term of the programme that has either."""
    promised = {pledge.term_id: pledge.hours for pledge in partner.pledges.all()}
    given: dict[int, float] = {}
    for tell in DELIVERED:
        given |= tell(partner)
    terms = Term.objects.filter(cohort__programme=partner.programme_id).select_related("cohort")
    return [
        TermHours(term, promised.get(term.pk, 0), given.get(term.pk, 0.0) if DELIVERED else None)
        for term in terms
        if term.pk in promised or given.get(term.pk)
    ]


def terms(programme: Programme) -> QuerySet[Term]:
    """Terms for which hours can be pledged, the latest first."""
    return (
        Term.objects.filter(cohort__programme=programme)
        .select_related("cohort__programme")
        .order_by("-starts_on")
    )


def expires_soon(partner: Partner, today: date) -> bool:
    """Whether the memorandum ends within ``SOON``."""
    ends = partner.mou_expires_on
    return ends is not None and today <= ends <= today + SOON


def has_expired(partner: Partner, today: date) -> bool:
    """Whether the memorandum has ended."""
    return partner.mou_expires_on is not None and partner.mou_expires_on < today


def nominations_of(programme: Programme, emails: Iterable[str]) -> dict[str, Nomination]:
    """The standing nominations in ``programme`` by address; where there are several the latest."""
    rows = (
        Nomination.objects.filter(partner__programme=programme)
        .exclude(state=NominationState.WITHDRAWN)
        .annotate(key=Lower("email"))
        .filter(key__in={identity(email) for email in emails})
    )
    return {row.email.lower(): row for row in rows.order_by("at", "pk")}


def nomination_of(programme: Programme, email: str) -> Nomination | None:
    """The open nomination in ``programme`` of whoever has the address ``email``."""
    return Nomination.objects.filter(
        partner__programme=programme,
        email=identity(email),
        state=NominationState.NOMINATED,
    ).first()
