"""A mail says what its reader's institution says, and never what another one does."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application, Part
from wayfellow.conversations.actions import write
from wayfellow.events.models import Event
from wayfellow.events.record import record
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Institution, Membership
from wayfellow.mentorships.models import WorkGroup
from wayfellow.notifications.fan_out import fan_out
from wayfellow.notifications.foresee import foresee
from wayfellow.notifications.models import Letter, Notification
from wayfellow.notifications.notice import NOTICES
from wayfellow.people.models import Profile, User
from wayfellow.programmes.models import Programme
from wayfellow.safeguarding.actions import raise_concern
from wayfellow.testing.world import World, person
from wayfellow.wordings.belonging import way
from wayfellow.wordings.samples import model_named
from wayfellow.wordings.tests.words import PLANNED, says

pytestmark = pytest.mark.django_db


def told(who: User) -> tuple[str, str, str]:
    """Subject, text and label of the last mail to ``who``."""
    rows = Letter.objects.filter(to=who).order_by("-pk").values_list("subject", "text", "action")
    found: tuple[str, str, str] = rows[0]
    return found


def test_an_institution_s_words_stand_in_mail_and_inbox_and_the_rest_stays_built_in(
    world: World,
) -> None:
    group = world.group()
    says(world.merlion, subject="Psst, {who} wrote", text="Go and look, {reader}. {institution}")

    write(group, "Hello.", by=world.ada)

    assert told(world.ben) == (
        "Psst, Ada Tan wrote",
        "Go and look, Ben Virtanen. Merlion Polytechnic",
        "Read the message",
    )
    assert told(world.maya)[1] == "Go and look, Maya Mentor. Merlion Polytechnic"
    inbox = Notification.objects.get(to=world.ben)
    assert (inbox.title, inbox.text) == told(world.ben)[:2]


def test_a_mail_knows_which_version_it_says(world: World) -> None:
    group = world.group(mentor=_mentor_of(world, world.kallang))
    says(world.merlion, subject="First")
    second = says(world.merlion, subject="Second")

    write(group, "Hello.", by=world.ada)

    assert Letter.objects.get(to=world.ben).wording == second.pk
    assert Notification.objects.get(to=world.ben).wording == second.pk
    assert Letter.objects.get(to=group.mentor.person).wording is None


def test_the_built_in_words_can_be_put_in_whatever_they_are(world: World) -> None:
    group = world.group()
    says(world.merlion, text="{built_in}\n\nOffice hours: 9 to 5 {{Monday}}.")

    write(group, "Hello.", by=world.ada)

    assert told(world.ben)[1] == (
        "The message is on the group's page, where only the group reads it."
        "\n\nOffice hours: 9 to 5 {Monday}."
    )


def test_a_mail_to_somebody_of_another_institution_says_nothing_of_ours(world: World) -> None:
    group = world.group(mentor=_mentor_of(world, world.kallang))
    mentor = group.mentor.person
    says(world.merlion, subject="Merlion says")
    says(world.kallang, subject="Kallang says")

    write(group, "Hello.", by=world.ada)

    assert told(world.ben)[0] == "Merlion says"
    assert told(mentor)[0] == "Kallang says"


def test_where_one_s_own_institution_says_nothing_the_words_are_built_in(world: World) -> None:
    group = world.group(mentor=_mentor_of(world, world.kallang))
    says(world.merlion, subject="Merlion says")

    write(group, "Hello.", by=world.ada)

    assert told(world.ben)[0] == "Merlion says"
    assert told(group.mentor.person)[0] == "Ada Tan wrote in your work group"


def _mentor_of(world: World, institution: Institution) -> User:
    mentor = _member(institution, Role.MENTOR, "Kari Kallang")
    offer = world.offers(mentor)
    Application.objects.filter(pk=offer.pk).update(institution=institution)
    return mentor


def test_who_is_in_no_programme_gets_the_words_of_the_matter_s_institution(world: World) -> None:
    partner, kind = world.harbour, "partners/notices/active"
    says(world.merlion, kind, subject="Welcome aboard, {company}")
    says(world.kallang, kind, subject="Kallang welcomes {company}")
    elsewhere = _member(_institution("elsewhere"), Role.PARTNER_CONTACT, "Ella Else")
    partner.contacts.create(person=elsewhere)
    partner.contacts.create(person=world.otto)

    record("activate", partner, by=None)

    subjects = dict(Letter.objects.filter(notice=kind).values_list("to", "subject"))
    assert subjects.get(world.otto.pk) == "Welcome aboard, Harbour Works"
    assert subjects.get(elsewhere.pk) == "Harbour Works takes part in First Steps"


def _member(institution: Institution, role: Role, name: str) -> User:
    member = person(name)
    Membership.objects.create(institution=institution, person=member, role=role)
    return member


def _institution(slug: str) -> Institution:
    return Institution.objects.create(
        slug=slug, name=slug, short_name=slug, country="FI", contact_email="x@example.org"
    )


def test_who_reads_another_language_is_told_in_it_and_not_in_ours(world: World) -> None:
    group = world.group()
    says(world.merlion, subject="Psst")
    says(world.merlion, language="zh-hans", subject="嘘，{who}")
    User.objects.filter(pk=world.ben.pk).update(language="fi")
    User.objects.filter(pk=world.maya.pk).update(language="zh-hans")

    write(group, "Hello.", by=world.ada)

    assert told(world.ben)[0] == "Ada Tan kirjoitti ryhmääsi"
    assert told(world.maya)[0] == "嘘，Ada Tan"


def test_what_is_put_in_is_never_read_again(world: World) -> None:
    User.objects.filter(pk=world.ada.pk).update(
        name="{institution} {{x}} {% now %}\nBcc: a@b.example"
    )
    group = world.group()
    says(world.merlion, subject="From {who}", text="From {who}")

    write(group, "Hello.", by=User.objects.get(pk=world.ada.pk))

    assert told(world.ben)[0] == "From {institution} {{x}} {% now %} Bcc: a@b.example"
    assert told(world.ben)[1] == "From {institution} {{x}} {% now %}\nBcc: a@b.example"


@pytest.mark.parametrize(
    "broken",
    [
        "{mentor}",
        "{who.password}",
        "{0}",
        "{who!r:>{width}}",
        "{% now 'Y' %}",
        "{",
        "{who:>999999}",
    ],
)
def test_broken_words_stop_no_mail(
    world: World, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    group = world.group()
    says(world.merlion, subject="Psst", text=f"Hello {broken}")

    write(group, "Hello.", by=world.ada)

    assert told(world.ben)[0] == "Ada Tan wrote in your work group"
    assert "own words cannot be used" in caplog.text


def test_where_a_name_stands_for_nothing_the_built_in_words_know_what_to_say(world: World) -> None:
    kind = "mentorships/notices/agreement_drafted"
    says(world.merlion, kind, subject="Look what {who} wrote")
    agreement = world.group().agreements.create(number=1)

    record("draft", agreement, by=None)

    assert set(Notification.objects.filter(notice=kind).values_list("title", flat=True)) == {
        "has begun your agreement"
    }


def test_a_line_that_holds_only_what_is_empty_is_left_out(world: World) -> None:
    group = world.group()
    says(world.merlion, PLANNED, text="When: {at}\n{place}\n\nBye.")
    plain = world.meeting(group, place="")
    placed = world.meeting(group, place="Canteen")

    for meeting in (plain, placed):
        record("plan", meeting, by=None)

    texts = list(
        Letter.objects.filter(to=world.ben, notice=PLANNED)
        .order_by("pk")
        .values_list("text", flat=True)
    )
    assert [len(text.splitlines()) for text in texts] == [3, 4]
    assert texts[1].splitlines()[1] == "Canteen"


def test_safety_says_what_it_always_says(world: World) -> None:
    says(world.merlion, "safeguarding/notices/receipt", subject="Whatever")
    group = world.group()
    concern = {"severity": "serious", "category": "other", "text": "x"}

    raise_concern(group.cohort.programme, concern, institution=world.merlion, by=world.ada)

    assert told(world.ada)[0] == "We have your concern"


def test_what_is_foreseen_is_what_is_sent(world: World) -> None:
    group = world.group()
    says(world.merlion, "conversations/notices/quiet", subject="So quiet")

    seen = {each.subject for each in foresee("workgroup.grow_quiet", group, {})}

    assert seen == {"So quiet"}


def test_guardians_get_the_words_of_the_student_s_institution(world: World) -> None:
    kind = "applications/notices/consent_ended"
    says(world.merlion, kind, subject="Taken back: {name}")
    says(world.kallang, kind, subject="Kallang")
    application = world.applies(
        world.chen, state=State.SUBMITTED, guardian_name="G", guardian_email="g@example.org"
    )
    consent = application.consents.create(guardian_name="Gita", email="gita@example.org")

    record("revoke", consent, by=None)

    assert Letter.objects.get(address="gita@example.org").subject == "Taken back: Chen Wei"


WAYS = {
    "agreement": ("group__institution__pk", "group__cohort__programme__pk"),
    "application": ("institution__pk", "cohort__programme__pk"),
    "batch": ("institution__pk", "cohort__programme__pk"),
    "cohort": ("programme__institution__pk", "programme__pk"),
    "concern": ("institution__pk", "programme__pk"),
    "consent": ("application__institution__pk", "application__cohort__programme__pk"),
    "document": ("programme__institution__pk", "programme__pk"),
    "goal": ("member__group__institution__pk", "member__group__cohort__programme__pk"),
    "interest": ("student__institution__pk", "student__cohort__programme__pk"),
    "invitation": ("institution__pk", ""),
    "keypoints": ("member__group__institution__pk", "member__group__cohort__programme__pk"),
    "knock": ("institution__pk", "cohort__programme__pk"),
    "meeting": ("group__institution__pk", "group__cohort__programme__pk"),
    "member": ("group__institution__pk", "group__cohort__programme__pk"),
    "membership": ("institution__pk", ""),
    "message": ("group__institution__pk", "group__cohort__programme__pk"),
    "nomination": ("partner__programme__institution__pk", "partner__programme__pk"),
    "office": ("institution__pk", "programme__pk"),
    "partner": ("programme__institution__pk", "programme__pk"),
    "partnercontact": ("partner__programme__institution__pk", "partner__programme__pk"),
    "pledge": ("partner__programme__institution__pk", "partner__programme__pk"),
    "programme": ("institution__pk", "pk"),
    "proposal": ("run__institution__pk", "run__cohort__programme__pk"),
    "publicpage": ("programme__institution__pk", "programme__pk"),
    "reflection": ("member__group__institution__pk", "member__group__cohort__programme__pk"),
    "replacement": ("group__institution__pk", "group__cohort__programme__pk"),
    "run": ("institution__pk", "cohort__programme__pk"),
    "termination": ("group__institution__pk", "group__cohort__programme__pk"),
    "window": ("programme__institution__pk", "programme__pk"),
    "withdrawal": ("group__institution__pk", "group__cohort__programme__pk"),
    "workgroup": ("institution__pk", "cohort__programme__pk"),
}


def test_every_row_that_mails_are_about_knows_its_institution_and_programme() -> None:
    found = {name: _ways(name) for name in sorted({on.partition(".")[0] for on in NOTICES})}

    assert {name: ways for name, ways in found.items() if name in WAYS} == WAYS
    assert {name for name, (institution, _way) in found.items() if not institution} == PERSONAL


PERSONAL = {"addresschange", "block", "datarequest", "user"}
"""Rows that belong to a person alone: what is said of them is built in."""


def _ways(name: str) -> tuple[str, str]:
    model: Any = model_named(name)
    return way(model, Institution), way(model, Programme)


def test_a_thousand_readers_cost_as_many_queries_as_one(world: World) -> None:
    group = world.group()
    says(world.merlion, "conversations/notices/quiet", subject="So quiet, {reader}")
    foresee("workgroup.grow_quiet", group, {})
    few = _queries(group)
    _many(group, 1000)

    assert _queries(group) == few


def test_where_nobody_has_own_words_one_query_says_so(world: World) -> None:
    group = world.group()
    without = _queries(group)
    says(world.kallang, "pairing/notices/declined", subject="x")

    assert _queries(group) == without


def _queries(group: WorkGroup) -> int:
    event = Event.objects.create(name="workgroup.grow_quiet", subject=group)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        fan_out(event)
    # Rows are written in portions, and a storm is looked for in each.
    return len([each for each in captured if each["sql"].startswith("SELECT")])


def _many(group: WorkGroup, count: int) -> None:
    people = User.objects.bulk_create(
        User(name=f"Student {n}", email=f"student{n}@example.org") for n in range(count)
    )
    Profile.objects.bulk_create(Profile(person=each) for each in people)
    rows = Application.objects.bulk_create(
        Application(
            cohort=group.cohort,
            person=each,
            part=Part.STUDENT,
            institution=group.institution,
            state=State.ACCEPTED,
        )
        for each in people
    )
    group.members.bulk_create(group.members.model(group=group, application=row) for row in rows)
