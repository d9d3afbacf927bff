from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wayfellow.access.refusals import Invalid, Refused
from wayfellow.mentorships import actions as mentorships
from wayfellow.mentorships.models import Member
from wayfellow.surveys import actions, queries
from wayfellow.surveys.models import Feedback
from wayfellow.testing.world import World

GOOD: dict[str, Any] = {"recommend": 9, "confidence_before": 2, "confidence_now": 4}


def test_mentor_and_students_are_asked_when_the_group_begins_to_close(world: World) -> None:
    group = world.group(state="active")

    mentorships.begin_closing(group, by=world.carol)

    asked = {who for who, notice in world.told() if notice == "surveys/notices/how_was_it"}
    assert asked == {world.ada, world.ben, world.maya}
    assert ("ada@example.com", "How was it? Two minutes of your time") in world.mailed()
    assert list(queries.waits_for(world.ada)) == [group]


def test_feedback_is_given_once(world: World) -> None:
    group = world.group(state="closing")
    actions.give_feedback(group, GOOD, by=world.ada)

    with pytest.raises(Refused, match="once is enough"):
        actions.give_feedback(group, GOOD | {"recommend": 1}, by=world.ada)

    assert Feedback.objects.get().recommend == 9
    assert list(queries.waits_for(world.ada)) == []
    assert list(queries.waits_for(world.ben)) == [group]


def test_only_people_of_a_closing_or_ended_group_are_heard(world: World) -> None:
    group = world.group(state="active")
    with pytest.raises(Refused, match="begins to close"):
        actions.give_feedback(group, GOOD, by=world.ada)

    Member.objects.filter(application__person=world.ben).update(state="left")
    mentorships.dissolve(group, by=world.carol)
    actions.give_feedback(group, GOOD, by=world.ada)

    for stranger in (world.ben, world.carol, world.milo):
        with pytest.raises(Refused, match="not in this work group"):
            actions.give_feedback(group, GOOD, by=stranger)
    with pytest.raises(Invalid):
        actions.give_feedback(group, {"recommend": 11}, by=world.maya)


def test_the_page_asks_keeps_what_was_typed_and_thanks(world: World, client: Client) -> None:
    group = world.group(state="closing")
    url = reverse("surveys:feedback", args=[group.pk])
    client.force_login(world.ada)
    assert "Give my answer" in client.get(url).content.decode()

    empty = client.post(url)
    assert empty.status_code == 422
    assert "Please choose one." in empty.content.decode()
    wrong = client.post(url, {"helped": "The visit."})
    assert wrong.status_code == 422
    assert "The visit." in wrong.content.decode()

    assert client.post(url, GOOD | {"helped": "The visit."}).status_code == 302
    thanks = client.get(url).content.decode()
    assert "Thank you" in thanks
    assert "2 before, 4 now, of 5" in thanks
    assert client.post(url, GOOD)["Location"] == url
    assert Feedback.objects.count() == 1


def test_a_mentor_is_not_asked_what_only_students_know(world: World, client: Client) -> None:
    group = world.group(state="closing")
    client.force_login(world.maya)

    page = client.get(reverse("surveys:feedback", args=[group.pk])).content.decode()

    assert "recommend the programme" in page
    assert "How sure were you" not in page


def test_before_the_end_the_page_says_not_yet_and_strangers_find_nothing(
    world: World, client: Client
) -> None:
    url = reverse("surveys:feedback", args=[world.group(state="active").pk])
    client.force_login(world.ada)
    assert "Not yet" in client.get(url).content.decode()

    for stranger, status in ((world.otto, 404), (world.cora, 404), (world.carol, 403)):
        client.force_login(stranger)
        assert client.get(url).status_code == status


def test_coordinators_read_the_words_of_their_institution_without_names(
    world: World, client: Client
) -> None:
    group = world.group(state="closing")
    actions.give_feedback(group, GOOD | {"helped": "The visit."}, by=world.ada)
    actions.give_feedback(group, GOOD | {"helped": "Maya.", "may_quote": True}, by=world.ben)
    url = reverse("surveys:words", args=[world.cohort.pk])

    client.force_login(world.carol)
    page = client.get(url).content.decode()
    assert "The visit." in page
    assert "Ada" not in page
    assert ": Ben," in page

    client.force_login(world.cora)
    assert "The visit." not in client.get(url).content.decode()
    client.force_login(world.ines)
    assert client.get(url).status_code == 403


def test_the_words_cost_the_same_with_one_and_with_three(world: World, client: Client) -> None:
    group = world.group(state="closing")
    client.force_login(world.carol)
    url = reverse("surveys:words", args=[world.cohort.pk])
    actions.give_feedback(group, GOOD | {"helped": "A", "may_quote": True}, by=world.ada)
    client.get(url)

    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for who in (world.ben, world.maya):
        actions.give_feedback(group, GOOD | {"helped": "B", "may_quote": True}, by=who)
    with CaptureQueriesContext(connection) as three:
        client.get(url)

    assert len(one) == len(three)


@pytest.mark.parametrize(
    ("allowed", "said"), [(True, b"yes, with your first name"), (False, b"no")]
)
def test_the_page_says_whether_one_may_be_quoted(
    world: World, client: Client, allowed: bool, said: bytes
) -> None:
    group = world.group(state="closing")
    actions.give_feedback(group, GOOD | {"helped": "Maya.", "may_quote": allowed}, by=world.ada)
    client.force_login(world.ada)

    page = client.get(f"/groups/{group.pk}/feedback/").content

    assert b"<dt>May be quoted</dt><dd>" + said + b"</dd>" in page
