"""Who says how a season was, and who reads it."""

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q

from wayfellow.access.policy import Rule, grant
from wayfellow.mentorships.models import Member, WorkGroup
from wayfellow.mentorships.models.groups import STAYED
from wayfellow.mentorships.permissions import known
from wayfellow.programmes.models import Cohort, Office
from wayfellow.programmes.permissions import serves
from wayfellow.surveys.models import Feedback, Outcome, Pulse


def _was_student(person: AbstractBaseUser) -> Q:
    members = Member.objects.filter(application__person=person.pk, state__in=STAYED)
    return Q(pk__in=members.values("group"))


own = Rule(lambda person: Q(person=person.pk))

grant(
    WorkGroup,
    {"give_feedback": known, "give_pulse": known, "tell_outcome": Rule(_was_student)},
)
grant(
    Cohort,
    dict.fromkeys(("read_feedback", "read_pulses"), serves("programme", Office.Role.COORDINATOR)),
)
grant(Feedback, {"view": own})
grant(Pulse, {"view": own})
grant(Outcome, {"view": own})
