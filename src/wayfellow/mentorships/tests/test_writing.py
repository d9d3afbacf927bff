import pytest
from django.test import Client
from django.urls import reverse

from wayfellow.access.doors import may, reach
from wayfellow.access.refusals import Invalid, Refused
from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.mentorships import actions, queries
from wayfellow.mentorships.lifecycle import KeyPointsState, ReflectionState
from wayfellow.mentorships.models import KeyPoints, Reflection, WorkGroup
from wayfellow.mentorships.tests.people import held, member
from wayfellow.notifications.models import Letter, Notification
from wayfellow.programmes.lifecycle import CohortState
from wayfellow.programmes.models import Cohort
from wayfellow.testing.world import World


def reflection(world: World, group: WorkGroup | None = None, **fields: object) -> Reflection:
    """Ada's reflection on yesterday's meeting."""
    group = group or world.group()
    meeting = held(world, group, world.ada)
    row = actions.open_reflection(member(group, world.ada), meeting=meeting, by=world.ada)
    values = {"learnt": "That I like harbours"} | fields
    actions.save_reflection(row, values, version=0, by=world.ada)
    return row


def test_key_points_go_from_the_student_to_the_liaison_officer(world: World) -> None:
    group = world.group()
    held(world, group, world.ada)
    points = KeyPoints.objects.get(member=member(group, world.ada))

    with pytest.raises(Invalid, match="goals"):
        actions.send(points, by=world.ada)
    actions.save_key_points(points, {"shared_goals": "Find a field"}, by=world.ada)
    actions.send(points, by=world.ada)
    assert list(queries.key_points_waiting(world.leo)) == [points]
    actions.acknowledge(points, by=world.leo)

    assert points.state == KeyPointsState.ACKNOWLEDGED
    assert list(queries.key_points_waiting(world.leo)) == []


def test_key_points_that_were_sent_are_not_changed(world: World) -> None:
    group = world.group()
    held(world, group, world.ada)
    points = KeyPoints.objects.get(member=member(group, world.ada))
    actions.save_key_points(points, {"shared_goals": "Find a field"}, by=world.ada)
    actions.send(points, by=world.ada)

    with pytest.raises(Refused, match="already"):
        actions.save_key_points(points, {"shared_goals": "Other"}, by=world.ada)


def test_a_draft_is_read_by_its_writer_alone(world: World) -> None:
    row = reflection(world, shared_with_mentor=True)

    readers = (world.ben, world.maya, world.leo, world.carol, world.lena, world.petra)
    assert may(world.ada, "reflection.view", row)
    assert [person for person in readers if may(person, "reflection.view", row)] == []


def test_what_is_handed_in_is_read_by_the_liaison_officer_and_nobody_else(world: World) -> None:
    row = reflection(world)
    actions.hand_in(row, by=world.ada)

    readers = (world.ben, world.maya, world.leo, world.carol, world.lena, world.petra)
    assert [person for person in readers if may(person, "reflection.view", row)] == [world.leo]


def test_the_mentor_reads_what_is_shared_with_them(world: World) -> None:
    row = reflection(world, shared_with_mentor=True)
    actions.hand_in(row, by=world.ada)

    assert may(world.maya, "reflection.view", row)
    assert not may(world.maya, "reflection.acknowledge", row)


def test_a_question_brings_it_back_and_acknowledging_makes_it_lasting(world: World) -> None:
    row = reflection(world)
    actions.hand_in(row, by=world.ada)
    actions.return_(row, "Which harbour?", by=world.leo)
    actions.save_reflection(row, {"learnt": "Helsinki"}, version=row.version, by=world.ada)
    actions.hand_in(row, by=world.ada)
    actions.acknowledge(row, by=world.leo)

    with pytest.raises(Refused):
        actions.save_reflection(row, {"learnt": "Other"}, version=row.version, by=world.ada)
    with pytest.raises(IllegalStep):
        actions.hand_in(row, by=world.ada)
    row.refresh_from_db()
    assert (row.learnt, row.state) == ("Helsinki", ReflectionState.ACKNOWLEDGED)


def test_no_notice_carries_what_was_written(world: World) -> None:
    row = reflection(world)
    actions.hand_in(row, by=world.ada)
    actions.return_(row, "Which harbour?", by=world.leo)

    texts = [
        *Notification.objects.values_list("text", flat=True),
        *Letter.objects.values_list("text", flat=True),
    ]
    assert texts
    assert not [text for text in texts if "harbour" in text.lower()]


