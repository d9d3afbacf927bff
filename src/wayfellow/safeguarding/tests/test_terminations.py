import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wayfellow.access.doors import may
from wayfellow.access.refusals import Invalid, Refused
from wayfellow.applications.models import Application, Consent
from wayfellow.mentorships import actions as mentorships
from wayfellow.mentorships.models import WorkGroup
from wayfellow.notifications.models import Letter
from wayfellow.people.models import User
from wayfellow.programmes.models import Office
from wayfellow.safeguarding import actions
from wayfellow.safeguarding.lifecycle import TerminationState
from wayfellow.safeguarding.models import Termination
from wayfellow.testing.world import World

LETTER = "The mentoring arrangement of your group ends today."
DETAILS = "The mentor met a student alone at night."
VALUES = {"ground": "protection", "letter": LETTER, "details": DETAILS}


def second(world: World) -> User:
    return world.office("Cai Second", Office.Role.COORDINATOR, world.merlion)


def test_a_letter_waits_until_a_second_person_issues_it(world: World) -> None:
    group, cai = world.group(), second(world)
    meeting = world.meeting(group)
    termination = actions.draft_termination(group, VALUES, by=world.carol)

    assert (cai, "safeguarding/notices/termination_waits") in world.told()
    with pytest.raises(Refused):
        actions.issue(termination, by=world.carol)
    group.refresh_from_db()
    assert group.is_live

    actions.issue(termination, by=cai)

    for row in (group, termination, meeting):
        row.refresh_from_db()
    assert (group.state, termination.issued_by, meeting.state) == ("terminated", cai, "cancelled")


def test_mentor_students_and_guardians_of_minors_get_the_letter_and_no_details(
    world: World,
) -> None:
    group = world.group(world.ada, world.chen)
    chen = Application.objects.get(person=world.chen)
    Application.objects.filter(pk=chen.pk).update(consent_needed=True)
    for application, state in ((chen, "granted"), (world.applies(world.ben), "granted")):
        Consent.objects.create(
            application=application,
            guardian_name="Wei Ling",
            email=f"guardian{application.pk}@example.org",
            state=state,
        )

    actions.draft_termination(group, VALUES | {"is_urgent": True}, by=world.carol)

    letters = Letter.objects.filter(text__contains=LETTER)
    assert set(letters.values_list("address", flat=True)) == {
        "maya@example.com",
        "ada@example.com",
        "chen@example.com",
        f"guardian{chen.pk}@example.org",
    }
    assert not Letter.objects.filter(text__contains="alone at night").exists()
    assert (world.leo, "safeguarding/notices/group_terminated") in world.told()


def test_an_urgent_one_is_issued_at_once_by_the_same_hand_and_asks_nobody(world: World) -> None:
    group, _cai = world.group(), second(world)

    termination = actions.draft_termination(group, VALUES | {"is_urgent": True}, by=world.carol)

    assert termination.state == TerminationState.ISSUED
    assert WorkGroup.objects.get(pk=group.pk).state == "terminated"
    assert world.happened()[0] == "termination.draft"
    assert world.happened()[-1] == "termination.issue"
    assert not any("termination_waits" in notice for _, notice in world.told())


def test_a_group_has_one_termination_and_an_ended_group_none(world: World) -> None:
    group = world.group()
    first = actions.draft_termination(group, VALUES, by=world.carol)
    with pytest.raises(Refused, match="already"):
        actions.draft_termination(group, VALUES, by=world.carol)

    actions.discard(first, by=world.carol)
    again = actions.draft_termination(group, VALUES, by=world.carol)
    mentorships.dissolve(group, by=world.carol)

    with pytest.raises(Refused, match="ended meanwhile"):
        actions.issue(again, by=world.ines)
    again.refresh_from_db()
    assert again.state == TerminationState.DRAFTED
    with pytest.raises(Refused, match="ended already"):
        actions.draft_termination(group, VALUES, by=world.carol)
    with pytest.raises(Invalid):
        actions.draft_termination(world.group(mentor=world.milo), {"letter": " "}, by=world.carol)


def test_only_coordinators_of_the_institution_write_and_they_or_administrators_issue(
    world: World,
) -> None:
    group = world.group()
    termination = actions.draft_termination(group, VALUES, by=world.carol)
    cast = ("carol", "cora", "ines", "petra", "leo", "maya", "ada", "pat", "otto")

    def able(permission: str, row: WorkGroup | Termination) -> set[str]:
        return {name for name in cast if may(getattr(world, name), permission, row)}

    assert able("workgroup.draft_termination", group) == {"carol"}
    assert able("termination.oversee", termination) == {"carol", "ines"}
    assert able("termination.issue", termination) == {"carol", "ines"}
    assert able("termination.view", termination) == {"carol", "ines"}

    actions.issue(termination, by=world.ines)
    assert able("termination.view", termination) == {"carol", "ines", "leo", "maya", "ada"}


def test_the_people_read_the_letter_and_never_the_details(world: World, client: Client) -> None:
    termination = actions.draft_termination(
        world.group(), VALUES | {"is_urgent": True}, by=world.carol
    )
    for reader in (world.ada, world.maya):
        client.force_login(reader)
        page = client.get(reverse("safeguarding:letter", args=[termination.pk]))
        paper = client.get(reverse("safeguarding:letter_pdf", args=[termination.pk]))
        whole = client.get(reverse("safeguarding:termination", args=[termination.pk]))

        assert LETTER in page.content.decode()
        assert DETAILS not in page.content.decode()
        assert paper.content.startswith(b"%PDF")
        assert whole.status_code == 403


def test_the_pages_lead_from_the_draft_to_the_issued_letter(world: World, client: Client) -> None:
    group, cai = world.group(), second(world)
    client.force_login(world.carol)
    url = reverse("safeguarding:draft_termination", args=[group.pk])
    assert client.get(url).status_code == 200
    wrong = client.post(url, {"ground": "protection", "details": DETAILS})
    assert wrong.status_code == 422
    assert DETAILS in wrong.content.decode()

    client.post(url, VALUES)
    termination = Termination.objects.get()
    own = reverse("safeguarding:termination", args=[termination.pk])
    assert client.get(url).headers["Location"] == own
    assert "another coordinator" in client.get(own).content.decode()
    issue = reverse("safeguarding:issue", args=[termination.pk])
    assert client.post(issue).status_code == 409

    client.force_login(cai)
    assert client.post(issue).status_code == 302
    assert client.post(issue).status_code == 409


def test_the_list_costs_the_same_with_one_and_with_three(world: World, client: Client) -> None:
    client.force_login(world.carol)
    actions.draft_termination(world.group(), VALUES, by=world.carol)
    url = reverse("safeguarding:terminations")
    client.get(url)

    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for _ in range(2):
        group = world.group(world.chen, mentor=world.milo)
        actions.draft_termination(group, VALUES, by=world.carol)
    with CaptureQueriesContext(connection) as three:
        client.get(url)

    assert len(one) == len(three)
