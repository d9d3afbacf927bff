import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wayfellow.applications.lifecycle import State
from wayfellow.pairing import actions
from wayfellow.pairing.lifecycle import RunState
from wayfellow.pairing.models import Pin, Run
from wayfellow.pairing.tests.crowd import Crowd
from wayfellow.people.models import User


def _queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def _matching(crowd: Crowd) -> str:
    return reverse("pairing:matching", args=[crowd.world.cohort.pk])


def test_a_coordinator_starts_a_run_with_other_weights_from_the_page(
    crowd: Crowd, client: Client
) -> None:
    client.force_login(crowd.world.carol)
    page = client.get(_matching(crowd)).content.decode()
    assert "No run yet" in page

    weights = dict.fromkeys(["field", "skills", "interests", "values", "languages", "words"], 1)
    answer = client.post(
        _matching(crowd),
        {f"weight_{name}": n for name, n in weights.items()} | {"rules": ["language"], "floor": ""},
    )

    run = Run.objects.get()
    assert answer["Location"] == reverse("pairing:run", args=[run.pk])
    assert 'kind = "share_any"' in run.configuration
    assert 'kind = "member"' not in run.configuration


def test_weights_of_nothing_are_sent_back_with_what_was_typed(crowd: Crowd, client: Client) -> None:
    client.force_login(crowd.world.carol)
    names = ["field", "skills", "interests", "values", "languages", "words"]
    answer = client.post(_matching(crowd), {f"weight_{name}": 0 for name in names} | {"floor": 77})

    assert answer.status_code == 422
    assert "Give at least one weight above 0." in answer.content.decode()
    assert 'value="77"' in answer.content.decode()
    assert not Run.objects.exists()


def test_a_coordinator_matches_only_the_own_institutions_students(
    crowd: Crowd, client: Client
) -> None:
    run = crowd.ready()
    client.force_login(crowd.world.cora)

    assert client.get(f"{_matching(crowd)}?institution=merlion").status_code == 404
    assert "Run 1" not in client.get(_matching(crowd)).content.decode()
    for name in ("run", "publish", "move", "progress"):
        assert client.get(reverse(f"pairing:{name}", args=[run.pk])).status_code == 404


@pytest.mark.parametrize("who", ["leo", "ada", "maya", "ines", "petra", "otto"])
def test_nobody_but_coordinators_sees_the_matching(crowd: Crowd, client: Client, who: str) -> None:
    run = crowd.ready()
    person: User = getattr(crowd.world, who)
    client.force_login(person)

    assert client.get(_matching(crowd)).status_code in (403, 404)
    assert client.get(reverse("pairing:run", args=[run.pk])).status_code == 404


def test_the_run_page_shows_groups_reasons_and_who_has_no_place(
    crowd: Crowd, client: Client
) -> None:
    odd = crowd.student(9, languages=["Tamil"])
    run = crowd.ready()
    client.force_login(crowd.world.carol)
    url = reverse("pairing:run", args=[run.pk])

    page = client.get(url).content.decode()
    assert "shares 1 of 2 skills: Python" in page
    assert "Publish the groups" in page
    left = client.get(f"{url}?show=unplaced").content.decode()
    assert odd.person.name in left
    assert "Without the rule" in left


def test_a_waiting_run_shows_progress_and_reloads_when_it_is_done(
    crowd: Crowd, client: Client
) -> None:
    run = actions.start_run(crowd.world.cohort, crowd.world.merlion, by=crowd.world.carol)
    client.force_login(crowd.world.carol)
    poll = reverse("pairing:progress", args=[run.pk])

    assert poll in client.get(reverse("pairing:run", args=[run.pk])).content.decode()
    assert "HX-Refresh" not in client.get(poll)
    actions.begin(run, by=None)
    Run.objects.filter(pk=run.pk).update(stage="groups", share=42)
    page = client.get(reverse("pairing:run", args=[run.pk])).content.decode()
    assert '<progress value="42" max="100"' in page
    assert "42 % done: deciding which mentors lead a group" in page
    assert "See how far it is now" in page
    actions.work(run.pk)
    assert client.get(poll)["HX-Refresh"] == "true"


