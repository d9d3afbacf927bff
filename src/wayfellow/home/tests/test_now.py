"""What each role sees first, and what it costs."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from wayfellow.applications.lifecycle import State
from wayfellow.institutions.actions import enrol
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Acceptance, Invitation, Statement
from wayfellow.mentorships.models import Agreement, Goal, Reflection, Withdrawal
from wayfellow.pairing.models import Run
from wayfellow.people.models import User
from wayfellow.programmes.models import Cohort
from wayfellow.programmes.presets import PRESETS
from wayfellow.safeguarding.models import Concern, Termination
from wayfellow.testing.cast import everything
from wayfellow.testing.world import World, person

FEW = 20
ROLES = ["ada", "maya", "leo", "carol", "pat", "ines", "petra", "otto"]
pytestmark = pytest.mark.django_db


def read(client: Client, who: User, path: str = "/") -> str:
    client.force_login(who)
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def cost(client: Client, who: User, path: str) -> int:
    client.force_login(who)
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def more_of_everything(world: World, count: int) -> None:
    """``count`` more groups with students, meetings and whatever needs somebody."""
    leo, start = world.leo, now()
    for n in range(count):
        mentor = person(f"M{n} Extra")
        first, second = (_student(world, f"S{n}{letter} Extra") for letter in "ab")
        group = world.group(first, second, mentor=mentor, formed_at=start - timedelta(days=40))
        meeting = world.meeting(group, starts_at=start - timedelta(days=10))
        world.meeting(group, starts_at=start + timedelta(days=3))
        member = group.members.get(application__person=first)
        Agreement.objects.create(group=group, state="proposed")
        Goal.objects.create(member=member, title="Stand still", at=start - timedelta(days=90))
        Reflection.objects.create(member=member, meeting=meeting, state="handed in")
        Withdrawal.objects.create(group=group, member=member, by=first, reason="fit")
        Concern.objects.create(
            programme=world.programme, institution=world.merlion, raised_by=first, text="x"
        )
        Termination.objects.create(group=group, ground="other", letter="x", drafted_by=leo)
        Run.objects.create(
            cohort=world.cohort, institution=world.merlion, number=50 + n, state="ready"
        )
        world.applies(_student(world, f"W{n} Extra"), state=State.SUBMITTED)
        Invitation.objects.create(
            institution=world.merlion, email=f"i{n}@example.com", name="I", role="mentor"
        )


def _student(world: World, name: str) -> User:
    student = person(name)
    enrol(student, world.merlion, Role.STUDENT, by=None)
    return student


def accept_all(world: World) -> None:
    for name in ROLES:
        for statement in Statement.objects.all():
            Acceptance.objects.create(person=getattr(world, name), statement=statement)


@pytest.mark.parametrize("name", ROLES)
def test_a_landing_page_costs_under_twenty_queries_and_no_more_with_three_times_the_rows(
    world: World, client: Client, name: str
) -> None:
    everything(world)
    accept_all(world)
    more_of_everything(world, 1)
    before = cost(client, getattr(world, name), "/")

    more_of_everything_again(world)

    assert before < FEW
    assert cost(client, getattr(world, name), "/") == before


def more_of_everything_again(world: World) -> None:
    for n in (1, 2):
        mentor = person(f"N{n} Extra")
        students = [_student(world, f"T{n}{letter} Extra") for letter in "ab"]
        group = world.group(*students, mentor=mentor, formed_at=now() - timedelta(days=40))
        world.meeting(group, starts_at=now() - timedelta(days=10))
        member = group.members.get(application__person=students[0])
        Withdrawal.objects.create(group=group, member=member, by=students[0], reason="fit")
        Concern.objects.create(
            programme=world.programme, institution=world.merlion, raised_by=students[0], text="x"
        )
        world.applies(_student(world, f"V{n} Extra"), state=State.SUBMITTED)


def test_the_world_sees_programmes_and_a_way_to_sign_in(world: World, client: Client) -> None:
    page = client.get("/").content.decode()

    assert "Sign in" in page
    assert "Needs you now" not in page


def test_a_page_of_the_world_asks_the_database_nothing_for_its_frame(client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        client.get("/accessibility/")

    assert len(queries) == 0


def test_nobody_lands_before_the_statements_are_accepted(world: World, client: Client) -> None:
    Statement.objects.create(kind=Statement.Kind.PRIVACY, number=1, title="P", body="...")
    client.force_login(world.ada)

    answer = client.get("/")

    assert answer.headers["Location"].startswith("/institutions/statements/")


def test_a_student_is_asked_to_plan_the_initiation_then_told_of_the_meeting(
    world: World, client: Client
) -> None:
    group = world.group()
    assert "Plan the initiation" in read(client, world.ada)

    world.meeting(group, kind="initiation")

    page = read(client, world.ada)
    assert "Plan the initiation" not in page
    assert "You meet soon" in page


def test_a_draft_waits_for_its_writer(world: World, client: Client) -> None:
    world.applies(world.ada)

    assert "Finish your application" in read(client, world.ada)


def test_a_missing_consent_is_said_to_the_student_and_to_the_coordinator(
    world: World, client: Client
) -> None:
    world.applies(world.chen, state=State.SUBMITTED).__class__.objects.update(consent_needed=True)

    assert "consent is missing" in read(client, world.chen)
    assert "guardian is not asked" in read(client, world.carol)


def test_an_accepted_student_finds_a_mentor_where_students_ask(client: Client) -> None:
    world = World("self-directed")
    world.follow(PRESETS["self-directed"])
    world.applies(world.ada, state=State.ACCEPTED)

    assert "Look at the mentors" in read(client, world.ada)


def test_a_coordinator_is_told_of_everything_that_waits_for_a_decision(
    world: World, client: Client
) -> None:
    everything(world)
    accept_all(world)
    world.applies(_student(world, "Wanda Waits"), state=State.SUBMITTED)
    Run.objects.update(state="ready")
    Termination.objects.update(drafted_by=world.ines)

    page = read(client, world.carol)

    for words in (
        "A concern was raised",
        "asked to leave",
        "waits for a second person",
        "is ready to publish",
        "to decide on",
    ):
        assert words in page


def test_who_wrote_a_termination_is_not_asked_to_be_the_second_person(
    world: World, client: Client
) -> None:
    everything(world)
    accept_all(world)

    assert "waits for a second person" not in read(client, world.carol)
    assert "waits for a second person" in read(client, world.ines)


@pytest.mark.parametrize("path", ["/", "/console/{}/", "/console/{}/groups/"])
def test_a_sister_institution_sees_nothing_of_our_students(
    world: World, client: Client, path: str
) -> None:
    everything(world)
    more_of_everything(world, 2)
    Acceptance.objects.create(person=world.cora, statement=Statement.objects.get())

    page = read(client, world.cora, path.format(world.cohort.pk))

    for name in ("Ada", "Ben", "Extra", "concern was raised", "has asked to leave Maya", "run 1"):
        assert name not in page
    assert "2 groups" not in page
    assert "3 groups" not in page


def test_a_company_is_told_of_few_students_only_that_they_are_few(
    world: World, client: Client
) -> None:
    world.pat  # noqa: B018 - signs up
    world.group(mentor=_led_by_harbour(world))

    page = read(client, world.pat)

    assert "fewer than 5" in page
    assert "Ada" not in page


def _led_by_harbour(world: World) -> User:
    world.offers(world.maya, partner=world.harbour)
    return world.maya


def test_the_platform_is_warned_when_no_worker_runs(world: World, client: Client) -> None:
    assert "No worker is running" in read(client, world.petra)


def test_an_empty_day_teaches_the_next_step(world: World, client: Client) -> None:
    assert "See the programmes" in read(client, world.otto)
    assert "All your students are well" in read(client, world.leo)
    Cohort.objects.all().delete()
    assert "Create a programme" in read(client, world.carol)


@pytest.mark.parametrize("role", ["ada", "leo", "carol"])
def test_the_places_of_a_role_are_few_and_its_own(world: World, client: Client, role: str) -> None:
    world.group()
    labels: Callable[[str], bool] = read(client, getattr(world, role)).__contains__

    assert labels("My group") == (role == "ada")
    assert labels("My students") == (role == "leo")
    assert labels("Console") == (role == "carol")
