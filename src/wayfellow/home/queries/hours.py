"""What companies give: hours of recorded meetings with mentors whom they put forward."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.timezone import localdate

from wayfellow.mentorships.models import Meeting, Member
from wayfellow.partners.models import Partner, Pledge
from wayfellow.programmes.models import Term

FEWEST_COUNTED = 5
"""Fewer students than this are not counted to a company."""


@dataclass(slots=True)
class Given:
    """One company's hours, by term, and how many students its mentors guide."""

    partner: Partner
    pledged: dict[int, int] = field(default_factory=dict)
    delivered: dict[int, float] = field(default_factory=dict)
    students: int = 0


def given(partners: Iterable[Partner]) -> list[Given]:
    """Pledged and delivered hours of ``partners``; four queries, however many there are."""
    found = {partner.pk: Given(partner) for partner in partners}
    for pledge in Pledge.objects.filter(partner__in=found).values("partner", "term", "hours"):
        found[pledge["partner"]].pledged[pledge["term"]] = pledge["hours"]
    terms: dict[int, list[Term]] = {}
    for term in Term.objects.filter(cohort__programme__partners__in=found).distinct():
        terms.setdefault(term.cohort_id, []).append(term)  # type: ignore[attr-defined]
    meetings = Meeting.objects.recorded().filter(group__mentor__mentor__partner__in=found)
    for meeting in meetings.select_related("group__mentor__mentor"):
        hours = found[meeting.group.mentor.mentor.partner_id].delivered  # type: ignore[attr-defined]
        for term in terms.get(meeting.group.cohort_id, []):
            if localdate(meeting.starts_at) in term.span:
                hours[term.pk] = hours.get(term.pk, 0.0) + meeting.hours
    rows = Member.objects.active().filter(group__mentor__mentor__partner__in=found).order_by()
    for row in rows.values("group__mentor__mentor__partner").annotate(n=Count("pk")):
        found[row["group__mentor__mentor__partner"]].students = row["n"]
    return list(found.values())


def by_term(partner: Partner) -> dict[int, float]:
    """Hours that one company has given in each term, as its page asks."""
    return given([partner])[0].delivered
