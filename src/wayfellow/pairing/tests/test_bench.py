"""The bench of a run: moves judged and taken back, other runs from this one, runs side by side."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wayfellow.access.refusals import Refused
from wayfellow.pairing import actions, engine
from wayfellow.pairing.changes import Change
from wayfellow.pairing.lifecycle import RunState
from wayfellow.pairing.models import Proposal, Run
from wayfellow.pairing.queries import side_by_side
from wayfellow.pairing.recipe import Recipe
from wayfellow.pairing.tests.crowd import Crowd
from wayfellow.people.models import User

type Asked = dict[str, str | int]


def _at(name: str, run: Run) -> str:
    return reverse(f"pairing:{name}", args=[run.pk])


def _large_and_small(crowd: Crowd) -> tuple[Run, Proposal, Proposal]:
    """A pair of a group of three, and one of a group of two."""
    run = crowd.ready(students=5, mentors=2)
    by_mentor: dict[int, list[Proposal]] = {}
    for row in run.proposals.order_by("pk"):
        by_mentor.setdefault(row.mentor_id, []).append(row)
    small, large = sorted(by_mentor.values(), key=len)
    return run, large[0], small[0]


def _pairs(run: Run) -> set[tuple[int, int]]:
    return set(run.proposals.values_list("student", "mentor"))


def _queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_a_drop_is_judged_at_once_and_changes_nothing(crowd: Crowd, client: Client) -> None:
    run, pair, target = _large_and_small(crowd)
    client.force_login(crowd.world.carol)
    before = _pairs(run)

    said = client.get(
        _at("judge", run), {"student": pair.student_id, "mentor": target.mentor_id}
    ).json()

    assert (said["can"], said["ask"]) == (True, "")
    assert "for the total" in said["words"] or "no change of the total" in said["words"]
    assert _pairs(run) == before


def test_a_drop_that_breaks_a_rule_asks_first_and_is_then_made(
    crowd: Crowd, client: Client
) -> None:
    odd = crowd.student(9, languages=["Tamil"])
    run, _pair, target = _large_and_small(crowd)
    mentor = target.mentor
    client.force_login(crowd.world.carol)
    pair: Asked = {"student": odd.pk, "mentor": mentor.pk}

    said = client.get(_at("judge", run), pair).json()
    assert (said["can"], said["tone"]) == (True, "harm")
    assert "no language in common" in said["ask"]
    page = client.get(_at("move", run), pair).content.decode()
    assert "Put them together anyway" in page
    assert client.post(_at("move", run), pair).status_code == 409

    assert client.post(_at("move", run), pair | {"anyway": "on"}).status_code == 302
    assert (odd.pk, mentor.pk) in _pairs(run)


def test_a_word_never_together_is_not_overruled_by_a_drop(crowd: Crowd, client: Client) -> None:
    run, pair, target = _large_and_small(crowd)
    actions.exclude(pair.student, target.mentor, by=crowd.world.carol)
    client.force_login(crowd.world.carol)
    asked = {"student": pair.student_id, "mentor": target.mentor_id}

    assert client.get(_at("judge", run), asked).json()["can"] is False
    assert client.post(_at("move", run), asked | {"anyway": "on"}).status_code == 409


def test_moves_are_taken_back_one_after_the_other(crowd: Crowd) -> None:
    odd = crowd.student(9, languages=["Tamil"])
    run, pair, target = _large_and_small(crowd)
    carol = crowd.world.carol
    before = _pairs(run)
    actions.move(run, pair.student, target.mentor, by=carol)
    actions.move(run, odd, pair.mentor, anyway=True, by=carol)

    assert actions.undo(run, by=carol).student == odd
    assert actions.undo(run, by=carol).before == pair.mentor

    assert _pairs(run) == before
    restored = run.proposals.get(student=pair.student)
    assert (restored.score, restored.moved_by_hand) == (pair.score, False)
    with pytest.raises(Refused, match="no move to take back"):
        actions.undo(run, by=carol)


def test_what_would_happen_is_shown_and_kept_only_when_asked(crowd: Crowd, client: Client) -> None:
    run = crowd.ready(students=4, mentors=2)
    pair = run.proposals.order_by("pk")[0]
    client.force_login(crowd.world.carol)
    apart: Asked = {"pin": "exclude", "student": pair.student_id, "mentor": pair.mentor_id}

    shown = client.get(_at("what-if", run), apart).content.decode()
    assert pair.student.person.name in shown
    assert "is not put with" in shown
    assert (
        f'name="weight_skills" value="{Recipe.read(run.configuration).weights["skills"]}"' in shown
    )
    assert Run.objects.count() == 1

    client.post(_at("keep", run), apart)
    kept = Run.objects.get(number=2)
    assert kept.state == RunState.READY
    assert (pair.student_id, pair.mentor_id) not in _pairs(kept)
    assert (pair.student_id, pair.mentor_id) in _pairs(run)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"pin": "lock", "student": "Nobody At All"}, "Nobody in this run is called that."),
        ({"most": "3"}, "Say of which mentor."),
        ({"mentor": "Mentor0 Aho", "most": "99"}, "has 2 to 4 students"),
        ({"pin": "lock"}, "Choose a student and a mentor."),
        ({"language": "  ", "without": ""} | {"weight_field": "5"}, "Say what should be"),
    ],
)
def test_a_supposition_that_says_too_little_is_sent_back(
    crowd: Crowd, client: Client, asked: dict[str, str], said: str
) -> None:
    run = crowd.ready()
    client.force_login(crowd.world.carol)

    answer = client.get(_at("what-if", run), asked)

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_question_kept_warm_is_answered_as_from_the_start(crowd: Crowd) -> None:
    run = crowd.ready(students=5, mentors=2)
    pair = run.proposals.order_by("pk")[0]
    apart = Change(pins=(("exclude", str(pair.student_id), str(pair.mentor_id)),))
    more = Change(mentors={str(pair.mentor_id): {"most": "4", "fewest": "2"}})
    spoken = Change(mentors={str(pair.mentor_id): {"languages": "tamil"}})

    for change in (apart, more):
        assert change.seats(run.pool) is not None
        warm = engine.what_if(run, change)
        cold = engine.solved(change.pool(run.pool), run.configuration, lambda: False)
        assert (warm.report.placed, warm.report.total) == (cold.report.placed, cold.report.total)
    assert spoken.seats(run.pool) is None


def test_one_weight_can_be_supposed_otherwise(crowd: Crowd, client: Client) -> None:
    run = crowd.ready()
    client.force_login(crowd.world.carol)

    client.post(_at("keep", run), {"weight_skills": 0})

    assert Recipe.read(Run.objects.get(number=2).configuration).weights["skills"] == 0


def test_a_change_on_a_change_keeps_both_and_the_last_word_on_a_lock() -> None:
    first = Change(pins=(("lock", "1", "7"),), mentors={"7": {"most": "3"}}, weights={"field": 1})
    second = Change(pins=(("exclude", "1", "7"),), mentors={"7": {"fewest": "1"}})

    both = second.after(first)

    assert both.pins == (("exclude", "1", "7"),)
    assert both.mentors == {"7": {"most": "3", "fewest": "1"}}
    assert Change.read(both.as_json()) == both
    pool = {"students": {"1": {}}, "mentors": {"7": {}, "8": {}}, "pins": [["lock", "1", "7"]]}
    assert Change(pins=(("lock", "1", "8"),)).pool(pool)["pins"] == [["lock", "1", "8"]]


def test_runs_side_by_side_say_who_has_another_mentor(crowd: Crowd, client: Client) -> None:
    odd = crowd.student(9, languages=["Tamil"])
    first = crowd.ready(students=5, mentors=2)
    recipe = Recipe.read(first.configuration)
    free = Recipe(weights=recipe.weights, rules=frozenset({"field"}), fewest=2, most=4)
    second = crowd.run(configuration=free.toml())
    client.force_login(crowd.world.carol)
    here = reverse("pairing:side-by-side", args=[crowd.world.cohort.pk])

    fates = side_by_side.changed(side_by_side.answers([first, second]))
    assert fates[odd.pk] == "placed"
    both: dict[str, Any] = {"run": [first.pk, second.pk]}
    assert side_by_side.changed(side_by_side.answers([second, first]))[odd.pk] == "unplaced"
    page = client.get(here, both | {"who": "placed"}).content.decode()
    assert odd.person.name in page
    assert "no place" in page
    assert client.get(here, {"run": [first.pk]}).status_code == 302


def test_the_start_form_says_what_each_weight_brought(crowd: Crowd, client: Client) -> None:
    first = crowd.ready()
    recipe = Recipe.read(first.configuration)
    heavier = Recipe(weights={**recipe.weights, "field": 9}, rules=recipe.rules, fewest=2, most=4)
    crowd.run(configuration=heavier.toml())
    client.force_login(crowd.world.carol)
    url = reverse("pairing:matching", args=[crowd.world.cohort.pk])

    page = client.get(url).content.decode()
    assert "1000 of 1000 on average" in page
    assert "Weight 5 before, then 9" in page
    assert 'name="weight_field" value="9"' in page
    assert 'name="weight_field" value="5"' in client.get(url, {"from": "1"}).content.decode()


def test_fairness_points_out_those_without_a_place(crowd: Crowd, client: Client) -> None:
    for n in range(4):
        crowd.mentor(n)
    for n in range(12):
        crowd.student(n)
    for n in range(20, 26):
        crowd.student(n, languages=["Tamil"])
    run = crowd.run()
    client.force_login(crowd.world.carol)

    page = client.get(_at("fairness", run)).content.decode()

    assert "Language “tamil”: fewer have a place than elsewhere, 0 of 6." in page
    assert "too few to say" in page or "Interest" in page


@pytest.mark.parametrize("name", ["judge", "undo", "what-if", "keep", "again", "fairness"])
def test_the_bench_is_for_the_runs_own_coordinators(
    crowd: Crowd, client: Client, name: str
) -> None:
    run = crowd.ready()
    pair = run.proposals.all()[0]
    asked: Asked = {"student": pair.student_id, "mentor": pair.mentor_id, "pin": "exclude"}
    for who in ("cora", "leo", "ines"):
        person: User = getattr(crowd.world, who)
        client.force_login(person)
        ask = client.post if name in ("undo", "keep", "again") else client.get
        assert ask(_at(name, run), asked).status_code == 404, who
    assert Run.objects.count() == 1


def test_the_pages_of_the_bench_cost_the_same_for_one_and_for_many(
    crowd: Crowd, client: Client
) -> None:
    def grown(start: int, count: int) -> tuple[Run, Run]:
        for n in range(start, start + count):
            crowd.mentor(n)
            crowd.mentor(100 + n, fields=["arts/none"])
            for each in (1, 2):
                crowd.student(1000 + 10 * n + each)
            crowd.student(5000 + n, languages=["Tamil"])
        first = crowd.run()
        recipe = Recipe.read(first.configuration)
        rest = Recipe(weights=recipe.weights, rules=frozenset(), fewest=2, most=4)
        return first, crowd.run(configuration=rest.toml())

    def pages(first: Run, second: Run) -> list[str]:
        here = reverse("pairing:side-by-side", args=[crowd.world.cohort.pk])
        pair = first.proposals.order_by("pk")[0]
        asked = f"pin=exclude&student={pair.student_id}&mentor={pair.mentor_id}"
        return [
            f"{here}?run={first.pk}&run={second.pk}",
            _at("fairness", first),
            f"{_at('what-if', first)}?without=language",
            f"{_at('run', first)}?show=unused",
            f"{_at('run', first)}?show=unplaced",
            _at("run", first),
            f"{_at('what-if', first)}?{asked}",
        ]

    client.force_login(crowd.world.carol)
    client.get("/")
    few = pages(*grown(0, 1))
    [client.get(url) for url in few]
    one = [_queries(client, url) for url in few]
    Run.objects.all().delete()
    many = pages(*grown(1, 4))
    [client.get(url) for url in many]

    assert [_queries(client, url) for url in many] == one
    assert max(one) < 30
