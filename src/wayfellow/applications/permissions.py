"""Who may do what with an application: tenancy is inside every rule."""

from django.db.models import Q

from wayfellow.access.policy import Rule, grant, nobody, widen
from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application, Charge, Consent, Part
from wayfellow.programmes.models import Cohort, Office
from wayfellow.programmes.permissions import serves

_COORDINATOR = Office.Role.COORDINATOR

applicant = Rule(lambda person: Q(person=person.pk))
mentor_self = Rule(lambda person: Q(person=person.pk, part=Part.MENTOR))
_sent = Rule(lambda _person: ~Q(state=State.DRAFT))
_mentors = Rule(lambda _person: Q(part=Part.MENTOR))
_students = Rule(lambda _person: Q(part=Part.STUDENT))
own_coordinator = _sent & serves("cohort__programme", _COORDINATOR, institution="institution")
any_coordinator_of_mentors = _sent & _mentors & serves("cohort__programme", _COORDINATOR)
liaison_officer = Rule(
    lambda person: Q(
        pk__in=Charge.objects.filter(office__person=person.pk, office__ended_at=None).values(
            "application"
        )
    )
)

_view = applicant | own_coordinator | any_coordinator_of_mentors | liaison_officer

grant(
    Application,
    {
        "view": _view,
        "save": applicant,
        "submit": applicant,
        "withdraw": applicant,
        "reopen": applicant,
        "accept": own_coordinator,
        "waitlist": own_coordinator,
        "decline": own_coordinator,
        "note": own_coordinator,
        "charge": own_coordinator,
        "ask_consent": own_coordinator,
        "correct_birthday": own_coordinator & _students,
        "pause": mentor_self | (own_coordinator & _mentors),
        "confirm": mentor_self,
        "unpause": mentor_self | (own_coordinator & _mentors),
    },
)


def _of_applications(rule: Rule) -> Rule:
    return Rule(
        lambda person: Q(application__in=Application.objects.filter(rule.rows(person)).values("pk"))
    )


grant(
    Consent,
    {
        "view": _of_applications(applicant | own_coordinator | liaison_officer),
        # Guardians answer by their mailed link, without an account.
        "grant": nobody,
        "refuse": nobody,
        "expire": nobody,
        "cancel": nobody,
        "revoke": _of_applications(own_coordinator),
        "replace": _of_applications(own_coordinator),
    },
)

grant(Cohort, {"review": serves("programme", _COORDINATOR)})

# Whoever has applied may read about the programme, unless the answer was no.
_joining = Rule(
    lambda person: Q(
        pk__in=Application.objects.filter(person=person.pk)
        .exclude(state__in=[State.DECLINED, State.WITHDRAWN])
        .values("cohort__programme")
    )
)
_joining_cohort = Rule(
    lambda person: Q(
        pk__in=Application.objects.filter(person=person.pk)
        .exclude(state__in=[State.DECLINED, State.WITHDRAWN])
        .values("cohort")
    )
)
widen("programme.view", _joining)
widen("cohort.view", _joining_cohort)
