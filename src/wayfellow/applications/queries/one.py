"""What is read of one application."""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from wayfellow.applications import policy
from wayfellow.applications.models import (
    Application,
    Consent,
    MentorAnswers,
    StudentAnswers,
    is_minor,
)
from wayfellow.events.models import Event
from wayfellow.people.models import Profile, User
from wayfellow.programmes.models import Document, DocumentVersion, Office, Programme
from wayfellow.programmes.queries import current_document


def own(person: User) -> QuerySet[Application]:
    """The person's applications, the newest first."""
    rows = Application.objects.filter(person=person.pk)
    return rows.select_related("cohort__programme", "institution")


def answers_of(application: Application) -> StudentAnswers | MentorAnswers:
    """What only a student or only a mentor is asked."""
    return application.student if application.is_student else application.mentor


def is_minor_now(application: Application) -> bool:
    """Whether a guardian must consent today, by the date of birth and the programme's age."""
    if not application.is_student:
        return False
    born_on = Profile.objects.filter(person=application.person_id).values_list("born_on", flat=True)
    return is_minor(born_on.first(), application.cohort.programme.consent_age)


def missing(application: Application) -> list[str]:
    """Names of what must still be answered before the application can be sent, in order."""
    return [*_missing_words(application), *_missing_promises(application)]


def _missing_words(application: Application) -> Iterator[str]:
    answers = answers_of(application)
    words = policy.STUDENT_WORDS if application.is_student else policy.MENTOR_WORDS
    if application.is_student and application.cohort.programme.consent_age:
        known = Profile.objects.filter(person=application.person_id).exclude(born_on=None)
        if not known.exists():
            yield "born_on"
        if is_minor_now(application):
            words = (*words, *policy.GUARDIAN)
    for name in words:
        value = getattr(answers, name, None) if hasattr(answers, name) else None
        if not hasattr(answers, name):
            value = getattr(application, name)
        if value in (None, "", []):
            yield name


def _missing_promises(application: Application) -> Iterator[str]:
    answers = answers_of(application)
    promises = policy.STUDENT_PROMISES if application.is_student else policy.MENTOR_PROMISES
    return (name for name in promises if not getattr(answers, name))


def same_guardian(application: Application, address: str) -> bool:
    """Whether ``address`` is the student's own, a "+tag" or capitals not fooling anybody."""
    return bool(address) and _bare(address) == _bare(application.person.email)


def _bare(address: str) -> str:
    local, _at, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def latest_consent(application: Application) -> Consent | None:
    """The newest request to a guardian, whatever came of it."""
    return application.consents.select_related("text__document").first()


def consent_text(programme: Programme) -> DocumentVersion | None:
    """The words of consent that hold today; None where the programme has not written its own."""
    return current_document(programme, Document.Kind.CONSENT)


def offices_for(application: Application) -> QuerySet[Office]:
    """Liaison officers who may look after this student."""
    rows = Office.objects.current().filter(
        programme=application.cohort.programme_id,
        institution=application.institution_id,
        role=Office.Role.LIAISON_OFFICER,
    )
    return rows.select_related("person").order_by("person__name", "pk")


def mentors_to_rank(application: Application) -> QuerySet[Application]:
    """Accepted mentors whom a student may rank when applying."""
    rows = Application.objects.mentors().accepted().filter(cohort=application.cohort_id)
    rows = rows.filter(is_paused=False).exclude(person=application.person_id)
    return rows.select_related("person", "mentor").order_by("person__name", "pk")


def story(application: Application) -> list[Event]:
    """What happened to the application and its consents, the newest first."""
    kinds = ContentType.objects.get_for_models(Application, Consent)
    of_application = Event.objects.filter(
        subject_type=kinds[Application], subject_id=application.pk
    )
    of_consents = Event.objects.filter(
        subject_type=kinds[Consent], subject_id__in=application.consents.values("pk")
    )
    return list((of_application | of_consents).select_related("by").order_by("-at", "-pk")[:60])