def test_a_screen_reader_is_told_of_each_stage_and_quarter_once(
    crowd: Crowd, client: Client
) -> None:
    run = actions.start_run(crowd.world.cohort, crowd.world.merlion, by=crowd.world.carol)
    client.force_login(crowd.world.carol)
    actions.begin(run, by=None)

    def told(share: int, said: str) -> bool:
        Run.objects.filter(pk=run.pk).update(stage="groups", share=share)
        poll = reverse("pairing:progress", args=[run.pk])
        return "#progress-said" in client.get(poll, {"said": said}).content.decode()

    assert told(30, "candidates0")
    assert not told(44, "groups1")
    assert told(51, "groups1")


def test_a_failed_run_says_what_to_mend(crowd: Crowd, client: Client) -> None:
    run = actions.start_run(crowd.world.cohort, crowd.world.merlion, by=crowd.world.carol)
    actions.fail(run, "Maya has more locked students than seats", by=None)
    client.force_login(crowd.world.carol)

    page = client.get(reverse("pairing:run", args=[run.pk])).content.decode()
    assert "Maya has more locked students than seats" in page


def test_what_a_move_costs_is_seen_before_it_is_made(crowd: Crowd, client: Client) -> None:
    run = crowd.ready(students=5, mentors=2)
    sizes = {n: run.proposals.filter(mentor=crowd.lead(n)).count() for n in range(2)}
    large, small = sorted(sizes, key=lambda n: -sizes[n])
    pair = run.proposals.filter(mentor=crowd.lead(large)).first()
    assert pair is not None
    client.force_login(crowd.world.carol)
    url = reverse("pairing:move", args=[run.pk])
    asked = {"student": pair.student_id, "mentor": crowd.lead(small).pk}

    page = client.get(url, asked).content.decode()
    assert "for the total" in page or "no change of the total" in page
    pair.refresh_from_db()
    assert pair.mentor == crowd.lead(large)

    assert client.post(url, asked).status_code == 302
    pair.refresh_from_db()
    assert pair.mentor == crowd.lead(small)


def test_a_pair_is_kept_and_lifted_from_the_pages(crowd: Crowd, client: Client) -> None:
    run = crowd.ready()
    pair = run.proposals.first()
    assert pair is not None
    client.force_login(crowd.world.carol)
    said = {"student": pair.student_id, "mentor": pair.mentor_id, "kind": "lock", "note": "know"}

    client.post(reverse("pairing:pin", args=[run.pk]), said)
    pin = Pin.objects.get()
    assert (pin.kind, pin.by, pin.note) == ("lock", crowd.world.carol, "know")
    pins = reverse("pairing:pins", args=[crowd.world.cohort.pk])
    assert "always together" in client.get(pins).content.decode()

    client.force_login(crowd.world.cora)
    assert client.post(reverse("pairing:unpin", args=[pin.pk])).status_code == 404
    client.force_login(crowd.world.carol)
    client.post(reverse("pairing:unpin", args=[pin.pk]))
    assert not Pin.objects.exists()


def test_publishing_is_confirmed_and_the_second_to_do_it_gets_a_kind_409(
    crowd: Crowd, client: Client
) -> None:
    run = crowd.ready()
    client.force_login(crowd.world.carol)
    url = reverse("pairing:publish", args=[run.pk])

    assert "4" in client.get(url).content.decode()
    run.refresh_from_db()
    assert run.state == RunState.READY

    assert client.post(url).status_code == 302
    again = client.post(url)
    assert again.status_code == 409
    assert "Nothing was lost" in again.content.decode()


def test_a_second_run_is_refused_with_the_names(crowd: Crowd, client: Client) -> None:
    first, second = crowd.ready(), crowd.run()
    client.force_login(crowd.world.carol)
    client.post(reverse("pairing:publish", args=[first.pk]))

    refused = client.post(reverse("pairing:publish", args=[second.pk]))

    assert refused.status_code == 409
    assert "Student0 Lim" in refused.content.decode()


