import io
import zipfile
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wayfellow.mentorships import actions as mentorships
from wayfellow.pairing import actions
from wayfellow.pairing.models import Run
from wayfellow.pairing.tests.crowd import Crowd
from wayfellow.pairing.tests.test_rounds import everybody_asks
from wayfellow.people.models import User
from wayfellow.programmes.models import Cohort


def _queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200, url
    return len(caught)


def test_asking_and_the_next_round_go_by_the_pages_alone(circles: Crowd, client: Client) -> None:
    everybody_asks(circles)
    circles.mentor(9)
    run = circles.ready(students=4, mentors=1)
    (mentor,) = {row.mentor for row in run.proposals.select_related("mentor__person")}
    unwilling = run.proposals.select_related("student__person").order_by("pk")[0].student

    def post(person: User, name: str, **said: str) -> None:
        client.force_login(person)
        client.post(reverse(f"pairing:{name}", args=[run.pk]), said)

    page = reverse("pairing:answers", args=[run.pk])
    reply = reverse("pairing:reply", args=[run.pk])

    carol = circles.world.carol
    post(carol, "ask-mentors")
    assert "Ask those who have not answered again" in client.get(page).content.decode()
    post(mentor.person, "answer", answer="yes")
    post(carol, "ask-students")
    client.force_login(unwilling.person)
    shown = client.get(reply).content.decode()
    assert f"Say yes to {mentor.person.called}" in shown
    assert "3 other students" in shown
    assert client.get(reverse("pairing:run", args=[run.pk])).status_code == 403
    post(unwilling.person, "reply", answer="no", reason="we know each other")
    post(carol, "next-round")
    assert "we know each other" in client.get(page).content.decode()

    new = Run.objects.get(kind=Run.Kind.ROUND)
    actions.work(new.pk)
    assert "who agreed there" in client.get(reverse("pairing:run", args=[new.pk])).content.decode()
    assert "Round 2" in client.get(reverse("pairing:answers", args=[new.pk])).content.decode()
    client.force_login(unwilling.person)
    assert "Nothing is asked of you here" in client.get(reply).content.decode()


def test_the_report_names_students_only_for_who_asks_for_names(
    crowd: Crowd, client: Client
) -> None:
    odd = crowd.student(9, languages=["Tamil"])
    run = crowd.ready()
    client.force_login(crowd.world.carol)
    url = reverse("pairing:report", args=[run.pk])

    plain = client.get(url).content.decode()
    named = client.get(f"{url}?names").content.decode()
    client.post(reverse("pairing:sign-off", args=[run.pk]))
    signed = client.get(url).content.decode()

    assert "Lim" not in plain.replace("Carol", "")
    assert "No mentor fits by the rules." in plain
    assert "It is proven that nobody could place more students" in plain
    assert odd.person.name in named
    pair = run.proposals.select_related("mentor__person")[0]
    assert pair.mentor.person.name in named
    assert "signed this report off" in signed
    assert "Carol Coordinator" in signed
    paper = client.get(reverse("pairing:report-pdf", args=[run.pk]))
    assert paper.content.startswith(b"%PDF")


def test_the_files_of_a_run_are_for_its_coordinators(crowd: Crowd, client: Client) -> None:
    run = crowd.ready()
    url = reverse("pairing:files", args=[run.pk])

    client.force_login(crowd.world.carol)
    names = zipfile.ZipFile(io.BytesIO(client.get(url).content)).namelist()
    assert {"students.csv", "mentors.csv", "pairs.csv", "config.toml"} <= set(names)
    client.force_login(crowd.world.cora)
    assert client.get(url).status_code == 404


def test_a_repetition_is_started_and_read_from_the_pages(crowd: Crowd, client: Client) -> None:
    run = crowd.ready()
    client.force_login(crowd.world.carol)
    client.post(reverse("pairing:repeat", args=[run.pk]))
    again = Run.objects.get(kind=Run.Kind.REPEAT)
    actions.work(again.pk)

    page = client.get(reverse("pairing:compare", args=[again.pk])).content.decode()
    assert "Every student has the same mentor with the same score." in page
    assert client.get(reverse("pairing:compare", args=[run.pk])).status_code == 404


