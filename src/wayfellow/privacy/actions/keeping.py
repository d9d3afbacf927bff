"""How long data is kept, who is told before it goes, and its going."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Invalid, Refused
from wayfellow.events.record import record
from wayfellow.institutions.models import Institution
from wayfellow.people.models import User
from wayfellow.privacy import keeping
from wayfellow.privacy.actions.nameless import close_account, is_needed, make_nameless
from wayfellow.privacy.models import FEWEST_YEARS, MOST_YEARS, Forgetting, Hold, Retention
from wayfellow.programmes.models import Cohort

AT_ONCE = 200
"""People of one institution who are forgotten in one tick; the rest has its turn at the next."""
_BEFORE = timedelta(days=keeping.DAYS_BEFORE)


@transaction.atomic
def set_retention(institution: Institution, years: int | None, *, by: User) -> Retention:
    """Keep personal data for ``years`` after a cohort's end; None: nothing goes by itself.

    Whoever was told of another day is told anew.
    """
    if years is not None and not FEWEST_YEARS <= years <= MOST_YEARS:
        raise Invalid(_("Choose between 1 and 50 years."), field="years")
    retention = _locked(institution)
    if retention.years != years:
        Retention.objects.filter(pk=retention.pk).update(years=years, planned_on=None, at=now())
        retention.years = years
        Forgetting.objects.filter(institution=institution, done_at=None).delete()
        record("set_retention", institution, by=by, years=years)
    return retention


@transaction.atomic
def place_hold(institution: Institution, cohort: Cohort, reason: str, *, by: User) -> Hold:
    """Delete nothing of ``cohort`` until the hold is lifted."""
    words = reason.strip()
    if not words:
        raise Invalid(_("Write why nothing may be deleted."), field="reason")
    _locked(institution)
    try:
        with transaction.atomic():
            hold = Hold.objects.create(institution=institution, cohort=cohort, reason=words, by=by)
    except IntegrityError as taken:
        raise Refused(_("Nothing of this cohort is deleted already.")) from taken
    record("place", hold, by=by)
    return hold


@transaction.atomic
def lift_hold(hold: Hold, *, by: User) -> None:
    """Let the cohort go its way again; people are told anew, 30 days before."""
    _locked(hold.institution)
    at = now()
    if not Hold.objects.filter(pk=hold.pk, lifted_at=None).update(lifted_at=at):
        raise Refused(_("It was lifted already."))
    hold.lifted_at = at
    Forgetting.objects.filter(
        institution=hold.institution_id, cohort=hold.cohort_id, done_at=None
    ).delete()
    Retention.objects.filter(institution=hold.institution_id).update(planned_on=None)
    record("lift", hold, by=by)


def _locked(institution: Institution) -> Retention:
    """What the institution has set; nothing is deleted there while this transaction lasts."""
    Retention.objects.bulk_create([Retention(institution=institution)], ignore_conflicts=True)
    return Retention.objects.select_for_update().get(institution=institution)


def plan(at: datetime) -> int:
    """Write down, once a day, who is to be told; how many. Safe to run twice and by two."""
    return sum(_plan(retention, day) for retention, day in _days(at) if retention.planned_on != day)


@transaction.atomic
def _plan(retention: Retention, day: date) -> int:
    mine = Retention.objects.filter(pk=retention.pk, years=retention.years)
    if retention.years is None or not mine.exclude(planned_on=day).update(planned_on=day):
        return 0
    soonest = day + _BEFORE
    rows = Forgetting.objects.filter(institution=retention.institution, done_at=None)
    # Those whom something held back until now have their 30 days as well.
    rows.filter(told_at=None, due_on__lt=soonest).update(due_on=soonest)
    standing = Hold.objects.filter(
        lifted_at=None, institution=retention.institution, cohort=OuterRef("pk")
    )
    cohorts = Cohort.objects.filter(
        ~Exists(standing),
        programme__institutions=retention.institution,
        ends_on__lte=keeping.ended_by(soonest, retention.years),
    )
    return sum(_plan_cohort(cohort, retention, soonest) for cohort in cohorts)


def _plan_cohort(cohort: Cohort, retention: Retention, soonest: date) -> int:
    if cohort.ends_on is None or retention.years is None:
        return 0
    institution = retention.institution
    known = Forgetting.objects.filter(cohort=cohort, institution=institution)
    people = keeping.concerned(cohort, institution).exclude(pk__in=known.values("person"))
    due_on = max(keeping.end_of_keeping(cohort.ends_on, retention.years), soonest)
    rows = [
        Forgetting(person_id=pk, cohort=cohort, institution=institution, due_on=due_on)
        for pk in people.values_list("pk", flat=True)
    ]
    Forgetting.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return len(rows)


@transaction.atomic
def tell(forgetting: Forgetting, at: datetime) -> bool:
    """Tell the person, 30 days before at the least; False when that was done before."""
    here = at.astimezone(ZoneInfo(forgetting.institution.time_zone)).date()
    due_on = max(forgetting.due_on, here + _BEFORE)
    mine = Forgetting.objects.filter(pk=forgetting.pk, told_at=None)
    if not mine.update(told_at=at, due_on=due_on):
        return False
    forgetting.told_at, forgetting.due_on = at, due_on
    record("tell", forgetting, by=None, due_on=due_on.isoformat())
    return True


def forget_due(at: datetime) -> int:
    """Make nameless whose last day is over; how many. Safe to run twice, by two, and to kill."""
    done = 0
    for retention, day in _days(at):
        ripe = _ripe(at, day).filter(institution=retention.institution)
        for pk in list(ripe.order_by("due_on", "pk").values_list("pk", flat=True)[:AT_ONCE]):
            done += carry_out(pk, at, day)
    return done


def _ripe(at: datetime, day: date) -> QuerySet[Forgetting]:
    return keeping.to_come(at).filter(told_at__isnull=False, due_on__lt=day)


@transaction.atomic
def carry_out(pk: int, at: datetime, day: date) -> bool:
    """One person in one cohort, whole or not at all; False when something stands in the way."""
    row = _ripe(at, day).filter(pk=pk).select_related("institution").first()
    if row is None:
        return False
    _locked(row.institution)
    # Looked at again under the lock: a hold may have come in between.
    if not _ripe(at, day).filter(pk=pk).exists():
        return False
    if not Forgetting.objects.filter(pk=pk, done_at=None).update(done_at=at):
        return False
    row.done_at = at
    make_nameless(row.person, row.cohort, row.institution)
    closes = not is_needed(row.person, row.institution, at)
    if closes:
        close_account(row.person, row.institution)
        record("close", row.person, by=None)
    record("carry_out", row, by=None, account_closed=closes)
    return True


def _days(at: datetime) -> Iterator[tuple[Retention, date]]:
    """What each institution has set that lets anything go, with its day."""
    rows = Retention.objects.filter(years__isnull=False).select_related("institution")
    for retention in rows.order_by("pk"):
        yield retention, at.astimezone(ZoneInfo(retention.institution.time_zone)).date()
