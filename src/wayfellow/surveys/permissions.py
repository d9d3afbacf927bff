"""Who says how a season was, and who reads it."""

from django.db.models import Q

from wayfellow.access.policy import Rule, grant
from wayfellow.mentorships.models import WorkGroup
from wayfellow.mentorships.permissions import known
from wayfellow.programmes.models import Cohort, Office
from wayfellow.programmes.permissions import serves
from wayfellow.surveys.models import Feedback

grant(WorkGroup, {"give_feedback": known})
grant(Cohort, {"read_feedback": serves("programme", Office.Role.COORDINATOR)})
grant(Feedback, {"view": Rule(lambda person: Q(person=person.pk))})
