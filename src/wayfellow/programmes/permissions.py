"""Who may do what in a programme; ``serves`` is used by every higher room."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from wayfellow.access.policy import GRANTS, Person, Rule, grant, platform_admin
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Institution, Membership
from wayfellow.institutions.permissions import belongs
from wayfellow.programmes.models import (
    Aim,
    Cohort,
    Contact,
    Document,
    Office,
    Programme,
    PublicPage,
    Term,
    Window,
)


def serves(programme: str, *roles: Office.Role, institution: str = "") -> Rule:
    """Rows whose programme, found at path ``programme``, has the person in one of ``roles``.

    With ``institution``, a path too, only those of the institution for which the person serves:
    in a joint programme one institution's students are never shown to another's staff.
    """

    def rows(person: Person) -> Q:
        offices = Office.objects.current().filter(
            person=person.pk, role__in=roles, programme=OuterRef(programme)
        )
        if institution:
            offices = offices.filter(institution=OuterRef(institution))
        return Q(Exists(offices))

    return Rule(rows)


def administers(programme: str) -> Rule:
    """Rows whose programme, found at ``programme``, an institution that the person administers
    takes part in."""
    taking_part = Programme.institutions.through.objects

    def rows(person: Person) -> Q:
        held = Membership.objects.held_by(person.pk, Role.INSTITUTION_ADMIN)
        return Q(
            Exists(
                taking_part.filter(
                    programme=OuterRef(programme), institution__in=held.values("institution")
                )
            )
        )

    return Rule(rows)


def runs(programme: str, leading: str) -> Rule:
    """Rows of programmes that the person runs: its coordinator at the leading institution, or
    that institution's administrator. ``leading`` is the path to that institution."""
    return serves(programme, Office.Role.COORDINATOR, institution=leading) | belongs(
        leading, Role.INSTITUTION_ADMIN
    )


def works_in(programme: str, leading: str) -> Rule:
    """Rows of programmes in which the person holds an office or which the person administers."""
    return (
        serves(programme, *Office.Role)
        | administers(programme)
        | belongs(leading, Role.INSTITUTION_ADMIN)
        | platform_admin
    )


def sees(programme: str) -> Rule:
    """Rows of programmes that the person may see, for whatever reason a higher room adds."""
    return Rule(lambda person: Q(**{f"{programme}__in": _visible(person)}))


def _visible(person: Person) -> QuerySet[Programme]:
    return Programme.objects.filter(GRANTS["programme.view"].rule.rows(person))


_runs = runs("pk", "institution")

grant(
    Institution,
    {"create_programme": belongs("pk", Role.INSTITUTION_ADMIN, Role.COORDINATOR)},
)
grant(
    Programme,
    {
        "view": works_in("pk", "institution"),
        "edit": _runs,
        "publish": _runs,
        "archive": _runs,
        "clone": _runs,
        "add_aim": _runs,
        "add_contact": _runs,
        "add_window": _runs,
        "add_cohort": _runs,
        "write_document": _runs,
        "draft_page": _runs,
        # Each institution chooses its own staff, so a sister's coordinator may appoint as well.
        "appoint": serves("pk", Office.Role.COORDINATOR)
        | administers("pk")
        | belongs("institution", Role.INSTITUTION_ADMIN),
    },
)

_of_programme = runs("programme", "programme__institution")
_seen = sees("programme")
_staff = works_in("programme", "programme__institution")

for _model in (Aim, Contact, Window):
    grant(_model, {"view": _seen, "edit": _of_programme, "remove": _of_programme})

_cohort_verbs = (
    *("edit", "add_term"),
    *("open", "match", "reopen", "start", "begin_closing", "close", "cancel"),
)
grant(Cohort, {"view": _seen, **dict.fromkeys(_cohort_verbs, _of_programme)})

_of_cohort = runs("cohort__programme", "cohort__programme__institution")
grant(
    Term,
    {
        "view": sees("cohort__programme"),
        "edit": _of_cohort,
        "remove": _of_cohort,
    },
)
grant(
    Office,
    {
        "view": _staff,
        "release": serves("programme", Office.Role.COORDINATOR, institution="institution")
        | belongs("institution", Role.INSTITUTION_ADMIN),
    },
)
grant(Document, {"view": _seen, "edit": _of_programme, "revise": _of_programme})
grant(PublicPage, {"view": _staff, "show": _of_programme, "take_down": _of_programme})
