"""What a company promised and gave, and whom it put forward."""

from collections.abc import Iterator

from django.db.models import Count
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wayfellow.home.needs.landing import Empty, Figure, Landing, Meter, ordered
from wayfellow.home.standing import Standing
from wayfellow.insights.queries.frame import FEWEST
from wayfellow.mentorships.models import Member
from wayfellow.mentorships.queries import Todo
from wayfellow.partners.lifecycle import NominationState, PartnerState
from wayfellow.partners.models import Nomination, Partner
from wayfellow.partners.queries import TermHours, expires_soon, hours_by_term
from wayfellow.people.models import User
from wayfellow.programmes.models import Term
from wayfellow.ui.dates import when

SHOWN = 2
"""Of so many companies the hours are shown at once; hardly anybody speaks for more."""


def partner_contact(person: User, here: Standing) -> Landing:
    """What a company promised and gave, and the mentors whom it put forward."""
    companies = here.partners
    hours = {each.pk: hours_by_term(each) for each in companies[:SHOWN]}
    nominations = Nomination.objects.filter(partner__in=companies).order_by()
    by_state = dict(nominations.values_list("state").annotate(n=Count("pk")))
    needs, coming = ordered(
        [*_memoranda(companies), *_pledges(companies[:SHOWN], hours), *_nominated(by_state)]
    )
    guided = Member.objects.active().filter(group__mentor__mentor__partner__in=companies).count()
    return Landing(
        needs=needs,
        coming=coming,
        empty=Empty(
            title=_("Nothing waits for you"),
            text=_("Mentors whom you put forward, and hours to pledge, appear here."),
            url=reverse("partners:mine") if companies else "",
            action=_("See my company"),
        ),
        figures=[
            Figure(label=_("students guided by your mentors"), value=_told(guided)),
            Figure(
                label=_("mentors who have applied"),
                value=by_state.get(NominationState.APPLIED, 0),
                url=reverse("partners:mine"),
            ),
            Figure(
                label=_("put forward, not applied yet"),
                value=by_state.get(NominationState.NOMINATED, 0),
                url=reverse("partners:mine"),
            ),
        ],
        meters=[_meter(each, row) for each in companies for row in hours.get(each.pk, [])],
    )


def _told(count: int) -> object:
    """A number of students, unless it is so small that it might tell who they are."""
    return _("fewer than 5") if 0 < count < FEWEST else count


def _meter(partner: Partner, row: TermHours) -> Meter:
    given = round(row.delivered or 0.0, 1)
    return Meter(
        label=_("%(company)s in %(term)s") % {"company": partner.name, "term": row.term.name},
        value=int(given) if given == int(given) else given,
        of=row.pledged,
        unit=_("hours"),
    )


def _memoranda(companies: list[Partner]) -> Iterator[Todo]:
    for each in companies:
        if expires_soon(each, localdate()):
            yield Todo(
                title=_("The memorandum of %(company)s ends soon") % {"company": each.name},
                when=when(each.mou_expires_on),
                url=reverse("partners:show", args=[each.pk]),
                action=_("See my company"),
            )


def _pledges(companies: list[Partner], hours: dict[int, list[TermHours]]) -> Iterator[Todo]:
    active = [each for each in companies if each.state == PartnerState.ACTIVE]
    terms = Term.objects.filter(
        cohort__programme__in=[each.programme_id for each in active],
        ends_on__gte=localdate(),
    ).select_related("cohort")
    for term in terms:
        for each in active:
            pledged = {row.term.pk for row in hours[each.pk] if row.pledged}
            if term.cohort.programme_id == each.programme_id and term.pk not in pledged:
                yield Todo(
                    title=_("Pledge your hours for %(term)s") % {"term": term.name},
                    text=each.name,
                    when=_("Begins %(day)s") % {"day": when(term.starts_on)},
                    url=reverse("partners:show", args=[each.pk]),
                    action=_("Pledge the hours"),
                )


def _nominated(by_state: dict[str, int]) -> Iterator[Todo]:
    waiting = by_state.get(NominationState.NOMINATED, 0)
    if waiting:
        yield Todo(
            title=_("Mentors whom you put forward have not applied yet"),
            text=_("They have an invitation in their mail. A word from you helps."),
            count=waiting,
            url=reverse("partners:mine"),
            action=_("See who"),
            tone="info",
        )
