import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from wayfellow.access.refusals import Refused
from wayfellow.institutions import actions, hats
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Membership
from wayfellow.institutions.queries import hats as hats_of
from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.models import Letter
from wayfellow.people.models import User
from wayfellow.testing.world import World, person

pytestmark = pytest.mark.django_db


def role(who: User, name: Role) -> Membership:
    return Membership.objects.get(person=who, role=name)


def test_administrators_find_members_by_role_and_name(world: World, client: Client) -> None:
    names = {who.name for who in (world.ada, world.ben, world.maya, world.kim)}
    client.force_login(world.ines)

    def found(query: str) -> set[str]:
        page = client.get(f"/institutions/merlion/{query}").content.decode()
        return {name for name in names if name in page}

    assert found("") == {"Ada Tan", "Ben Virtanen", "Maya Mentor"}
    assert found("?role=student") == {"Ada Tan", "Ben Virtanen"}
    assert found("?q=virta+ben") == {"Ben Virtanen"}
    assert found("?q=nobody") == set()


@pytest.mark.parametrize(
    "path", ["/institutions/merlion/", "/institutions/merlion/letters/", "/institutions/"]
)
def test_lists_cost_the_same_for_one_and_many(world: World, client: Client, path: str) -> None:
    client.force_login(world.petra if path == "/institutions/" else world.ines)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    def more(name: str) -> None:
        who = person(name)
        actions.enrol(who, world.merlion, Role.STUDENT, by=None)
        Letter.objects.create(
            key=name, to=who, address=who.email, subject="x", text="x", state=LetterState.FAILED
        )

    more("One")
    cost()
    few = cost()
    for name in ("Two", "Three", "Four"):
        more(name)
    assert cost() == few


def test_the_list_of_invitations_costs_the_same_for_one_and_many(
    world: World, client: Client
) -> None:
    client.force_login(world.ines)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/institutions/merlion/invitations/")
        return len(queries)

    def more(n: int) -> None:
        actions.invite(
            world.merlion, email=f"n{n}@x.example", name="N", role=Role.MENTOR, by=world.ines
        )

    more(0)
    cost()
    few = cost()
    for n in range(1, 4):
        more(n)
    assert cost() == few


def test_a_role_ends_and_its_holder_is_told(world: World, client: Client) -> None:
    membership = role(world.maya, Role.MENTOR)
    client.force_login(world.ines)

    assert "Maya Mentor" in client.get(f"/institutions/memberships/{membership.pk}/end/").text
    assert Membership.objects.current().filter(pk=membership.pk).exists()

    client.post(f"/institutions/memberships/{membership.pk}/end/")
    assert not Membership.objects.current().filter(pk=membership.pk).exists()
    assert world.told() == {(world.maya, "institutions/notices/ended")}
    with pytest.raises(Refused, match="ended already"):
        actions.end(membership, by=world.ines)


def test_the_last_administrator_stays(world: World) -> None:
    with pytest.raises(Refused, match="last administrator"):
        actions.end(role(world.ines, Role.INSTITUTION_ADMIN), by=world.ines)

    actions.enrol(world.carol, world.merlion, Role.INSTITUTION_ADMIN, by=world.ines)
    actions.end(role(world.ines, Role.INSTITUTION_ADMIN), by=world.ines)


def test_who_left_can_come_back(world: World) -> None:
    membership = role(world.maya, Role.MENTOR)
    actions.end(membership, by=world.ines)

    actions.enrol(world.maya, world.merlion, Role.MENTOR, by=world.ines)

    assert Membership.objects.current().filter(pk=membership.pk).exists()


def test_members_are_for_administrators_only(world: World, client: Client) -> None:
    membership = role(world.maya, Role.MENTOR)
    for who, page, end in (
        (world.ada, 403, 404),
        (world.maya, 403, 403),
        (world.cora, 404, 404),
        (world.otto, 404, 404),
    ):
        client.force_login(who)
        assert client.get("/institutions/merlion/").status_code == page, who
        answer = client.post(f"/institutions/memberships/{membership.pk}/end/")
        assert answer.status_code == end, who


def test_administrators_see_and_send_again_their_own_people_s_letters(
    world: World, client: Client
) -> None:
    ours, theirs = (
        Letter.objects.create(
            key=who.name,
            to=who,
            address=who.email,
            subject="x",
            text="private",
            state=LetterState.FAILED,
            reason="no such box",
        )
        for who in (world.ada, world.kim)
    )
    client.force_login(world.ines)

    page = client.get("/institutions/merlion/letters/").content.decode()
    assert (world.ada.email in page, world.kim.email in page) == (True, False)
    assert ("no such box" in page, "private" in page) == (True, False)

    assert client.post(f"/inbox/outbox/{ours.pk}/retry/").status_code == 302
    assert client.post(f"/inbox/outbox/{theirs.pk}/retry/").status_code == 404
    assert client.get("/inbox/outbox/").status_code == 404


def test_hats_are_the_roles_one_holds(world: World) -> None:
    actions.enrol(world.carol, world.kallang, Role.MENTOR, by=None)

    assert [(hat.key, hat.label) for hat in hats_of(world.carol)] == [
        ("merlion-coordinator", "Coordinator, Merlion"),
        ("kallang-mentor", "Mentor, Kallang"),
    ]
    assert [hat.key for hat in hats_of(world.petra)] == ["platform"]
    assert hats_of(world.otto) == []


def test_putting_on_another_hat_changes_the_session_id_and_only_to_a_hat_one_holds(
    world: World, client: Client
) -> None:
    actions.enrol(world.carol, world.kallang, Role.MENTOR, by=None)
    client.force_login(world.carol)
    before = client.session.session_key

    assert client.post("/institutions/hats/kallang-mentor/").headers["Location"] == "/"
    assert client.session[hats.KEY] == "kallang-mentor"
    assert client.session.session_key != before

    assert client.post("/institutions/hats/merlion-student/").status_code == 404
    assert client.session[hats.KEY] == "kallang-mentor"
    assert client.get("/institutions/hats/merlion-coordinator/").status_code == 405
