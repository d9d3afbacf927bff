"""Who may do what in a work group's life. Every rule is made of subqueries."""

from collections.abc import Callable

from django.db.models import Model, Q, QuerySet

from wayfellow.access.policy import Person, Rule, grant, nobody
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.permissions import belongs
from wayfellow.mentorships.lifecycle import ReflectionState
from wayfellow.mentorships.models import (
    Agreement,
    Goal,
    KeyPoints,
    Meeting,
    Member,
    Reflection,
    Withdrawal,
    WorkGroup,
)
from wayfellow.programmes.models import Office
from wayfellow.programmes.permissions import serves


def _in(path: str, rows: Callable[[Person], QuerySet[Model]]) -> Rule:
    return Rule(lambda person: Q(**{f"{path}__in": rows(person).values("pk")}))


def of_group(path: str, rule: Rule) -> Rule:
    """Rows whose work group, found at ``path``, is one that ``rule`` opens."""
    return _in(path, lambda person: WorkGroup.objects.filter(rule.rows(person)))


joined = _in("pk", lambda person: WorkGroup.objects.joined_by(person.pk))
"""Groups in which the person is the mentor or an active student."""
known = _in("pk", lambda person: WorkGroup.objects.known_to(person.pk))
"""The same, and those that the person was in to their end."""
guided = Rule(
    lambda person: Q(pk__in=WorkGroup.objects.filter(mentor__person=person.pk).values("pk"))
)
studied = Rule(
    lambda person: Q(pk__in=Member.objects.active().of_person(person.pk).values("group"))
)
charged = _in("pk", lambda person: WorkGroup.objects.charged_to(person.pk))
run = serves("cohort__programme", Office.Role.COORDINATOR, institution="institution")
overseen = belongs("institution", Role.INSTITUTION_ADMIN)


def own(path: str) -> Rule:
    """Rows of the person's own place, found at ``path``."""
    return _in(path, lambda person: Member.objects.of_person(person.pk))


def own_active(path: str) -> Rule:
    """Rows of the person's own place, while it is held."""
    return _in(path, lambda person: Member.objects.active().of_person(person.pk))


def in_charge(path: str) -> Rule:
    """Rows of students whom the person looks after as liaison officer."""
    return _in(path, lambda person: Member.objects.charged_to(person.pk))


grant(
    WorkGroup,
    {
        "view": known | charged | run | overseen,
        "draft_agreement": studied,
        "plan_meeting": joined,
        "log_meeting": joined,
        "reflect": studied,
        "set_goal": studied,
        "ask_to_leave": joined,
        "add_member": run,
        "waive_minimum": run | charged,
        "activate": run,
        "pause": run,
        "resume": run,
        "begin_closing": run,
        "complete": run,
        "dissolve": run,
        "terminate": run,
        "attest": guided | run,
    },
)

grant(
    Member,
    {
        "view": of_group("group", known | run) | in_charge("pk"),
        "certify": own("pk") | of_group("group", run) | in_charge("pk"),
        "leave": of_group("group", run),
        "move": of_group("group", run),
        "end": nobody,
        "complete": nobody,
    },
)

_parties = of_group("group", joined)
grant(
    Agreement,
    {
        "view": of_group("group", known | charged | run | overseen),
        "save": _parties,
        "propose": _parties,
        "revise": _parties,
        "sign": _parties,
        "enter_into_force": nobody,
        "supersede": nobody,
    },
)

grant(
    Meeting,
    {
        "view": of_group("group", known | charged | run),
        "answer": _parties,
        "reschedule": _parties,
        "cancel": _parties,
        "record": _parties,
        "correct": _parties,
        "reflect": of_group("group", studied),
    },
)

grant(
    KeyPoints,
    {
        "view": own("member") | in_charge("member"),
        "save": own_active("member"),
        "send": own_active("member"),
        "acknowledge": in_charge("member"),
    },
)

_handed_in = Rule(lambda _person: ~Q(state=ReflectionState.DRAFT))
_shared = Rule(lambda _person: Q(shared_with_mentor=True))
_read = in_charge("member") & _handed_in
grant(
    Reflection,
    {
        "view": own("member") | _read | (of_group("member__group", guided) & _handed_in & _shared),
        "save": own("member"),
        "hand_in": own("member"),
        "return": _read,
        "acknowledge": _read,
    },
)

_owner = own_active("member")
grant(
    Goal,
    {
        "view": own("member")
        | in_charge("member")
        | of_group("member__group", guided)
        | of_group("member__group", run),
        "edit": _owner,
        "progress": _owner,
        "achieve": _owner,
        "drop": _owner,
        "take_up": _owner,
        "comment": of_group("member__group", guided),
    },
)

_asked = Rule(lambda person: Q(by=person.pk))
_coordinated = of_group("group", run)
grant(
    Withdrawal,
    {
        "view": _asked
        | _coordinated
        | in_charge("member")
        | (Rule(lambda _person: Q(member=None)) & of_group("group", charged)),
        "acknowledge": _coordinated,
        "effect": _coordinated,
        "retract": _asked,
    },
)
