import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wayfellow.mentorships import actions, queries
from wayfellow.mentorships.lifecycle import GroupState
from wayfellow.mentorships.models import KeyPoints, WorkGroup
from wayfellow.mentorships.tests.people import held, member, newcomer, proposed, ready, tomorrow
from wayfellow.people.models import Profile, User
from wayfellow.testing.world import World

PARTS = ("people", "agreement", "meetings", "reflections", "goals", "leave")


def busy(world: World, meetings: int = 1) -> WorkGroup:
    """A group with one of everything."""
    group = world.group()
    proposed(group, world.ada)
    for _each in range(meetings):
        meeting = held(world, group, world.ada)
        actions.plan_meeting(group, tomorrow(), by=world.ada)
        for student in (world.ada, world.ben):
            row = actions.open_reflection(member(group, student), meeting=meeting, by=student)
            actions.save_reflection(row, {"did": "Talked"}, version=0, by=student)
            actions.hand_in(row, by=student)
        actions.set_goal(member(group, world.ada), {"title": "Speak in public"}, by=world.ada)
    return group


def parts(group: WorkGroup, reader: User) -> dict[str, str]:
    """The workspace's parts as ``reader`` sees them."""
    request = RequestFactory().get("/")
    request.user = reader
    context = {"workspace": queries.workspace(group, reader), "user": reader}
    return {
        name: render_to_string(f"mentorships/parts/{name}.html", context, request) for name in PARTS
    }


def test_the_parts_show_each_reader_what_is_theirs(world: World) -> None:
    group = busy(world)

    ada, maya, carol = (parts(group, who) for who in (world.ada, world.maya, world.carol))

    assert "Leo Liaison" in ada["people"]
    assert "Read and sign the agreement" in ada["agreement"]
    assert "Read and sign the agreement" not in carol["agreement"]
    assert "Plan a meeting" in ada["meetings"]
    assert "Plan a meeting" not in carol["meetings"]
    assert "Speak in public" in maya["goals"]
    assert "nothing here that you can read" in maya["reflections"]
    assert "Leave the work group" in maya["leave"]
    assert "Let the group rest" in carol["leave"]


@pytest.mark.parametrize("reader", ["ada", "maya", "leo", "carol"])
def test_a_workspace_costs_the_same_with_one_of_everything_and_with_three(
    world: World, reader: str
) -> None:
    one = busy(world, 1)
    counts = []
    for group in (one, _grown(world, one)):
        with CaptureQueriesContext(connection) as seen:
            parts(group, getattr(world, reader))
        counts.append(len(seen))

    assert counts[0] == counts[1]
    assert counts[0] <= 16


def _grown(world: World, group: WorkGroup) -> WorkGroup:
    for _each in range(2):
        meeting = held(world, group, world.ada)
        row = actions.open_reflection(member(group, world.ada), meeting=meeting, by=world.ada)
        actions.save_reflection(row, {"did": "More"}, version=0, by=world.ada)
        actions.hand_in(row, by=world.ada)
        actions.set_goal(member(group, world.ada), {"title": "More"}, by=world.ada)
        actions.add_member(
            group, ready(world, newcomer(world, Profile.objects.count()))[0], by=world.carol
        )
    return WorkGroup.objects.get(pk=group.pk)


LISTS = ("meetings", "reflections", "goals", "agreement")


@pytest.mark.parametrize("name", LISTS)
def test_list_pages_cost_the_same_with_one_row_and_with_three(
    world: World, client: Client, name: str
) -> None:
    group = busy(world)
    client.force_login(world.ada)
    url = reverse(f"mentorships:{name}", args=[group.pk])
    client.get(url)

    counts = []
    for grow in (lambda group: group, lambda group: _grown(world, group)):
        grow(group)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200
        counts.append(len(seen))

    assert counts[0] == counts[1]
    assert counts[0] <= 28


def test_the_reading_list_costs_the_same_with_two_rows_and_with_four(
    world: World, client: Client
) -> None:
    group = busy(world)
    client.force_login(world.leo)
    url = reverse("mentorships:to_read")
    page = client.get(url).content.decode()
    counts = []
    for grow in (lambda group: group, lambda group: _grown(world, group)):
        grow(group)
        with CaptureQueriesContext(connection) as seen:
            page = client.get(url).content.decode()
        counts.append(len(seen))

    assert page.count('name="reflection"') == 4
    assert counts[0] == counts[1]


