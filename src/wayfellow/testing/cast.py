"""One of everything in the world, so that a table of rights has something to count."""

from datetime import date, timedelta

from django.utils.timezone import now

from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Consent
from wayfellow.conversations.models import Message
from wayfellow.imports.models import Batch, Kind
from wayfellow.institutions.models import Invitation, Statement
from wayfellow.mailings.models import Mailing, Recipient
from wayfellow.mentorships.models import (
    Agreement,
    Goal,
    KeyPoints,
    Member,
    Reflection,
    Withdrawal,
    WorkGroup,
)
from wayfellow.pairing.models import Interest, Pin, Proposal, Replacement, Run
from wayfellow.partners.models import Nomination, Pledge
from wayfellow.privacy.models import DataRequest, Hold
from wayfellow.programmes.models import (
    Aim,
    Audience,
    Contact,
    Document,
    DocumentVersion,
    PublicPage,
    Window,
)
from wayfellow.safeguarding.models import Check, Concern, Termination
from wayfellow.surveys.models import Feedback, Outcome, Pulse
from wayfellow.testing.world import World


def everything(world: World) -> None:
    """At Merlion: Ada and Ben in Maya's group with Leo; Pat's company; one row of each kind."""
    everybody(world)
    _programme(world)
    _company(world)
    group = world.group()
    _group(world, group)
    _pairing(world, group)
    _trouble(world, group)
    _mailing(world)
    _privacy(world)


def everybody(world: World) -> None:
    """The whole cast signs up."""
    for name in [
        "petra",
        "ines",
        "carol",
        "cora",
        "leo",
        "lena",
        "ada",
        "ben",
        "kim",
        "maya",
        "milo",
        "pat",
        "otto",
    ]:
        getattr(world, name)


def _programme(world: World) -> None:
    programme = world.programme
    Aim.objects.create(programme=programme, audience=Audience.STUDENT, text="See the workplace")
    Contact.objects.create(programme=programme, name="Industry Services")
    Window.objects.create(
        programme=programme, opens_on=date(2027, 1, 1), closes_on=date(2027, 2, 1)
    )
    handbook = Document.objects.create(
        programme=programme, kind=Document.Kind.HANDBOOK, title="Handbook"
    )
    DocumentVersion.objects.create(document=handbook, number=1, body="Welcome.")
    PublicPage.objects.create(programme=programme, number=1, body="# Welcome", is_live=True)
    Statement.objects.create(kind=Statement.Kind.PRIVACY, number=1, title="Privacy", body="...")
    Invitation.objects.create(
        institution=world.merlion, email="new@example.com", name="New", role="mentor"
    )
    Invitation.objects.create(
        institution=world.merlion,
        email="newer@example.com",
        name="Newer",
        role="mentor",
        invited_by=world.carol,
    )
    Batch.objects.create(
        cohort=world.cohort,
        institution=world.merlion,
        kind=Kind.STUDENTS,
        filename="students.csv",
        content=b"name\n",
        by=world.carol,
    )


def _company(world: World) -> None:
    Pledge.objects.create(partner=world.harbour, term=world.term)
    Nomination.objects.create(partner=world.harbour, name="Nils", email="nils@example.com")


def _group(world: World, group: WorkGroup) -> None:
    ada, _ben = Member.objects.filter(group=group).order_by("application__person__name")
    meeting = world.meeting(group)
    Agreement.objects.create(group=group, drafted_by=world.ada)
    KeyPoints.objects.create(member=ada, meeting=meeting)
    Reflection.objects.create(member=ada, meeting=meeting)
    Goal.objects.create(member=ada, title="Find out how hospitals buy software")
    Withdrawal.objects.create(group=group, member=ada, by=world.ada, reason="workload")
    Message.objects.create(group=group, author=world.ada, body="Hello")
    Feedback.objects.create(group=group, person=world.ada, recommend=9)
    asked = {"occasion": Pulse.Occasion.HALF_WAY, "about": world.cohort.starts_on}
    Pulse.objects.create(group=group, person=world.ada, going=4, **asked)
    Outcome.objects.create(group=group, person=world.ada, months=6, doing="field")
    Consent.objects.create(
        application=ada.application, guardian_name="Gia Tan", email="gia@example.net"
    )


def _pairing(world: World, group: WorkGroup) -> None:
    kim = world.applies(world.kim, state=State.SUBMITTED)
    milo = world.offers(world.milo)
    ada = group.members.get(application__person=world.ada).application
    run = Run.objects.create(
        cohort=world.cohort, institution=world.merlion, number=1, configuration=""
    )
    Proposal.objects.create(run=run, student=ada, mentor=milo, score=500)
    Pin.objects.create(cohort=world.cohort, kind=Pin.Kind.LOCK, student=ada, mentor=milo)
    Interest.objects.create(student=ada, mentor=milo, message="I would like to learn from you.")
    Replacement.objects.create(group=group, mentor=milo, worst=400, total=900)
    assert kim.institution == world.kallang  # noqa: S101 - the other tenant has a student too


def _trouble(world: World, group: WorkGroup) -> None:
    Check.objects.create(mentor=group.mentor, kind="training", done_on=date(2026, 12, 1))
    Concern.objects.create(
        programme=world.programme,
        institution=world.merlion,
        group=group,
        raised_by=world.ada,
        text="I feel left alone.",
        at=now() - timedelta(days=1),
    )
    Termination.objects.create(
        group=group, ground="protection", letter="The group ends today.", drafted_by=world.carol
    )


def _mailing(world: World) -> None:
    mailing = Mailing.objects.create(
        institution=world.merlion,
        programme=world.programme,
        by=world.carol,
        listing="people",
        place=world.cohort.pk,
        language="en",
        texts={"en": {"subject": "Kick-off", "text": "It begins in May."}},
        state="sending",
        sent_at=now(),
    )
    Recipient.objects.create(mailing=mailing, person=world.ada, language="en")


def _privacy(world: World) -> None:
    DataRequest.objects.create(
        person=world.ada, institution=world.merlion, kind="copy", due_on=date(2027, 3, 1)
    )
    Hold.objects.create(
        institution=world.merlion, cohort=world.cohort, reason="A dispute", by=world.ines
    )