def test_a_mentor_answers_on_a_page_that_shows_who_and_why(circles: Crowd, client: Client) -> None:
    run = circles.ready(students=4, mentors=1)
    mentor = circles.lead(0)
    url = reverse("pairing:answer", args=[run.pk])
    client.force_login(mentor.person)
    assert client.get(url).status_code == 404

    client.force_login(circles.world.carol)
    client.post(reverse("pairing:ask-mentors", args=[run.pk]))
    client.force_login(mentor.person)
    assert "Student0 Lim" in client.get(url).content.decode()
    assert "A group waits for your yes" in client.get(reverse("pairing:received")).content.decode()
    assert client.get(reverse("pairing:run", args=[run.pk])).status_code == 403
    neither = client.post(url)
    assert (neither.status_code, "say yes or no" in neither.content.decode()) == (422, True)
    client.post(url, {"answer": "yes"})

    assert set(run.proposals.values_list("mentor_said", flat=True)) == {"yes"}
    assert "You said yes" in client.get(url).content.decode()


def test_a_late_joiner_is_placed_from_the_page(crowd: Crowd, client: Client) -> None:
    run = crowd.ready(students=2, mentors=1)
    actions.publish(run, by=crowd.world.carol)
    late = crowd.student(7)
    client.force_login(crowd.world.carol)
    url = reverse("pairing:place", args=[crowd.world.cohort.pk])
    group = crowd.lead(0).leads.get()

    assert late.person.name in client.get(url).content.decode()
    page = client.get(url, {"student": late.pk}).content.decode()
    assert "Place with Mentor0 Aho" in page
    client.post(url, {"student": late.pk, "group": group.pk})

    assert group.members.active().filter(application=late).exists()


def test_the_lists_cost_the_same_for_one_and_for_many(crowd: Crowd, client: Client) -> None:
    run = crowd.ready(students=2, mentors=1)
    odd = crowd.student(20, languages=["Tamil"])
    actions.lock(odd, crowd.lead(0), by=crowd.world.carol)
    actions.unpin(Pin.objects.get(), by=crowd.world.carol)
    actions.exclude(odd, crowd.lead(0), by=crowd.world.carol)
    client.force_login(crowd.world.carol)
    client.get("/")
    small = crowd.run()
    cohort = crowd.world.cohort.pk
    lists = [reverse(f"pairing:{name}", args=[cohort]) for name in ("matching", "pins", "place")]

    def pages(run: Run) -> list[str]:
        url = reverse("pairing:run", args=[run.pk])
        publish = reverse("pairing:publish", args=[run.pk])
        return [*lists, url, f"{url}?show=unplaced", publish]

    one = [_queries(client, url) for url in pages(small)]
    for n in range(1, 4):
        crowd.mentor(n)
        for each in (1, 2):
            crowd.student(10 * n + each)
        more = crowd.student(200 + n, languages=["Tamil"])
        actions.exclude(more, crowd.lead(n), by=crowd.world.carol)
    large = crowd.run()
    assert large.proposals.values("mentor").distinct().count() > 1
    many = [_queries(client, url) for url in pages(large)]

    assert run.pk
    assert many == one
    assert max(many) < 30


def test_moving_costs_the_same_queries_however_many_mentors_there_are(
    crowd: Crowd, client: Client
) -> None:
    run = crowd.ready(students=2, mentors=2)
    client.force_login(crowd.world.carol)

    def cost(run: Run) -> int:
        pair = run.proposals.first()
        assert pair is not None
        url = reverse("pairing:move", args=[run.pk])
        return _queries(client, f"{url}?student={pair.student_id}")

    cost(run)
    few = cost(run)
    for n in range(2, 6):
        crowd.mentor(n)
    large = crowd.run()
    # The first look at a run also reads its pool, which is kept at hand from then on.
    cost(large)
    assert cost(large) == few


def test_a_student_who_is_not_accepted_is_not_in_the_place_list(
    crowd: Crowd, client: Client
) -> None:
    draft = crowd.world.applies(crowd.world.ada, state=State.SUBMITTED)
    client.force_login(crowd.world.carol)
    url = reverse("pairing:place", args=[crowd.world.cohort.pk])

    assert "Everybody has a group" in client.get(url).content.decode()
    assert client.get(url, {"student": draft.pk}).status_code == 404
