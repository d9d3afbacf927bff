"""What work groups do when something happens in a lower room."""

from collections.abc import Callable

from wayfellow.applications.models import Application, Consent, Part
from wayfellow.events.models import Event
from wayfellow.mentorships import actions
from wayfellow.mentorships.models import Member, WorkGroup
from wayfellow.people.models import User


def hear(event: Event) -> None:
    """Consent that comes or goes, and people who withdraw, reach their work groups."""
    answer = ANSWERS.get(event.name)
    if answer is not None and event.subject is not None:
        answer(event.subject, event.by)


def _consent_gone(consent: Consent, by: User | None) -> None:
    for member in Member.objects.without_consent().filter(application=consent.application):
        actions.suspend(member, by=by)


def _consent_there(consent: Consent, by: User | None) -> None:
    for member in Member.objects.active().filter(application=consent.application):
        actions.readmit(member, by=by)


def _withdrawn(application: Application, by: User | None) -> None:
    if application.part == Part.MENTOR:
        for group in WorkGroup.objects.live().filter(mentor=application):
            actions.dissolve(group, by=by)
        return
    for member in Member.objects.active().filter(application=application):
        actions.leave(member, by=by)


ANSWERS: dict[str, Callable[..., None]] = {
    "consent.revoke": _consent_gone,
    "consent.refuse": _consent_gone,
    "consent.grant": _consent_there,
    "application.withdraw": _withdrawn,
}
