"""Who is due to be forgotten, and who is not: conditions that plans, mails and pages share."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from wayfellow.applications.models import Application
from wayfellow.institutions.models import Institution
from wayfellow.mentorships.lifecycle import LIVE
from wayfellow.mentorships.models import Member, WorkGroup
from wayfellow.people.models import User
from wayfellow.privacy.models import Forgetting, Hold
from wayfellow.programmes.models import Cohort
from wayfellow.safeguarding.models import Concern, Termination

DAYS_BEFORE = 30
"""So long before, people are told."""
SAFEGUARDING_YEARS = 7
"""So long a record that protects somebody keeps everything around it."""
NAMELESS = "@nameless.invalid"
"""How the addresses end of those whose names were taken off."""


def end_of_keeping(ends_on: date, years: int) -> date:
    """The last day on which data of a cohort that ended on ``ends_on`` is kept."""
    return _in_years(ends_on, years)


def ended_by(day: date, years: int) -> date:
    """Cohorts that had ended on this day are kept until ``day`` at the longest."""
    return _in_years(day, -years)


def _in_years(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def guarded(at: datetime) -> Q:
    """Rows of a person, cohort and institution that a safeguarding record holds back.

    Whoever raised a concern there, and everybody in a group that one is about.
    """
    since = at - timedelta(days=365 * SAFEGUARDING_YEARS)
    concerns, letters = (
        Concern.objects.filter(at__gte=since),
        Termination.objects.filter(at__gte=since),
    )
    raised = concerns.filter(
        raised_by=OuterRef("person"),
        institution=OuterRef("institution"),
        programme=OuterRef("cohort__programme"),
    )
    about = Q(Exists(concerns.filter(group=OuterRef("group")))) | Q(
        Exists(letters.filter(group=OuterRef("group")))
    )
    led = Q(Exists(concerns.filter(group=OuterRef("pk")))) | Q(
        Exists(letters.filter(group=OuterRef("pk")))
    )
    return Q(Exists(raised)) | Q(Exists(_places().filter(about))) | Q(Exists(_leads().filter(led)))


def in_live_group() -> Q:
    """Rows of a person, cohort and institution whose group goes on, although the cohort is over."""
    return Q(Exists(_places().filter(group__state__in=LIVE))) | Q(
        Exists(_leads().filter(state__in=LIVE))
    )


def _places() -> QuerySet[Member]:
    return Member.objects.filter(
        application__person=OuterRef("person"),
        group__cohort=OuterRef("cohort"),
        group__institution=OuterRef("institution"),
    )


def _leads() -> QuerySet[WorkGroup]:
    return WorkGroup.objects.filter(
        mentor__person=OuterRef("person"),
        cohort=OuterRef("cohort"),
        institution=OuterRef("institution"),
    )


def held() -> Q:
    """Rows of a cohort and an institution of which somebody has said: delete nothing."""
    standing = Hold.objects.filter(
        lifted_at=None, cohort=OuterRef("cohort"), institution=OuterRef("institution")
    )
    return Q(Exists(standing))


def to_come(at: datetime) -> QuerySet[Forgetting]:
    """What is planned and nothing stands in the way of."""
    rows = Forgetting.objects.filter(done_at=None, institution__retention__years__isnull=False)
    return rows.filter(~held(), ~guarded(at), ~in_live_group())


def concerned(cohort: Cohort, institution: Institution) -> QuerySet[User]:
    """Whose data of ``cohort`` is kept at ``institution``, under their names."""
    applied = Application.objects.filter(cohort=cohort, institution=institution)
    led = WorkGroup.objects.filter(cohort=cohort, institution=institution)
    people: QuerySet[Any] = User.objects.exclude(email__endswith=NAMELESS)
    return people.filter(
        Q(pk__in=applied.values("person")) | Q(pk__in=led.values("mentor__person"))
    )