def test_what_waits_costs_the_same_however_much_it_is(world: World) -> None:
    group = busy(world)
    people = (world.ada, world.maya, world.leo, world.carol)
    counts: list[list[int]] = []
    for grow in (lambda group: group, lambda group: _grown(world, group)):
        grow(group)
        counts.append([])
        for person in people:
            with CaptureQueriesContext(connection) as seen:
                queries.todo(person)
            counts[-1].append(len(seen))

    assert counts[0] == counts[1]
    assert max(counts[0]) <= 13


def test_each_is_told_what_waits_for_them(world: World) -> None:
    group = busy(world)
    points = KeyPoints.objects.get(member=member(group, world.ada))
    actions.save_key_points(points, {"shared_goals": "x"}, by=world.ada)
    actions.send(points, by=world.ada)
    actions.ask_to_leave(group, {"reason": "fit"}, by=world.ben)

    def titles(person: User) -> set[str]:
        return {each.title for each in queries.todo(person)}

    assert titles(world.ada) == {"Your agreement waits for your signature", "You meet soon"}
    assert titles(world.leo) == {"Key points to read", "Reflections to read"}
    assert titles(world.carol) == {"Ben Virtanen has asked to leave a work group"}
    assert "Tell your liaison officer the key points of the initiation" in titles(world.ben)


def test_a_student_is_shown_to_the_group_without_what_is_private(
    world: World, client: Client
) -> None:
    group = world.group()
    ada = member(group, world.ada)
    ada.application.student.student_number = "S-12345"
    ada.application.student.guardian_name = "Guardian Tan"
    ada.application.student.aspiration = "To build ships"
    ada.application.student.save()
    Profile.objects.filter(person=world.ada).update(
        born_on="2005-05-17", phone="+358 1", phone_for="nobody", email_for="group"
    )
    url = reverse("mentorships:person", args=[group.pk, ada.pk])

    shown = {}
    for name in ("ben", "maya", "leo", "carol", "lena", "cora", "otto"):
        client.force_login(getattr(world, name))
        answer = client.get(url)
        shown[name] = answer.status_code
        page = answer.content.decode()
        assert "S-12345" not in page
        assert "Guardian" not in page
        assert "2005" not in page
        assert "+358 1" not in page
        if answer.status_code == 200:
            assert "To build ships" in page
            assert "ada@example.com" in page

    assert shown == {
        "ben": 200, "maya": 200, "leo": 200, "carol": 200, "lena": 404, "cora": 404, "otto": 404,
    }  # fmt: skip


def test_after_the_end_addresses_are_no_longer_shown(world: World, client: Client) -> None:
    group = world.group(state=GroupState.ACTIVE)
    ada = member(group, world.ada)
    actions.dissolve(group, by=world.carol)
    client.force_login(world.maya)

    page = client.get(reverse("mentorships:person", args=[group.pk, ada.pk])).content.decode()

    assert "Ada Tan" in page
    assert "ada@example.com" not in page


PAGES = (
    "agreement", "meetings", "plan", "log", "reflections", "goals", "goal_new", "leave", "mentor",
    "add_member",
)  # fmt: skip


def test_who_opens_which_page(world: World, client: Client) -> None:
    group = busy(world)
    people = ("ada", "maya", "leo", "carol", "ines", "lena", "cora", "pat", "otto", "petra")
    opened = {}
    for name in people:
        client.force_login(getattr(world, name))
        codes = {
            page: client.get(reverse(f"mentorships:{page}", args=[group.pk])).status_code
            for page in PAGES
        }
        assert set(codes.values()) <= {200, 403, 404}
        opened[name] = {page for page, code in codes.items() if code == 200}

    everybody = {"agreement", "meetings", "reflections", "goals", "mentor"}
    acting = everybody | {"plan", "log", "leave"}
    assert opened == {
        "ada": acting | {"goal_new"},
        "maya": acting,
        "leo": everybody,
        "carol": everybody | {"add_member"},
        "ines": everybody,
        "lena": set(),
        "cora": set(),
        "pat": set(),
        "otto": set(),
        "petra": set(),
    }


def test_every_page_of_a_row_opens(world: World, client: Client) -> None:
    group = busy(world)
    planned, past = group.meetings.planned().get(), group.meetings.recorded().get()
    goal = member(group, world.ada).goals.get()
    points = KeyPoints.objects.get(member=member(group, world.ada))
    reflection = member(group, world.ada).reflections.get()
    client.force_login(world.ada)

    for name, row in {
        "meeting": planned, "reschedule": planned, "cancel": planned, "calendar": planned,
        "record": planned, "correct": past, "goal": goal, "goal_edit": goal, "key_points": points,
        "reflection": reflection, "agreement_pdf": group.agreements.get(),
    }.items():  # fmt: skip
        answer = client.get(reverse(f"mentorships:{name}", args=[group.pk, row.pk]))
        assert answer.status_code == 200, name
