import pytest
from django.test import Client
from django.urls import reverse

from wayfellow.access.doors import may
from wayfellow.access.refusals import Invalid
from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.mentorships import actions
from wayfellow.mentorships.lifecycle import GoalState
from wayfellow.mentorships.models import Goal
from wayfellow.mentorships.tests.people import member
from wayfellow.testing.world import World


def goal(world: World) -> Goal:
    return actions.set_goal(
        member(world.group(), world.ada), {"title": "Speak in public"}, by=world.ada
    )


def test_progress_is_kept_with_its_notes_and_told_to_the_mentor(world: World) -> None:
    mine = goal(world)

    actions.progress(mine, 40, "Spoke in class", by=world.ada)

    assert mine.percent == 40
    assert list(mine.notes.values_list("percent", flat=True)) == [40, 0]
    assert (world.maya, "mentorships/notices/goal_progressed") in world.told()


def test_a_mentor_comments_without_changing_how_far_it_is(world: World) -> None:
    mine = goal(world)
    actions.progress(mine, 40, by=world.ada)

    note = actions.comment(mine, "Try the harbour club", by=world.maya)

    mine.refresh_from_db()
    assert (note.percent, mine.percent) == (40, 40)
    assert not may(world.maya, "goal.progress", mine)


def test_progress_has_its_bounds(world: World) -> None:
    with pytest.raises(Invalid):
        actions.progress(goal(world), 101, by=world.ada)


def test_what_is_reached_is_whole_and_can_be_taken_up_again(world: World) -> None:
    mine = goal(world)
    actions.achieve(mine, by=world.ada)
    assert (mine.state, mine.percent) == (GoalState.ACHIEVED, 100)

    with pytest.raises(IllegalStep):
        actions.progress(mine, 50, by=world.ada)
    actions.take_up(mine, by=world.ada)
    actions.drop(mine, by=world.ada)

    assert mine.state == GoalState.DROPPED


def test_mates_do_not_read_each_others_goals(world: World) -> None:
    mine = goal(world)

    readers = (world.ada, world.ben, world.maya, world.leo, world.lena, world.carol)
    assert [p for p in readers if may(p, "goal.view", mine)] == [
        world.ada,
        world.maya,
        world.leo,
        world.carol,
    ]


def test_a_goal_is_set_and_followed_in_the_pages(world: World, client: Client) -> None:
    group = world.group()
    client.force_login(world.ada)

    client.post(reverse("mentorships:goal_new", args=[group.pk]), {"title": "Learn Finnish"})
    mine = Goal.objects.get()
    client.post(
        reverse("mentorships:goal_progress", args=[group.pk, mine.pk]),
        {"percent": 30, "text": "First course"},
    )
    wrong = client.post(
        reverse("mentorships:goal_progress", args=[group.pk, mine.pk]), {"percent": 300}
    )

    page = client.get(reverse("mentorships:goal", args=[group.pk, mine.pk])).content.decode()
    assert wrong.status_code == 422
    assert "First course" in page
    assert "30" in page
