"""The smallest changes that would place somebody: each one click, each a run of its own."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from wayfellow.applications.models import Application
from wayfellow.pairing import actions, engine
from wayfellow.pairing.changes import Change
from wayfellow.pairing.lifecycle import RunState
from wayfellow.pairing.models import Run
from wayfellow.pairing.queries.remedies import Remedy
from wayfellow.pairing.tests.crowd import Crowd


def _offered(client: Client, run: Run) -> tuple[str, list[Remedy]]:
    """The page of those without a place, and what it offers the first of them."""
    answer = client.get(f"{reverse('pairing:run', args=[run.pk])}?show=unplaced")
    return answer.content.decode(), answer.context["rows"][0].remedies


def _clicked(client: Client, run: Run, remedy: Remedy) -> Run:
    """The run that comes of one click, done by the worker."""
    assert client.post(reverse("pairing:again", args=[run.pk]), remedy.fields).status_code == 302
    fresh = Run.objects.latest("number")
    actions.work(fresh.pk)
    fresh.refresh_from_db()
    assert fresh.state == RunState.READY, fresh.problem
    return fresh


def _alone(crowd: Crowd, student: dict[str, Any], mentor: dict[str, Any]) -> Run:
    """A run in which two have a place and a third, who is ``student``, has none."""
    crowd.mentor(1, **mentor)
    for n in range(2):
        crowd.student(n)
    crowd.student(2, **student)
    return crowd.run()


@pytest.mark.parametrize(
    ("student", "mentor", "label", "told"),
    [
        ({}, {"most": 2}, "One more place with Mentor1 Aho", "Mentor1 Aho takes up to 3."),
        (
            {"languages": ["Tamil"]},
            {},
            "Suppose that Mentor1 Aho speaks Tamil",
            "Mentor1 Aho speaks: english, tamil.",
        ),
        (
            {"field": "Design/Media"},
            {},
            "Let Mentor1 Aho take Design/Media too",
            "Mentor1 Aho takes students from: infocomm/software, design/media.",
        ),
    ],
)
def test_a_remedy_places_its_student_in_a_run_of_its_own(
    crowd: Crowd,
    client: Client,
    student: dict[str, Any],
    mentor: dict[str, Any],
    label: str,
    told: str,
) -> None:
    run = _alone(crowd, student, mentor)
    left = run.unplaced[0]["student"]
    client.force_login(crowd.world.carol)

    page, (remedy,) = _offered(client, run)
    assert remedy.label == label
    assert label in page
    assert f"Score {run.unplaced[0]['remedies'][0]['score']}" in page
    assert client.get(f"{reverse('pairing:what-if', args=[run.pk])}?{remedy.query}").context["told"]
    fresh = _clicked(client, run, remedy)

    assert (run.proposals.count(), fresh.proposals.count()) == (2, 3)
    assert fresh.proposals.get(student=left).mentor == crowd.lead(1)
    assert told in client.get(reverse("pairing:run", args=[fresh.pk])).content.decode()


def test_the_place_goes_to_the_student_whose_remedy_was_clicked(
    crowd: Crowd, client: Client
) -> None:
    crowd.mentor(1, most=2)
    for n in range(4):
        crowd.student(n)
    run = crowd.run()
    client.force_login(crowd.world.carol)
    answer = client.get(f"{reverse('pairing:run', args=[run.pk])}?show=unplaced")

    for row in answer.context["rows"]:
        fresh = _clicked(client, run, row.remedies[0])
        assert fresh.proposals.count() == 3
        assert fresh.proposals.filter(student=row.left.student).exists()


def test_students_without_a_place_are_offered_a_small_group_together(
    crowd: Crowd, client: Client
) -> None:
    mentor = crowd.mentor(1, fewest=3)
    pair = [crowd.student(n) for n in range(2)]
    pair[1].person.preferred_name = "Bo"
    pair[1].person.save()
    run = crowd.run()
    client.force_login(crowd.world.carol)

    page, (remedy,) = _offered(client, run)
    assert remedy.label == "A group of 2 with Mentor1 Aho"
    assert f"together with {pair[1].person.name}" in page
    shown = client.get(f"{reverse('pairing:what-if', args=[run.pk])}?{remedy.query}")
    assert "Bo is kept with Mentor1 Aho." in shown.context["told"]
    named = shown.context["form"]["together"].value()
    assert named == f"{pair[1].person.name} ({pair[1].pk})"
    fresh = _clicked(client, run, remedy)

    assert set(fresh.proposals.values_list("student", "mentor")) == {
        (student.pk, mentor.pk) for student in pair
    }


def test_no_remedy_is_offered_that_the_programme_or_the_people_rule_out(
    crowd: Crowd, client: Client
) -> None:
    run = _alone(crowd, {}, {"most": 2})
    (row,) = run.unplaced
    (seat,) = row["remedies"]
    gone = seat["mentor"] + 10_000
    free = seat | {"kind": "group", "column": "", "value": ""}
    row["remedies"] = [
        seat | {"value": "5"},
        seat | {"kind": "fewest", "column": "fewest", "value": "1"},
        seat | {"mentor": gone},
        seat | {"together": [gone]},
        seat | {"kind": "admit", "column": "level_max"},
        free,
    ]
    run.save(update_fields=["unplaced"])
    client.force_login(crowd.world.carol)

    assert [each.label for each in _offered(client, run)[1]] == ["Keep with Mentor1 Aho"]


@pytest.mark.parametrize(
    ("language", "label"),
    [("fi", "Oleta, että Mentor1 Aho puhuu: Tamil"), ("zh-hans", "假设 Mentor1 Aho 会说 Tamil")],
)
def test_remedies_are_said_in_the_readers_language(
    crowd: Crowd, client: Client, language: str, label: str
) -> None:
    run = _alone(crowd, {"languages": ["Tamil"]}, {})
    crowd.world.carol.language = language
    crowd.world.carol.save()
    client.force_login(crowd.world.carol)

    assert label in _offered(client, run)[0]


def test_the_matching_asked_of_last_is_the_one_kept_warm(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_kept_warm", {})
    monkeypatch.setattr(engine, "MOST_WARM", 2)
    runs = [crowd.ready(), crowd.run(), crowd.run()]

    def asked(run: Run) -> None:
        pair = run.proposals.order_by("pk")[0]
        engine.what_if(run, Change(pins=(("exclude", str(pair.student_id), str(pair.mentor_id)),)))

    for at in (0, 1, 0, 2):
        asked(runs[at])

    assert [key[0] for key in engine._kept_warm] == [runs[0].pk, runs[2].pk]  # noqa: SLF001


def test_the_best_remedy_that_the_programme_allows_is_offered(crowd: Crowd, client: Client) -> None:
    largest = crowd.world.programme.most_mentees
    for n in range(1, 5):
        crowd.mentor(n, most=largest)
    crowd.mentor(5, most=largest - 1, fields=["design/media", "infocomm/software"])
    Application.objects.filter(pk=crowd.lead(5).pk).update(skills=["Drawing"])
    for n in range(5 * largest):
        crowd.student(n)
    run = crowd.run()
    client.force_login(crowd.world.carol)

    assert [each.label for each in _offered(client, run)[1]] == ["One more place with Mentor5 Aho"]
