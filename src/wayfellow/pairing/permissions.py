"""Who may match, browse, ask and answer; tenancy is inside every rule."""

from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast

from wayfellow.access.policy import Person, Rule, grant, nobody
from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application, Part
from wayfellow.mentorships.models import WorkGroup
from wayfellow.pairing.lifecycle import RunState
from wayfellow.pairing.models import Interest, Pin, Proposal, Replacement, Run
from wayfellow.people.queries import near
from wayfellow.programmes.models import Cohort, Office, Programme
from wayfellow.programmes.permissions import serves
from wayfellow.programmes.policy import Party

_COORDINATOR = Office.Role.COORDINATOR


def _self_directed(programme: str) -> Rule:
    """Rows of programmes in which students ask mentors, found at path ``programme``."""
    # The gates are lists of words; only their text can be searched alike on both databases.
    rows = Programme.objects.alias(knock=Cast("pairing_knock", TextField())).filter(
        knock__contains=f'"{Party.MENTEE}"', pairing_yes=[Party.MENTOR.value]
    )
    return Rule(lambda _person: Q(Exists(rows.filter(pk=OuterRef(programme)))))


def _takes_part(cohort: str, part: Part) -> Rule:
    """Rows of cohorts, found at path ``cohort``, in which the person is accepted as ``part``."""

    def rows(person: Person) -> Q:
        own = Application.objects.accepted().filter(person=person.pk, part=part)
        if part == Part.STUDENT:
            own = own.placeable()
        return Q(Exists(own.filter(cohort=OuterRef(cohort))))

    return Rule(rows)


_coordinates = serves("programme", _COORDINATOR)

grant(
    Cohort,
    {
        "pair": _coordinates,
        "browse": _self_directed("programme") & (_takes_part("pk", Part.STUDENT) | _coordinates),
    },
)

_own_run = serves("cohort__programme", _COORDINATOR, institution="institution")
_ASKED = (RunState.READY, RunState.FOLLOWED, RunState.PUBLISHED)
"""States in which who was asked may still read what it was about."""
_asked = Rule(
    lambda person: Q(
        state__in=_ASKED,
        pk__in=Proposal.objects.filter(
            mentor__person=person.pk, mentor_asked_at__isnull=False
        ).values("run"),
    )
)
_offered = Rule(
    lambda person: Q(
        state__in=_ASKED,
        pk__in=Proposal.objects.filter(
            student__person=person.pk, student_asked_at__isnull=False
        ).values("run"),
    )
)
grant(
    Run,
    {
        "view": _own_run | _asked | _offered,
        "look": _own_run,
        "again": _own_run,
        "begin": nobody,
        "finish": nobody,
        "fail": nobody,
        "cancel": _own_run,
        "move": _own_run,
        "pin": _own_run,
        "publish": _own_run,
        "follow": nobody,
        "ask_mentors": _own_run,
        "ask_students": _own_run,
        "next_round": _own_run,
        "repeat": _own_run,
        "sign_off": _own_run,
        "keep_pair": _own_run,
        "give_answer": _asked,
        "give_reply": _offered,
    },
)

_own_pin = serves("cohort__programme", _COORDINATOR, institution="student__institution")
grant(Pin, {"view": _own_pin, "unpin": _own_pin})

_mentor_shown = Rule(lambda _person: Q(part=Part.MENTOR, state=State.ACCEPTED, is_paused=False))
_self = Rule(lambda person: Q(person=person.pk, part=Part.MENTOR))
_others = Rule(lambda person: ~Q(person=person.pk) & near(person.pk, "person"))
_listed = _mentor_shown & _self_directed("cohort__programme")
_asks = _listed & _others & _takes_part("cohort", Part.STUDENT)
grant(
    Application,
    {
        "meet": _asks
        | (_listed & serves("cohort__programme", _COORDINATOR))
        | (_self & _self_directed("cohort__programme")),
        "ask": _asks,
        "rank": Rule(
            lambda person: Q(
                person=person.pk,
                part=Part.STUDENT,
                state__in=[State.SUBMITTED, State.ACCEPTED],
                cohort__programme__ranked_choices__gt=0,
            )
        ),
    },
)

_own_group = serves("cohort__programme", _COORDINATOR, institution="institution")
grant(WorkGroup, {"replace": _own_group})

_new_mentor = Rule(
    lambda person: Q(mentor__in=Application.objects.filter(person=person.pk).values("pk"))
)
_own_replacement = serves(
    "group__cohort__programme", _COORDINATOR, institution="group__institution"
)
grant(
    Replacement,
    {
        "view": _new_mentor | _own_replacement,
        "take": _new_mentor,
        "decline": _new_mentor,
        "withdraw": _own_replacement,
        "expire": nobody,
    },
)

_student = Rule(
    lambda person: Q(student__in=Application.objects.filter(person=person.pk).values("pk"))
)
_mentor = Rule(
    lambda person: Q(mentor__in=Application.objects.filter(person=person.pk).values("pk"))
)
grant(
    Interest,
    {
        "view": _student | _mentor,
        "accept": _mentor,
        "decline": _mentor,
        "write": _student | _mentor,
        "withdraw": _student,
        "expire": nobody,
    },
)