def test_two_windows_do_not_overwrite_each_other(world: World) -> None:
    row = reflection(world)

    with pytest.raises(Refused, match="another window"):
        actions.save_reflection(row, {"learnt": "From the old window"}, version=0, by=world.ada)

    row.refresh_from_db()
    assert row.learnt == "That I like harbours"


def test_the_same_words_again_are_no_conflict(world: World) -> None:
    row = reflection(world)

    assert (
        actions.save_reflection(row, {"learnt": "That I like harbours"}, version=0, by=world.ada)
        == 1
    )


def test_one_reflection_for_a_meeting_however_often_it_is_opened(world: World) -> None:
    row = reflection(world)

    again = actions.open_reflection(row.member, meeting=row.meeting, by=world.ada)

    assert again == row


def test_a_meeting_is_recorded_before_it_is_reflected_on(world: World) -> None:
    group = world.group()

    with pytest.raises(Refused, match="Record the meeting first"):
        actions.open_reflection(
            member(group, world.ada), meeting=world.meeting(group), by=world.ada
        )


def test_a_closed_round_takes_no_more_reflections(world: World) -> None:
    row = reflection(world)
    Cohort.objects.update(state=CohortState.CLOSED)
    row = Reflection.objects.get(pk=row.pk)

    with pytest.raises(Refused, match="closed"):
        actions.hand_in(row, by=world.ada)


def test_many_are_acknowledged_at_once_and_only_ones_own(world: World, client: Client) -> None:
    mine = reflection(world)
    actions.hand_in(mine, by=world.ada)
    other = world.group(world.chen, mentor=world.milo)
    charge = member(other, world.chen).application.charge
    charge.delete()
    world.lena  # noqa: B018 - makes the office
    world.looks_after(world.lena, member(other, world.chen).application)
    held(world, other, world.chen)
    theirs = actions.open_reflection(member(other, world.chen), term=world.term, by=world.chen)
    actions.save_reflection(theirs, {"did": "Much"}, version=0, by=world.chen)
    actions.hand_in(theirs, by=world.chen)
    client.force_login(world.leo)

    client.post(reverse("mentorships:acknowledge_many"), {"reflection": [mine.pk, theirs.pk, "x"]})

    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert mine.state == ReflectionState.ACKNOWLEDGED
    assert theirs.state == ReflectionState.HANDED_IN


def test_another_institutions_coordinator_reaches_nothing(world: World) -> None:
    group = world.group()
    row = reflection(world, group)
    actions.hand_in(row, by=world.ada)
    actions.set_goal(member(group, world.ada), {"title": "A goal"}, by=world.ada)
    actions.ask_to_leave(group, {"reason": "other"}, by=world.ben)
    names = ("workgroup", "member", "agreement", "meeting", "goal", "reflection", "withdrawal")

    assert [name for name in names if reach(world.cora, f"{name}.view").exists()] == []
    assert [name for name in names if reach(world.otto, f"{name}.view").exists()] == []
    assert [name for name in names if reach(world.pat, f"{name}.view").exists()] == []


def test_autosave_answers_with_the_new_version(world: World, client: Client) -> None:
    row = reflection(world)
    client.force_login(world.ada)
    url = reverse("mentorships:reflection_save", args=[row.member.group_id, row.pk])

    kept = client.post(url, {"learnt": "More", "version": 1}, headers={"X-Autosave": "1"})
    late = client.post(url, {"learnt": "Old", "version": 1}, headers={"X-Autosave": "1"})

    assert (kept.status_code, kept["X-Version"]) == (204, "2")
    assert late.status_code == 409
    assert "Old" in late.content.decode()
    assert "More" in late.content.decode()


def test_a_page_of_another_group_is_not_there(world: World, client: Client) -> None:
    row = reflection(world)
    other = world.group(world.chen, mentor=world.milo)
    client.force_login(world.ada)

    answer = client.get(reverse("mentorships:reflection", args=[other.pk, row.pk]))

    assert answer.status_code == 404


def test_handing_in_an_empty_page_keeps_the_student_on_it(world: World, client: Client) -> None:
    row = reflection(world, learnt="")
    client.force_login(world.ada)
    url = reverse("mentorships:reflection_save", args=[row.member.group_id, row.pk])

    empty = client.post(url, {"version": 1, "hand_in": "1"})
    full = client.post(url, {"version": 2, "learnt": "A lot", "hand_in": "1"})

    row.refresh_from_db()
    assert (empty.status_code, full.status_code) == (422, 302)
    assert row.state == ReflectionState.HANDED_IN
