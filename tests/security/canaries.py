"""Texts that only certain people may read, each of them unlike any other."""

from datetime import date

from wayfellow.applications.models import Application, Consent, MentorAnswers, StudentAnswers
from wayfellow.conversations.models import Message
from wayfellow.mentorships.models import Reflection
from wayfellow.people.models import Profile
from wayfellow.safeguarding.models import Concern
from wayfellow.testing.world import World

GUARDIAN = ("Canaria Guardia", "canaria@guardian.example")
PRIVATE = (*GUARDIAN, "CANARY-NUMBER-77", "canary accessibility", "2007-03-19", "19 March 2007")
STAFF = ("canary review note",)
MENTOR = ("maya@example.com", "+65 canary", "canary-programme@example.com")
WORDS = ("canary message", "canary reflection")
CONCERN = ("canary concern",)
NAMES = ("Ada Tan", "Ben Virtanen")
EVERYTHING = (*PRIVATE, *STAFF, *MENTOR, *WORDS, *CONCERN)

UNSEEN = {
    "maya": (*PRIVATE, *STAFF, *CONCERN),
    "lena": (*EVERYTHING, *NAMES),
    "cora": (*PRIVATE, *STAFF, *WORDS, *CONCERN, *NAMES),
    "pat": (*PRIVATE, *STAFF, *WORDS, *CONCERN, *NAMES),
    "petra": (*PRIVATE, *STAFF, *WORDS, *CONCERN),
    "": (*EVERYTHING, *NAMES),
}


def plant(world: World) -> None:
    """Put each text where it belongs."""
    ada = StudentAnswers.objects.filter(application__person=world.ada)
    ada.update(
        guardian_name=GUARDIAN[0],
        guardian_email=GUARDIAN[1],
        student_number="CANARY-NUMBER-77",
        accessibility="canary accessibility",
    )
    Consent.objects.update(guardian_name=GUARDIAN[0], email=GUARDIAN[1])
    Profile.objects.filter(person=world.ada).update(born_on=date(2007, 3, 19))
    Application.objects.update(review_note=STAFF[0])
    Profile.objects.filter(person=world.maya).update(
        phone="+65 canary", phone_for="nobody", email_for="nobody"
    )
    MentorAnswers.objects.filter(application__person=world.maya).update(
        programme_email="canary-programme@example.com"
    )
    Message.objects.update(body=WORDS[0])
    Reflection.objects.update(learnt=WORDS[1])
    Concern.objects.update(text=CONCERN[0])
