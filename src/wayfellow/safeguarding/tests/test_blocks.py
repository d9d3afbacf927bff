"""Between two of whom one has blocked the other nothing passes, and only coordinators are told."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from wayfellow.access.refusals import Refused
from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application
from wayfellow.conversations.actions import write
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Membership
from wayfellow.mentorships import actions as groups
from wayfellow.mentorships.models import Member
from wayfellow.mentorships.tests.people import newcomer, ready, tomorrow
from wayfellow.notifications.categories import Category, Channel
from wayfellow.notifications.digest import gather
from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.models import Letter
from wayfellow.notifications.outbox import send_due
from wayfellow.notifications.preferences import choose
from wayfellow.notifications.tests.test_digest import LATER
from wayfellow.pairing import actions as pairing
from wayfellow.pairing.lifecycle import InterestState
from wayfellow.pairing.models import Interest
from wayfellow.pairing.pool import frozen
from wayfellow.people import actions as people
from wayfellow.people.models import Block, User
from wayfellow.safeguarding.blocking import block
from wayfellow.safeguarding.models import Concern
from wayfellow.testing.world import World

pytestmark = pytest.mark.django_db
WORDS = "I would like to learn how you found your first job."
DROPPED = (LetterState.DROPPED, "blocked")


@pytest.fixture
def alumni(db: None) -> World:
    """A self-directed programme, in which Ada is a student, Maya and Milo are mentors."""
    alumni = World("self-directed")
    alumni.applies(alumni.ada, state=State.ACCEPTED)
    alumni.offers(alumni.maya)
    alumni.offers(alumni.milo)
    return alumni


def of(who: User) -> Application:
    return Application.objects.get(person=who)


def page(client: Client, who: User, path: str) -> str:
    client.force_login(who)
    return client.get(path).content.decode()


@pytest.mark.parametrize("blocker", ["ada", "maya"])
def test_neither_finds_the_other_nor_asks(alumni: World, client: Client, blocker: str) -> None:
    directory = reverse("pairing:directory", args=[alumni.cohort.pk])
    mentor = [alumni.cohort.pk, of(alumni.maya).pk]
    assert "Maya" in page(client, alumni.ada, directory)
    assert f"/people/{alumni.maya.pk}/block/" in page(
        client, alumni.ada, reverse("pairing:mentor", args=mentor)
    )

    one, other = (alumni.ada, alumni.maya)[:: 1 if blocker == "ada" else -1]
    block(other, by=one)

    found = page(client, alumni.ada, directory)
    assert ("Maya" in found, "Milo" in found) == (False, True)
    for name in ("mentor", "ask"):
        assert client.get(reverse(f"pairing:{name}", args=mentor)).status_code == 404
    with pytest.raises(Refused, match="takes nobody new"):
        pairing.ask(of(alumni.ada), of(alumni.maya), WORDS, by=alumni.ada)


def test_an_open_request_ends_as_if_nobody_had_answered(alumni: World, client: Client) -> None:
    pairing.ask(of(alumni.ada), of(alumni.maya), WORDS, by=alumni.ada)
    waiting = Letter.objects.get(to=alumni.maya)
    client.force_login(alumni.maya)
    shown = client.get(reverse("pairing:request", args=[Interest.objects.get().pk]))
    assert f"/people/{alumni.ada.pk}/block/" in shown.content.decode()

    client.post(f"/people/{alumni.ada.pk}/block/", follow=True)

    assert Interest.objects.get().state == InterestState.EXPIRED
    told = {letter.notice for letter in Letter.objects.filter(to=alumni.ada)}
    assert told == {"pairing/notices/expired"}
    assert not any("block" in letter.text.lower() for letter in Letter.objects.all())
    send_due()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason) == DROPPED
    assert "Ada" not in page(client, alumni.maya, "/requests/received/")
    assert "Maya" not in page(client, alumni.ada, "/requests/")


@pytest.mark.parametrize("blocker", ["ada", "ben"])
def test_in_a_shared_group_nobody_is_told_of_the_other_s_writing(
    world: World, client: Client, blocker: str
) -> None:
    group = world.group()
    write(group, "Before.", by=world.ben)
    before = Letter.objects.get(to=world.ada)
    one, other = (world.ada, world.ben)[:: 1 if blocker == "ada" else -1]
    block(other, by=one)

    write(group, "After, by Ben.", by=world.ben)
    write(group, "After, by Ada.", by=world.ada)
    groups.plan_meeting(group, tomorrow(), by=world.ben)

    told = "conversations/notices/message_written"
    assert Letter.objects.filter(to=world.ada, notice=told).count() == 1
    assert not Letter.objects.filter(to=world.ben, notice=told).exists()
    assert Letter.objects.filter(to=world.maya, notice=told).count() == 3
    send_due()
    before.refresh_from_db()
    assert (before.state, before.reason) == DROPPED
    # The group still meets: whoever should not come must know when.
    meeting = Letter.objects.get(to=world.ada, notice="mentorships/notices/meeting_planned")
    assert meeting.state == LetterState.SENT


def test_what_was_kept_for_a_digest_is_left_out(world: World) -> None:
    group = world.group()
    choose(world.ada, {Category.MESSAGES: Channel.DAILY})
    write(group, "By Ben.", by=world.ben)
    write(group, "By Maya.", by=world.maya)
    gather(now() + LATER)
    block(world.ben, by=world.ada)
    Letter.objects.filter(to=world.ada).update(due_at=now())

    send_due()

    kept = Letter.objects.filter(to=world.ada, bundle__isnull=False)
    said = {letter.event.by: letter.reason for letter in kept if letter.event}
    assert said == {world.ben: "blocked", world.maya: ""}


def test_the_blocked_one_is_told_nothing_and_sees_no_difference(
    world: World, client: Client
) -> None:
    group = world.group()
    write(group, "Words of Ada.", by=world.ada)
    write(group, "Words of Ben.", by=world.ben)
    thread = reverse("conversations:thread", args=[group.pk])
    before = page(client, world.ben, thread).count("<details>")
    heard = Letter.objects.filter(to=world.ben).count()

    block(world.ben, by=world.ada)

    assert Letter.objects.filter(to=world.ben).count() == heard
    assert not [notice for who, notice in world.told() if who == world.ben and "kept" in notice]
    assert page(client, world.ben, thread).count("<details>") == before
    assert "whom you have blocked" in page(client, world.ada, thread)


def test_contact_details_are_shown_to_neither(world: World, client: Client) -> None:
    group = world.group()
    ben = Member.objects.get(application__person=world.ben)
    ada = Member.objects.get(application__person=world.ada)
    cards = [
        (world.ada, world.ben, reverse("mentorships:person", args=[group.pk, ben.pk])),
        (world.ben, world.ada, reverse("mentorships:person", args=[group.pk, ada.pk])),
    ]
    assert all(other.email in page(client, who, path) for who, other, path in cards)
    assert world.ben.email in page(client, world.maya, cards[0][2])

    block(world.ben, by=world.ada)

    assert not any(other.email in page(client, who, path) for who, other, path in cards)
    assert world.ben.email in page(client, world.maya, cards[0][2])
    assert "Ben" not in page(client, world.ada, "/search/?q=ben")


def test_coordinators_get_a_concern_and_liaison_officers_learn_no_names(world: World) -> None:
    for name in ("carol", "cora", "ines"):
        getattr(world, name)
    group = world.group()

    block(world.ben, by=world.ada)

    concern = Concern.objects.get()
    assert (concern.group, concern.raised_by, concern.severity) == (group, world.ada, "serious")
    assert "Ada Tan has blocked Ben Virtanen" in concern.text
    assert world.told() == {
        (world.ada, "safeguarding/notices/receipt"),
        (world.carol, "safeguarding/notices/raised"),
        (world.leo, "safeguarding/notices/kept_apart"),
    }
    for letter in Letter.objects.all():
        assert "Ben" not in letter.subject + letter.text
        assert "Ada" not in letter.subject + letter.text


def test_without_a_shared_group_no_staff_is_told(alumni: World) -> None:
    alumni.carol  # noqa: B018 - is there
    block(alumni.maya, by=alumni.ada)

    assert world_is_silent(alumni)


def world_is_silent(world: World) -> bool:
    return not Concern.objects.exists() and not world.told() and not world.mailed()


def test_nobody_puts_the_two_into_one_group(world: World) -> None:
    ada, ben, chris = ready(world, world.ada, world.ben, newcomer(world, 3))
    maya = world.offers(world.maya)
    block(world.ben, by=world.ada)
    block(world.ada, by=world.maya)

    for pair, names in (([ben, ada], "Ada Tan"), ([ada, chris], "Ada Tan, Maya Mentor")):
        with pytest.raises(Refused, match=names):
            groups.form_group(world.cohort, maya, pair, institution=world.merlion, by=world.carol)
    group = groups.form_group(
        world.cohort, maya, [ben, chris], institution=world.merlion, by=world.carol
    )
    with pytest.raises(Refused, match="kept apart"):
        groups.add_member(group, ada, by=world.carol)


def test_a_matching_keeps_the_two_apart(world: World) -> None:
    ada, ben = ready(world, world.ada, world.ben)
    maya, milo = world.offers(world.maya), world.offers(world.milo)
    block(world.ada, by=world.maya)
    block(world.milo, by=world.ben)

    pins = frozen(world.cohort, world.merlion)["pins"]

    assert sorted(pins) == sorted(
        [["exclude", str(ada.pk), str(maya.pk)], ["exclude", str(ben.pk), str(milo.pk)]]
    )


def test_staff_cannot_be_blocked_but_reported(world: World, client: Client) -> None:
    world.group()
    Membership.objects.create(person=world.leo, institution=world.merlion, role=Role.MENTOR)
    with pytest.raises(Refused, match="Report"):
        block(world.leo, by=world.ada)
    client.force_login(world.ada)
    assert client.get(f"/people/{world.leo.pk}/block/").status_code == 404


@pytest.mark.parametrize("name", ["kim", "milo", "ada", "otto"])
def test_only_people_whom_one_has_met_can_be_blocked(
    world: World, client: Client, name: str
) -> None:
    world.group()
    client.force_login(world.ada)

    answer = client.post(f"/people/{getattr(world, name).pk}/block/")

    assert answer.status_code == 404
    assert not Block.objects.exists()


def test_a_block_is_set_and_lifted_on_the_pages(world: World, client: Client) -> None:
    group = world.group()
    write(group, "Words of Ben.", by=world.ben)
    thread = reverse("conversations:thread", args=[group.pk])
    path = f"/people/{world.ben.pk}/block/"
    shown = page(client, world.ada, thread)
    assert path in shown
    assert f"/concerns/new/?group={group.pk}" in shown
    assert "Block Ben Virtanen?" in client.get(path).content.decode()
    assert not Block.objects.exists()
    assert "blocked nobody" in client.get("/me/blocked/").content.decode()

    assert client.post(path).headers["Location"] == "/me/blocked/"
    assert client.post(path).status_code == 409
    row = Block.objects.get()
    assert "Ben Virtanen" in client.get("/me/blocked/").content.decode()
    lift = f"/me/blocked/{row.pk}/lift/"
    for other in (world.ben, world.maya, world.carol):
        client.force_login(other)
        assert client.post(lift).status_code == 404
    client.force_login(world.ada)
    client.post(lift)
    client.post(lift)

    assert not Block.objects.standing().exists()
    assert world.happened().count("block.lift") == 1
    write(group, "Words after.", by=world.ben)
    assert Letter.objects.filter(to=world.ada, event__subject_id=group.messages.latest("pk").pk)
    people.block(world.ben, by=world.ada)
    assert Concern.objects.count() == 1


def test_a_list_of_blocks_costs_the_same_however_long(world: World, client: Client) -> None:
    client.force_login(world.ada)

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get("/me/blocked/").status_code == 200
        return len(queries)

    people.block(newcomer(world, 1), by=world.ada)
    client.get("/me/blocked/")
    few = cost()
    for number in range(2, 12):
        people.block(newcomer(world, number), by=world.ada)

    assert cost() == few
