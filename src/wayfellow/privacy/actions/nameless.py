"""Taking a person out of an ended cohort: words are emptied, names come off, figures stay."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db.models import F, Q, QuerySet
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wayfellow.access.models import Link
from wayfellow.applications.models import Application, Consent, MentorAnswers, StudentAnswers
from wayfellow.conversations.models import Message
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Institution, Invitation, Membership
from wayfellow.mentorships.models import (
    Agreement,
    Feed,
    Goal,
    KeyPoints,
    Meeting,
    Member,
    Progress,
    Reflection,
    Reply,
    Signature,
    Withdrawal,
    WorkGroup,
)
from wayfellow.notifications.models import Letter, Notification, Preference, Undeliverable
from wayfellow.pairing.models import Interest, Pin, Proposal, Remark, Replacement
from wayfellow.partners.models import Nomination, PartnerContact
from wayfellow.people.models import AddressChange, Block, Profile, User
from wayfellow.privacy.keeping import NAMELESS, SAFEGUARDING_YEARS
from wayfellow.privacy.models import DataRequest
from wayfellow.programmes.models import Cohort, Office
from wayfellow.safeguarding.models import Check, Concern
from wayfellow.surveys.models import Feedback, Outcome, Pulse

GONE = "–"
"""In place of words without which a row would look broken."""


def make_nameless(person: User, cohort: Cohort, institution: Institution) -> None:
    """Empty what ``person`` wrote in ``cohort`` at ``institution``, and put nobody in their place."""
    nobody = _nobody(institution)
    applications = Application.objects.filter(person=person, cohort=cohort, institution=institution)
    own = list(applications.values_list("pk", flat=True))
    groups = _groups(person, cohort, institution)
    _empty_writing(own)
    _empty_groups(person, nobody, groups)
    _empty_requests(person, nobody, own)
    _empty_application(own)
    Application.objects.filter(pk__in=own).update(person=nobody)


def _nobody(institution: Institution) -> User:
    """An account that nobody opens, so that what is counted still has somebody to count."""
    with translation.override(institution.language):
        name = _("Former participant")
    return User.objects.create(
        name=name,
        email=f"{uuid.uuid4().hex}{NAMELESS}",
        password=make_password(None),
        is_active=False,
        language=institution.language,
        time_zone=institution.time_zone,
    )


def _groups(person: User, cohort: Cohort, institution: Institution) -> list[int]:
    places = Member.objects.filter(application__person=person)
    rows = WorkGroup.objects.filter(cohort=cohort, institution=institution)
    rows = rows.filter(Q(mentor__person=person) | Q(pk__in=places.values("group")))
    return list(rows.values_list("pk", flat=True))


def _empty_writing(own: list[int]) -> None:
    """What a student wrote for the group and its liaison officer."""
    Goal.objects.filter(member__application__in=own).update(title=GONE, measure="", gap="")
    Progress.objects.filter(goal__member__application__in=own).update(text="")
    KeyPoints.objects.filter(member__application__in=own).update(
        shared_goals="",
        my_commitments="",
        mentor_commitments="",
        planned_activities="",
        contact="",
        questions="",
    )
    Reflection.objects.filter(member__application__in=own).update(
        did="", learnt="", changes="", updates="", next_step="", question=""
    )


def _empty_groups(person: User, nobody: User, groups: list[int]) -> None:
    """What the person said, signed and planned in the groups."""
    Message.objects.filter(group__in=groups, author=person).update(author=nobody, body=GONE)
    Feedback.objects.filter(group__in=groups, person=person).update(
        person=nobody, helped="", better="", may_quote=False
    )
    Pulse.objects.filter(group__in=groups, person=person).update(person=nobody, wish="")
    Outcome.objects.filter(group__in=groups, person=person).update(person=nobody)
    Signature.objects.filter(agreement__group__in=groups, person=person).update(
        person=nobody, typed_name=GONE
    )
    Agreement.objects.filter(group__in=groups, drafted_by=person).update(
        drafted_by=nobody,
        goals="",
        student_commitments="",
        mentor_commitments="",
        meetings="",
        place="",
        channel="",
        notice="",
        topics_in="",
        topics_out="",
        confidentiality="",
    )
    Meeting.objects.filter(group__in=groups, planned_by=person).update(
        planned_by=nobody, place="", agenda="", reason=""
    )
    Meeting.objects.filter(group__in=groups, recorded_by=person).update(recorded_by=nobody)
    Reply.objects.filter(meeting__group__in=groups, person=person).update(person=nobody)
    Progress.objects.filter(goal__member__group__in=groups, by=person).update(by=nobody, text="")
    Withdrawal.objects.filter(group__in=groups, by=person).update(by=nobody, text="")
    WorkGroup.objects.filter(pk__in=groups, mentor__person=person).update(channel="")


def _empty_requests(person: User, nobody: User, own: list[int]) -> None:
    """What was written on the way to a group."""
    Interest.objects.filter(student__in=own).update(message=GONE)
    Interest.objects.filter(mentor__in=own).update(answer="")
    Remark.objects.filter(
        Q(interest__student__in=own) | Q(interest__mentor__in=own), author=person
    ).update(author=nobody, body=GONE)
    Proposal.objects.filter(student__in=own).update(student_reason="")
    Proposal.objects.filter(mentor__in=own).update(mentor_reason="")
    Pin.objects.filter(Q(student__in=own) | Q(mentor__in=own)).update(note="")
    Replacement.objects.filter(mentor__in=own).update(reason="")


def _empty_application(own: list[int]) -> None:
    """The answers; school, course, field and years of experience stay, which are counted."""
    Application.objects.filter(pk__in=own).update(
        skills=[], interests=[], values=[], motivation="", city="", reason="", review_note=""
    )
    Check.objects.filter(mentor__in=own).update(note="", by=None)
    StudentAnswers.objects.filter(application__in=own).update(
        student_number="",
        graduates_on=None,
        aspiration="",
        gaps="",
        accessibility="",
        preferred_mentors=[],
        guardian_name="",
        guardian_relationship="",
        guardian_email="",
        guardian_phone="",
    )
    MentorAnswers.objects.filter(application__in=own).update(
        company="",
        job_title="",
        job_history="",
        successes="",
        moves="",
        studied="",
        graduation_year=None,
        programme_email="",
    )
    Consent.objects.filter(application__in=own).update(
        guardian_name=GONE,
        relationship="",
        email=f"guardian{NAMELESS}",
        phone="",
        emergency_contact="",
        signature="",
    )


def is_needed(person: User, institution: Institution, at: datetime) -> bool:
    """Whether ``person`` still has something to do with an account."""
    held = Membership.objects.current().filter(person=person)
    elsewhere = held.exclude(institution=institution, role__in=[Role.STUDENT, Role.MENTOR])
    since = at - timedelta(days=365 * SAFEGUARDING_YEARS)
    rows: tuple[QuerySet[Any], ...] = (
        Application.objects.filter(person=person),
        Office.objects.current().filter(person=person),
        elsewhere,
        WorkGroup.objects.live().joined_by(person.pk),
        PartnerContact.objects.filter(person=person),
        DataRequest.objects.open().filter(person=person),
        Concern.objects.filter(raised_by=person, at__gte=since),
    )
    return person.is_platform_admin or any(found.exists() for found in rows)


def close_account(person: User, institution: Institution) -> None:
    """Nobody signs in with it any more, and nothing in it says whose it was."""
    before, nameless = person.email, f"{uuid.uuid4().hex}{NAMELESS}"
    for mine in (
        Notification.objects.filter(to=person),
        Letter.objects.filter(Q(to=person) | Q(address=before)),
        Link.objects.filter(person=person),
        Feed.objects.filter(person=person),
        Preference.objects.filter(person=person),
        AddressChange.objects.filter(person=person),
        Block.objects.filter(Q(person=person) | Q(other=person)),
        EmailAddress.objects.filter(user=person),
        Undeliverable.objects.filter(address=before),
        Profile.objects.filter(person=person),
    ):
        mine.delete()
    Profile.objects.create(person=person)
    Membership.objects.filter(person=person).update(student_number="")
    Membership.objects.current().filter(person=person).update(ended_at=now())
    Invitation.objects.filter(email__iexact=before).update(name=GONE, email=nameless)
    Nomination.objects.filter(email__iexact=before).update(name=GONE, email=nameless)
    DataRequest.objects.filter(person=person).update(text="", answer=GONE)
    with translation.override(institution.language):
        name = _("Former participant")
    User.objects.filter(pk=person.pk).update(
        name=name,
        preferred_name="",
        email=nameless,
        password=make_password(None),
        is_active=False,
        last_login=None,
        sign_outs=F("sign_outs") + 1,
    )
