"""Beginning an application and keeping what is typed."""

from datetime import date
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Invalid, Refused
from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application, MentorAnswers, Part, StudentAnswers
from wayfellow.applications.queries import institutions_for, mentors_to_rank, same_guardian, takes
from wayfellow.events.record import record
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Institution, Membership
from wayfellow.people.models import Profile, User
from wayfellow.programmes.models import Cohort

_OWN = frozenset({"languages", "skills", "interests", "values", "motivation", "city"})
_NOT_ANSWERS = frozenset({"id", "application", "partner"})


def _answers(model: type[models.Model]) -> frozenset[str]:
    return frozenset(field.name for field in model._meta.concrete_fields) - _NOT_ANSWERS


_STUDENT = _answers(StudentAnswers)
_MENTOR = _answers(MentorAnswers)


def start(
    cohort: Cohort, person: User, part: Part, institution: Institution, *, by: User | None
) -> Application:
    """``person``'s application in ``cohort``: the one that exists, or a new draft.

    People who begin it themselves come through an open door only; staff may begin it for them.
    """
    found = Application.objects.filter(cohort=cohort, person=person, part=part).first()
    if found is not None:
        return found
    if by == person and not takes(cohort, part):
        raise Refused(
            _(
                "Applications are closed at the moment. The page of the programme says when they open."
            )
        )
    if not institutions_for(cohort.programme, part, person).filter(pk=institution.pk).exists():
        raise Invalid(_("Choose one of the institutions that take part."), field="institution")
    try:
        with transaction.atomic():
            return _begin(cohort, person, part, institution, by=by)
    except IntegrityError:
        # The same person pressed the button twice.
        return Application.objects.get(cohort=cohort, person=person, part=part)


def _begin(
    cohort: Cohort, person: User, part: Part, institution: Institution, *, by: User | None
) -> Application:
    profile = Profile.objects.filter(person=person).first()
    application = Application.objects.create(
        cohort=cohort,
        person=person,
        part=part,
        institution=institution,
        languages=list(profile.languages) if profile else [],
        city=profile.city if profile else "",
    )
    if part == Part.STUDENT:
        studies = Membership.objects.held_by(person.pk, Role.STUDENT)
        number = studies.filter(institution=institution).values_list("student_number", flat=True)
        StudentAnswers.objects.create(application=application, student_number=number.first() or "")
    else:
        MentorAnswers.objects.create(application=application)
    record("start", application, by=by)
    return application


@transaction.atomic
def save(
    application: Application,
    values: dict[str, Any],
    *,
    version: int | None,
    by: User | None,
    window: str = "",
) -> None:
    """Keep ``values``, answers by name; only those that are given change.

    ``version`` is the count of saves that the writer has seen, None to save whatever it is.
    The ``window`` that saved last may go on saving; any other one that is behind is refused.
    """
    if not application.may_be_edited:
        raise Refused(_("The application has been sent. Withdraw and reopen it to change it."))
    answers = _STUDENT if application.is_student else _MENTOR
    unknown = values.keys() - _OWN - answers - {"born_on"}
    if unknown:
        raise ValueError(f"no such answers: {', '.join(sorted(unknown))}")
    _check(application, values)
    current = Application.objects.filter(pk=application.pk, state=application.state)
    if version is not None:
        same_window = Q(saved_in=window) & ~Q(saved_in="")
        current = current.filter(Q(version=version) | same_window)
    own = {name: values[name] for name in _OWN & values.keys()}
    if not current.update(version=F("version") + 1, saved_in=window, saved_at=now(), **own):
        raise Refused(
            _(
                "This application was saved in another window meanwhile. What you typed is still here; compare and save again."
            )
        )
    theirs = {name: values[name] for name in answers & values.keys()}
    if theirs:
        model = StudentAnswers if application.is_student else MentorAnswers
        model._default_manager.filter(application=application).update(**theirs)
    if application.is_student and "born_on" in values:
        _say_birthday(application.person, values["born_on"])
    application.refresh_from_db()
    if application.state != State.DRAFT:
        record("edit", application, by=by, fields=sorted(values))


def _say_birthday(person: User, born_on: date | None) -> None:
    # What the institution knows already is not changed here: a guardian's consent hangs on it.
    if born_on is not None:
        Profile.objects.filter(person=person, born_on=None).update(born_on=born_on)


def _check(application: Application, values: dict[str, Any]) -> None:
    if same_guardian(application, values.get("guardian_email", "")):
        raise Invalid(
            _("This is your own address. Give your parent's or guardian's."), field="guardian_email"
        )
    ranked = values.get("preferred_mentors")
    if ranked:
        known = set(mentors_to_rank(application).filter(pk__in=ranked).values_list("pk", flat=True))
        most = application.cohort.programme.ranked_choices
        if len(set(ranked)) != len(ranked) or len(ranked) > most or not set(ranked) <= known:
            raise Invalid(
                _("Choose different mentors of this programme."), field="preferred_mentors"
            )
    fewest, highest = values.get("fewest"), values.get("most")
    if fewest and highest and fewest > highest:
        raise Invalid(_("The fewest students must not be above the most."), field="most")
