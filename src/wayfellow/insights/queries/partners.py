"""What companies pledged, and what their mentors gave."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.timezone import localdate

from wayfellow.insights.queries.frame import Frame
from wayfellow.mentorships.lifecycle import MeetingState
from wayfellow.mentorships.models import Meeting
from wayfellow.partners.models import Partner, Pledge
from wayfellow.programmes.models import Term


@dataclass(frozen=True, slots=True)
class PartnerHours:
    """One company: hours pledged for the cohort, and hours of its mentors' meetings."""

    name: str
    mentors: int
    pledged: int
    delivered: float
    url: str


def partners(frame: Frame) -> list[PartnerHours]:
    """Companies that pledged hours or led groups; five queries.

    Pledges are made to the whole programme; what was delivered is counted where ``frame`` looks.
    """
    terms = list(frame.cohort.terms.all())
    pledged = dict(
        Pledge.objects.filter(term__cohort=frame.cohort)
        .order_by()
        .values_list("partner")
        .annotate(n=Sum("hours"))
    )
    partner = "mentor__mentor__partner"
    mentors = dict(
        frame.groups()
        .filter(**{f"{partner}__isnull": False})
        .order_by()
        .values_list(partner)
        .annotate(n=Count("mentor", distinct=True))
    )
    given: Counter[int] = Counter()
    led = frame.meetings().filter(
        state=MeetingState.RECORDED, **{f"group__{partner}__isnull": False}
    )
    for company, start, end in led.order_by().values_list(
        f"group__{partner}", "starts_at", "ends_at"
    ):
        if any(localdate(start) in term.span for term in terms):
            given[company] += round((end - start).total_seconds())
    named = Partner.objects.filter(
        Q(pk__in=set(pledged) | set(mentors)), programme=frame.cohort.programme_id
    )
    return [
        PartnerHours(
            name=company.name,
            mentors=mentors.get(company.pk, 0),
            pledged=pledged.get(company.pk, 0),
            delivered=round(given[company.pk] / 3600, 1),
            url=reverse("partners:show", args=[company.pk]),
        )
        for company in named.order_by("name")
    ]


def delivered_by_term(partner: Partner) -> dict[int, float]:
    """Hours that the company's mentors gave in meetings, by the key of the term."""
    terms: dict[int, list[Term]] = defaultdict(list)
    for term in Term.objects.filter(cohort__programme=partner.programme_id):
        terms[term.cohort_id].append(term)
    rows = Meeting.objects.recorded().filter(group__mentor__mentor__partner=partner)
    hours: dict[int, float] = defaultdict(float)
    for cohort, start, end in rows.values_list("group__cohort", "starts_at", "ends_at"):
        day = localdate(start)
        for term in terms[cohort]:
            if day in term.span:
                hours[term.pk] += (end - start).total_seconds() / 3600
                break
    return {term: round(given, 1) for term, given in hours.items()}
