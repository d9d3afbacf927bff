"""To any group of a run: the mentors to whom a student could be moved, found by name."""

import pytest
from django.test import Client
from django.urls import reverse

from wayfellow.mentorships import actions as mentorships
from wayfellow.pairing import actions, queries
from wayfellow.pairing.judging import Bench
from wayfellow.pairing.models import Proposal, Run
from wayfellow.pairing.recipe import Recipe
from wayfellow.pairing.tests.crowd import Crowd


def _move(run: Run, pair: Proposal, **asked: str) -> tuple[str, dict[str, str]]:
    return reverse("pairing:move", args=[run.pk]), {"student": str(pair.student_id), **asked}


def test_all_at_once_is_judged_as_each_pair_is_alone(circles: Crowd) -> None:
    mentors = [
        circles.mentor(1),
        circles.mentor(2, fields=["arts/music"]),
        circles.mentor(3, fields=[]),
    ]
    students = [
        circles.student(1, choices=[mentors[2].pk, mentors[0].pk]),
        circles.student(2, languages=["Tamil"]),
        circles.student(3, skills=["Rust"]),
        circles.student(4, choices=[mentors[1].pk]),
    ]
    actions.exclude(students[2], mentors[0], by=circles.world.carol)
    run = circles.run()
    run.pool["students"][str(students[3].pk)]["only_preferences"] = "1"
    bench = Bench(run.pool, run.configuration)

    sheet = bench.sheet([row.pk for row in students])

    for at, student in enumerate(students):
        for column, mentor in enumerate(sheet.mentors):
            alone = bench.judge(student.pk, mentor)
            assert sheet.score[at][column] == alone.score
            assert sheet.lawful[at][column] == alone.lawful
            assert sheet.open[at][column] == (not {"excluded", "list"} & {*alone.broken})


def test_a_mentor_on_any_page_is_found_by_a_part_of_the_name(crowd: Crowd, client: Client) -> None:
    run = crowd.ready(students=6, mentors=4)
    pair = run.proposals.order_by("pk")[0]
    other = next(each for each in map(crowd.lead, range(4)) if each.pk != pair.mentor_id)
    client.force_login(crowd.world.carol)
    url, asked = _move(run, pair, name=f"aho {other.person.name.split()[0].upper()}")

    page = client.get(url, asked).content.decode()
    assert other.person.name in page
    assert "1 mentor is found." in page
    brief = client.get(url, asked, headers={"HX-Request": "true"}).content.decode()
    assert other.person.name in brief
    assert "<html" not in brief
    assert (
        "No mentor of this run is called that"
        in client.get(url, asked | {"name": "Zacharias"}).content.decode()
    )


def test_full_groups_are_left_out_when_only_free_places_are_looked_for(crowd: Crowd) -> None:
    full, free = crowd.mentor(1, most=2), crowd.mentor(2)
    for n in range(2):
        actions.lock(crowd.student(n), full, by=crowd.world.carol)
        actions.lock(crowd.student(10 + n), free, by=crowd.world.carol)
    student = crowd.student(20)
    run = crowd.run()
    run.proposals.filter(student=student).delete()

    every = queries.choices(run, student)
    assert [row.mentor for row in every.rows] == [free, full]
    assert (every.lawful, every.rows[1].against) == (1, ["no place left"])
    assert [row.mentor for row in queries.choices(run, student, only_free=True).rows] == [free]


def test_a_move_leads_back_to_the_page_one_came_from(crowd: Crowd, client: Client) -> None:
    run = crowd.ready(students=5, mentors=2)
    sizes = {n: run.proposals.filter(mentor=crowd.lead(n)).count() for n in range(2)}
    large, small = sorted(sizes, key=lambda n: -sizes[n])
    pair = run.proposals.filter(mentor=crowd.lead(large))[0]
    client.force_login(crowd.world.carol)
    url, asked = _move(run, pair, back="3")

    page = client.get(url, asked).content.decode()
    assert '<input type="hidden" name="back" value="3">' in page
    assert "Move here" in page
    moved = client.post(url, asked | {"mentor": str(crowd.lead(small).pk)})

    assert moved["Location"] == f"{reverse('pairing:run', args=[run.pk])}?page=3"
    assert client.get(url, {**asked, "back": "3;x"}).status_code == 200


def test_every_card_opens_the_search_and_leads_to_it_without_a_script(
    crowd: Crowd, client: Client
) -> None:
    run = crowd.ready(students=2, mentors=1)
    pair = run.proposals.all()[0]
    client.force_login(crowd.world.carol)

    page = client.get(reverse("pairing:run", args=[run.pk])).content.decode()

    here = f"{reverse('pairing:move', args=[run.pk])}?student={pair.student_id}&amp;back=1"
    assert f'href="{here}" data-opens="picker" hx-get="{here}"' in page
    assert '<dialog class="dialog" id="picker"' in page


def test_open_places_for_a_late_joiner_come_in_pages(
    crowd: Crowd, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wayfellow.pairing.views.hand.FEW", 2)
    world = crowd.world
    for n in (1, 2, 3):
        mentorships.form_group(
            world.cohort,
            crowd.mentor(n),
            [crowd.student(10 * n + each) for each in range(2)],
            institution=world.merlion,
            by=world.carol,
        )
    late = crowd.student(99)
    client.force_login(world.carol)
    url = reverse("pairing:place", args=[world.cohort.pk])

    best = queries.seats_for([late], Recipe.of(world.programme), best=2)[late.pk]
    assert len(best) == 2
    pages = [client.get(url, {"student": str(late.pk), "page": n}).content.decode() for n in (1, 2)]

    assert [page.count('name="group"') for page in pages] == [2, 1]
    assert best[0].group.mentor.person.name in pages[0]
