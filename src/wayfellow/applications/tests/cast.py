"""What the tests of this room need besides the world."""

from datetime import date
from typing import Any

from wayfellow.access.links import token_of
from wayfellow.access.models import Link
from wayfellow.applications import actions
from wayfellow.applications.models import Application, Consent, MentorAnswers
from wayfellow.people.models import Profile, User
from wayfellow.testing.world import World

STUDENT: dict[str, Any] = {
    "school": "School of Engineering",
    "course": "Diploma in Aerospace Electronics",
    "field": "engineering/aerospace",
    "aspiration": "To sign off an aircraft.",
    "privilege": True,
    "full_term": True,
    "no_promise": True,
    "guidelines": True,
}
GUARDIAN: dict[str, Any] = {
    "guardian_name": "Wei Ling",
    "guardian_relationship": "mother",
    "guardian_email": "weiling@example.org",
}
YES: dict[str, Any] = {
    "takes_part": True,
    "visits": True,
    "direct_contact": False,
    "photographs": False,
    "emergency_contact": "Wei Ling, 555 0100",
    "signature": "Wei Ling",
    "text": None,
}


def there(*_people: User) -> None:
    """Name people of the world, so that they are there."""


def born(who: User, on: date) -> None:
    Profile.objects.filter(person=who).update(born_on=on)


def ready(world: World, who: User, **answers: Any) -> Application:
    """``who``'s draft with everything filled in; of age unless the world says otherwise."""
    Profile.objects.filter(person=who, born_on=None).update(born_on=date(2000, 5, 1))
    application = world.applies(who, **(STUDENT | answers))
    Application.objects.filter(pk=application.pk).update(motivation="I want to learn.")
    application.refresh_from_db()
    return application


def asked(world: World, who: User | None = None) -> Consent:
    """Chen, who is seventeen, has applied; the guardian has been asked."""
    who = who or world.chen
    application = ready(world, who, **GUARDIAN)
    actions.submit(application, by=who)
    return Consent.objects.get(application=application)


def offer(world: World, who: User, years: int) -> Application:
    """``who`` waits for review as a mentor with ``years`` of experience."""
    application = world.offers(who, state="submitted")  # type: ignore[arg-type]
    MentorAnswers.objects.filter(application=application).update(years_experience=years)
    application.mentor.refresh_from_db()
    return application


def token(purpose: str) -> str:
    """The secret of the newest link of ``purpose``."""
    return token_of(Link.objects.filter(purpose=purpose).latest("created_at"))