def test_a_rehearsal_is_started_from_the_page(crowd: Crowd, client: Client) -> None:
    world = crowd.world
    past = Cohort.objects.create(
        programme=world.programme, name="2026", starts_on=date(2026, 1, 12)
    )
    client.force_login(world.carol)
    url = reverse("pairing:rehearse", args=[world.cohort.pk])
    assert "No earlier cohort had groups" in client.get(url).content.decode()
    here, world.cohort = world.cohort, past
    mentorships.form_group(
        past,
        crowd.mentor(1),
        [crowd.student(1), crowd.student(2)],
        institution=world.merlion,
        by=None,
    )
    world.cohort = here

    client.post(url, {"past": past.pk})

    run = Run.objects.get(kind=Run.Kind.REHEARSAL)
    actions.work(run.pk)
    page = client.get(reverse("pairing:compare", args=[run.pk])).content.decode()
    assert "What was really done" in page


def test_all_late_joiners_are_placed_from_the_page(crowd: Crowd, client: Client) -> None:
    world = crowd.world
    mentorships.form_group(
        world.cohort,
        crowd.mentor(1),
        [crowd.student(1), crowd.student(2)],
        institution=world.merlion,
        by=None,
    )
    late = crowd.student(3)
    client.force_login(world.carol)
    place = reverse("pairing:place", args=[world.cohort.pk])

    assert "Place with Mentor1 Aho" in client.get(place).content.decode()
    client.post(reverse("pairing:late", args=[world.cohort.pk]))

    run = Run.objects.get(kind=Run.Kind.LATE)
    actions.work(run.pk)
    assert list(run.proposals.values_list("student", flat=True)) == [late.pk]


@pytest.mark.parametrize("who", ["leo", "ada", "maya", "ines", "petra", "otto", "cora"])
def test_nobody_but_the_own_coordinators_sees_answers_and_reports(
    crowd: Crowd, client: Client, who: str
) -> None:
    run = crowd.ready(students=2, mentors=1)
    person: User = getattr(crowd.world, who)
    client.force_login(person)

    for name in ("answers", "report", "report-pdf", "files", "compare", "doubts"):
        assert client.get(reverse(f"pairing:{name}", args=[run.pk])).status_code == 404, name
    for name in ("ask-students", "next-round", "repeat", "sign-off"):
        assert client.post(reverse(f"pairing:{name}", args=[run.pk])).status_code == 404, name


def test_the_pages_cost_the_same_for_one_and_for_many(circles: Crowd, client: Client) -> None:
    everybody_asks(circles)
    world = circles.world
    client.force_login(world.carol)

    def season(at: int, students: int) -> None:
        group = mentorships.form_group(
            world.cohort,
            circles.mentor(at, most=6),
            [circles.student(1000 * at + n) for n in range(2)],
            institution=world.merlion,
            by=None,
        )
        mentorships.dissolve(group, by=None)
        mentorships.form_group(
            world.cohort,
            circles.mentor(at + 1, most=3),
            [circles.student(2000 * at + n) for n in range(2)],
            institution=world.merlion,
            by=None,
        )
        for n in range(students):
            circles.student(3000 * at + n)

    def pages() -> list[str]:
        run = circles.run()
        actions.ask_mentors(run, by=world.carol)
        for row in run.proposals.select_related("mentor__person"):
            actions.give_answer(run, row.mentor, yes=True, by=None)
        actions.ask_students(run, by=world.carol)
        again = actions.repeat(run, by=world.carol)
        actions.work(again.pk)
        of_run = [reverse(f"pairing:{name}", args=[run.pk]) for name in ("answers", "report")]
        group = world.cohort.groups.filter(state="dissolved")[0]
        return [
            *of_run,
            f"{of_run[1]}?names",
            reverse("pairing:compare", args=[again.pk]),
            reverse("pairing:successor", args=[group.pk]),
            *[reverse(f"pairing:{name}", args=[world.cohort.pk]) for name in ("orphans", "place")],
        ]

    circles.mentor(900)
    season(1, 1)
    few_pages = pages()
    client.get("/")
    few = [_queries(client, url) for url in few_pages]
    for at in (11, 21):
        season(at, 4)
    many = [_queries(client, url) for url in pages()]

    assert many == few
    assert max(many) < 35
