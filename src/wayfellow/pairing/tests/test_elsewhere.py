"""Where else a student could go, who else could come to a mentor, and why it was not done."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wayfellow.applications.models import Application
from wayfellow.pairing import actions
from wayfellow.pairing.models import Pin, Proposal, Run
from wayfellow.pairing.queries.elsewhere import Elsewhere
from wayfellow.pairing.tests.crowd import Crowd


def _shown(client: Client, name: str, run: Run, pk: int) -> tuple[str, list[Elsewhere]]:
    answer = client.get(reverse(f"pairing:{name}", args=[run.pk, pk]))
    assert answer.status_code == 200
    return answer.content.decode(), answer.context["rows"]


def _two_groups(crowd: Crowd, *, most: int = 3) -> tuple[Run, Proposal]:
    """Students of whom three share a skill with the first mentor, and two with the second."""
    for n in (1, 2):
        crowd.mentor(n, most=most)
    Application.objects.filter(pk=crowd.lead(2).pk).update(skills=["Drawing"])
    for n in range(5):
        crowd.student(n, skills=["Python"] if n < 3 else ["Drawing"])
    run = crowd.run()
    pair = run.proposals.filter(mentor=crowd.lead(1)).order_by("pk").first()
    assert pair is not None
    return run, pair


def test_the_next_best_mentor_is_told_with_what_it_would_give_and_cost(
    crowd: Crowd, client: Client
) -> None:
    run, pair = _two_groups(crowd)
    client.force_login(crowd.world.carol)

    page, (row,) = _shown(client, "places", run, pair.student_id)

    assert (row.mentor, row.obstacle, row.is_lawful) == (crowd.lead(2), "less", True)
    assert row.cost == row.gain == row.score - pair.score < 0
    skills = next(each for each in row.measured if each.label == "Skills in common")
    assert (skills.now, skills.there, skills.gain) == (1000, 0, -1000)
    assert f"gives up {-row.gain}" in page
    assert f"with {pair.mentor.person.called} the score is no lower" in page


def test_a_student_goes_there_in_one_click(crowd: Crowd, client: Client) -> None:
    run, pair = _two_groups(crowd)
    client.force_login(crowd.world.carol)
    page, (row,) = _shown(client, "places", run, pair.student_id)
    assert f"Move {row.student.person.called} to {row.mentor.person.called}" in page

    client.post(
        reverse("pairing:move", args=[run.pk]), {"student": row.student.pk, "mentor": row.mentor.pk}
    )

    moved = run.proposals.get(student=pair.student_id)
    assert (moved.mentor, moved.score) == (row.mentor, row.score)


def test_who_sits_in_a_full_group_is_named_with_where_they_could_go(
    crowd: Crowd, client: Client
) -> None:
    run, _pair = _two_groups(crowd)
    drawing = run.proposals.filter(mentor=crowd.lead(2)).order_by("pk").first()
    assert drawing is not None
    client.force_login(crowd.world.carol)

    page, (row,) = _shown(client, "places", run, drawing.student_id)

    assert (row.obstacle, row.can_be_moved) == ("full", False)
    assert [one.to for one in row.in_the_way] == [crowd.lead(2).person.called] * 3
    loses = min(one.loses for one in row.in_the_way if one.loses is not None)
    assert row.cost == row.gain - loses
    assert "All places there are taken" in page
    assert f"Move {row.student.person.called}" not in page


def test_a_student_without_a_place_is_told_what_stands_in_the_way(
    crowd: Crowd, client: Client
) -> None:
    crowd.mentor(1, most=2)
    crowd.mentor(2, fields=["design/media", "infocomm/software"], fewest=4, most=4)
    for n in range(3):
        crowd.student(n)
    run = crowd.run()
    (left,) = run.unplaced
    client.force_login(crowd.world.carol)
    where = reverse("pairing:places", args=[run.pk, left["student"]])
    assert where in client.get(f"{reverse('pairing:run', args=[run.pk])}?show=unplaced").text
    assert where in client.get(reverse("pairing:run", args=[run.pk])).text

    page, rows = _shown(client, "places", run, left["student"])

    assert {row.mentor: row.obstacle for row in rows} == {
        crowd.lead(1): "full",
        crowd.lead(2): "group",
    }
    assert "3 more students would have to come" in page
    assert "Without a place now." in page


def test_what_a_coordinator_says_of_a_pair_stands_at_once(crowd: Crowd, client: Client) -> None:
    run, pair = _two_groups(crowd)
    client.force_login(crowd.world.carol)
    actions.exclude(pair.student, crowd.lead(2), by=crowd.world.carol)

    page, (row,) = _shown(client, "places", run, pair.student_id)
    assert (row.obstacle, row.is_lawful) == ("excluded", False)
    assert "A coordinator said: never together." in page

    actions.lock(pair.student, pair.mentor, by=crowd.world.carol)
    actions.unpin(Pin.objects.get(kind="exclude"), by=crowd.world.carol)
    page, (row,) = _shown(client, "places", run, pair.student_id)
    assert row.obstacle == "locked"
    assert f"Stays with {pair.mentor.person.called} in every run." in page
    assert 'value="lock"' not in page


def test_a_mentor_is_told_who_could_come_and_the_locked_are_left_out(
    crowd: Crowd, client: Client
) -> None:
    run, pair = _two_groups(crowd)
    actions.lock(pair.student, pair.mentor, by=crowd.world.carol)
    client.force_login(crowd.world.carol)
    where = reverse("pairing:suitors", args=[run.pk, crowd.lead(2).pk])
    assert where in client.get(reverse("pairing:run", args=[run.pk])).text

    page, rows = _shown(client, "suitors", run, crowd.lead(2).pk)

    others = run.proposals.filter(mentor=pair.mentor).exclude(pk=pair.pk)
    assert {row.student.pk for row in rows} == set(others.values_list("student", flat=True))
    assert "2 of 3 places are taken." in page
    assert f"Now with {pair.mentor.person.called}" in page


def test_a_run_that_is_out_of_hand_is_told_but_offers_nothing(crowd: Crowd, client: Client) -> None:
    run, pair = _two_groups(crowd)
    actions.publish(run, by=crowd.world.carol)
    client.force_login(crowd.world.carol)

    page, rows = _shown(client, "places", run, pair.student_id)

    assert len(rows) == 1
    assert "This run is no longer open to changes." in page
    assert reverse("pairing:pin", args=[run.pk]) not in page


@pytest.mark.parametrize("name", ["places", "suitors"])
def test_who_was_not_in_the_run_has_no_such_page(crowd: Crowd, client: Client, name: str) -> None:
    run, pair = _two_groups(crowd)
    other = {"places": pair.mentor_id, "suitors": pair.student_id}[name]
    client.force_login(crowd.world.carol)

    for pk in (other, 10_000_000):
        assert client.get(reverse(f"pairing:{name}", args=[run.pk, pk])).status_code == 404


def test_a_second_question_reads_no_pool(crowd: Crowd, client: Client) -> None:
    run, pair = _two_groups(crowd)
    client.force_login(crowd.world.carol)
    _shown(client, "places", run, pair.student_id)

    with CaptureQueriesContext(connection) as asked:
        _shown(client, "places", run, pair.student_id)

    assert not [each["sql"] for each in asked if '"pairing_run"."pool"' in each["sql"]]
