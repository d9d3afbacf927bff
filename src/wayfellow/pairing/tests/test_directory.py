import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application, MentorAnswers
from wayfellow.mentorships.models import WorkGroup
from wayfellow.pairing import actions
from wayfellow.pairing.models import Interest
from wayfellow.pairing.queries import Facets, directory
from wayfellow.people.models import Profile
from wayfellow.programmes.models import Document, DocumentVersion
from wayfellow.testing.world import World, person

WORDS = "I would like to learn how you found your first job."


@pytest.fixture
def ada(alumni: World) -> Application:
    return alumni.applies(alumni.ada, state=State.ACCEPTED)


def _found(world: World, **chosen: str) -> list[str]:
    found = directory(world.cohort, Facets(**chosen), reader=world.ada)
    return [mentor.person.name for mentor in found.mentors]


def _directory(world: World) -> str:
    return reverse("pairing:directory", args=[world.cohort.pk])


def test_every_word_is_searched_without_accents_and_capitals(alumni: World) -> None:
    alumni.offers(person("Åsa Öhman"), company="Nordstern", help_areas=["mock interview"])
    alumni.offers(person("Bo Berg"), company="Öresund", industry="Maritime")

    assert _found(alumni, q="ohman INTERVIEW") == ["Åsa Öhman"]
    assert _found(alumni, q="oresund") == ["Bo Berg"]
    assert _found(alumni, q="interview maritime") == []


def test_facets_count_what_each_choice_would_leave(alumni: World) -> None:
    alumni.offers(person("Aino A"), industry="Maritime", help_areas=["networking", "job search"])
    alumni.offers(person("Bo B"), industry="Maritime", help_areas=["networking"])
    alumni.offers(person("Cy C"), industry="Healthcare", help_areas=["networking"])

    found = directory(alumni.cohort, Facets(industry="Maritime"), reader=alumni.ada)

    assert [(f.value, f.count, f.is_chosen) for f in found.facets["industry"]] == [
        ("Maritime", 2, True),
        ("Healthcare", 1, False),
    ]
    assert [(f.value, f.count) for f in found.facets["help"]] == [
        ("networking", 2),
        ("job search", 1),
    ]


def test_full_mentors_come_last_and_paused_ones_not_at_all(alumni: World) -> None:
    alumni.offers(alumni.maya, most=1)
    alumni.offers(alumni.milo)
    paused = alumni.offers(person("Paul Paused"))
    Application.objects.filter(pk=paused.pk).update(is_paused=True)
    alumni.group(alumni.ben, mentor=alumni.maya)

    assert _found(alumni) == ["Milo Mentor", "Maya Mentor"]


def test_the_advised_number_of_groups_counts_as_full_but_one_may_still_ask(
    alumni: World, ada: Application
) -> None:
    maya = alumni.offers(alumni.maya)
    for who in (alumni.ben, alumni.chen):
        alumni.group(who, mentor=alumni.maya)
    found = directory(alumni.cohort, Facets(), reader=alumni.ada)

    assert found.rooms[maya.pk].is_full
    assert not found.rooms[maya.pk].is_shut
    assert actions.ask(ada, maya, WORDS, by=alumni.ada).pk


def test_only_students_who_may_ask_and_coordinators_see_the_directory(
    alumni: World, ada: Application, client: Client
) -> None:
    maya = alumni.offers(alumni.maya)
    waiting = alumni.applies(alumni.ben, state=State.SUBMITTED)
    assert waiting.pk
    urls = [_directory(alumni), reverse("pairing:mentor", args=[alumni.cohort.pk, maya.pk])]

    codes = {}
    for name in ("ada", "carol", "ben", "leo", "otto"):
        client.force_login(getattr(alumni, name))
        codes[name] = [client.get(url).status_code for url in urls]

    assert codes == {
        "ada": [200, 200],
        "carol": [200, 200],
        "ben": [404, 404],
        "leo": [404, 404],
        "otto": [404, 404],
    }


def test_there_is_no_directory_where_the_engine_matches(world: World, client: Client) -> None:
    world.applies(world.ada, state=State.ACCEPTED)
    client.force_login(world.ada)

    assert client.get(_directory(world)).status_code == 404


def test_a_profile_never_shows_how_to_reach_the_mentor(
    alumni: World, ada: Application, client: Client
) -> None:
    maya = alumni.offers(alumni.maya, programme_email="maya@work.example")
    Profile.objects.filter(person=alumni.maya).update(
        phone="+358 40 1234567", phone_for="group", email_for="group"
    )
    client.force_login(alumni.ada)
    page = client.get(reverse("pairing:mentor", args=[alumni.cohort.pk, maya.pk])).content.decode()

    assert "Ask Maya Mentor to be your mentor" in page
    for secret in ("maya@example.com", "maya@work.example", "1234567"):
        assert secret not in page


def test_asking_from_the_page_with_its_briefing(
    alumni: World, ada: Application, client: Client
) -> None:
    maya = alumni.offers(alumni.maya)
    guide = Document.objects.create(
        programme=alumni.programme, kind=Document.Kind.GUIDELINES, title="Before you ask"
    )
    DocumentVersion.objects.create(document=guide, number=1, body="Read **three** profiles.")
    client.force_login(alumni.ada)
    url = reverse("pairing:ask", args=[alumni.cohort.pk, maya.pk])

    assert "<strong>three</strong>" in client.get(url).content.decode()
    short = client.post(url, {"message": "Hello"})
    assert (short.status_code, "Say a little more" in short.content.decode()) == (422, True)
    assert client.post(url, {"message": WORDS})["Location"] == reverse("pairing:requests")
    assert Interest.objects.get().message == WORDS


def test_a_refused_message_is_kept_on_the_page(
    alumni: World, ada: Application, client: Client
) -> None:
    maya = alumni.offers(alumni.maya)
    actions.ask(ada, maya, WORDS, by=alumni.ada)
    client.force_login(alumni.ada)
    other = "Something quite different that took me long to write."

    again = client.post(
        reverse("pairing:ask", args=[alumni.cohort.pk, maya.pk]), {"message": other}
    )

    assert again.status_code == 409
    assert other in again.content.decode()
    assert Interest.objects.count() == 1


def test_the_mentor_answers_yes_from_the_page(
    alumni: World, ada: Application, client: Client
) -> None:
    interest = actions.ask(ada, alumni.offers(alumni.maya), WORDS, by=alumni.ada)
    client.force_login(alumni.maya)

    assert WORDS in client.get(reverse("pairing:request", args=[interest.pk])).content.decode()
    client.post(reverse("pairing:accept", args=[interest.pk]), {"answer": "Gladly."})

    assert set(WorkGroup.objects.get().people()) == {alumni.maya, alumni.ada}


def test_a_yes_over_the_limit_keeps_the_typed_answer(
    alumni: World, ada: Application, client: Client
) -> None:
    maya = alumni.offers(alumni.maya)
    interest = actions.ask(ada, maya, WORDS, by=alumni.ada)
    alumni.group(alumni.ben, mentor=alumni.maya)
    MentorAnswers.objects.filter(application=maya).update(most=1)
    client.force_login(alumni.maya)

    answer = client.post(reverse("pairing:accept", args=[interest.pk]), {"answer": "With joy"})

    assert answer.status_code == 409
    assert "With joy" in answer.content.decode()
    assert "room for 0 more" in answer.content.decode()


def test_only_the_two_see_a_request_and_each_does_only_the_own_part(
    alumni: World, ada: Application, client: Client
) -> None:
    interest = actions.ask(ada, alumni.offers(alumni.maya), WORDS, by=alumni.ada)
    codes = {}
    for name in ("ada", "maya", "ben", "carol", "petra"):
        client.force_login(getattr(alumni, name))
        codes[name] = [
            client.get(reverse("pairing:request", args=[interest.pk])).status_code,
            client.get(reverse("pairing:decline", args=[interest.pk])).status_code,
        ]

    assert codes == {
        "ada": [200, 403],
        "maya": [200, 200],
        "ben": [404, 404],
        "carol": [404, 404],
        "petra": [404, 404],
    }
    client.force_login(alumni.maya)
    assert client.post(reverse("pairing:withdraw", args=[interest.pk])).status_code == 403


def test_an_answer_that_comes_too_late_is_409(
    alumni: World, ada: Application, client: Client
) -> None:
    interest = actions.ask(ada, alumni.offers(alumni.maya), WORDS, by=alumni.ada)
    client.force_login(alumni.ada)
    client.post(reverse("pairing:withdraw", args=[interest.pk]))
    client.force_login(alumni.maya)

    assert client.post(reverse("pairing:accept", args=[interest.pk])).status_code == 409
    assert not WorkGroup.objects.exists()


def test_the_lists_cost_the_same_for_one_and_for_three(
    alumni: World, ada: Application, client: Client
) -> None:
    def cost(url: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url).status_code == 200
        return len(caught)

    def costs() -> list[int]:
        client.force_login(alumni.ada)
        found = [cost(_directory(alumni)), cost(reverse("pairing:requests"))]
        client.force_login(alumni.maya)
        return [*found, cost(reverse("pairing:received"))]

    maya = alumni.offers(alumni.maya, help_areas=["networking"])
    actions.ask(ada, maya, WORDS, by=alumni.ada)
    costs()
    one = costs()
    for n in range(2):
        mentor = alumni.offers(person(f"Mentor{n} Aho"), help_areas=["networking"])
        actions.ask(ada, mentor, WORDS, by=alumni.ada)
    for who in (alumni.ben, alumni.chen):
        actions.ask(alumni.applies(who, state=State.ACCEPTED), maya, WORDS, by=who)

    assert costs() == one
    assert max(one) < 20
