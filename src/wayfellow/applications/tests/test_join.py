import re
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from wayfellow.access.models import Link
from wayfellow.applications.models import Application, Knock
from wayfellow.applications.schedules import sweep
from wayfellow.applications.tests.cast import token
from wayfellow.notifications.models import Letter
from wayfellow.people.models import User
from wayfellow.programmes.models import Cohort, Programme
from wayfellow.testing.world import World

JOIN = "/join/first-steps/student/"


def typed(world: World, email: str) -> dict[str, str]:
    return {"name": "Nova Newcomer", "email": email, "institution": str(world.merlion.pk)}


def test_a_stranger_comes_in_by_mail(world: World, client: Client) -> None:
    answer = client.post(JOIN, typed(world, "Nova@Example.org"), follow=True)
    assert "Check your mail" in answer.content.decode()
    assert not User.objects.filter(email="nova@example.org").exists()

    link = reverse("links:join", args=[token("join")])
    assert client.get(link).status_code == 200
    assert not User.objects.filter(email="nova@example.org").exists()
    page = client.post(link, follow=True)

    person = User.objects.get(email="nova@example.org")
    assert (person.name, client.session["_auth_user_id"]) == ("Nova Newcomer", str(person.pk))
    assert Application.objects.get(person=person).institution == world.merlion
    assert page.request["PATH_INFO"].endswith("/edit/")


def _said(page: bytes) -> bytes:
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", page)


def test_the_link_opens_once(world: World, client: Client) -> None:
    client.post(JOIN, typed(world, "nova@example.org"))
    link = reverse("links:join", args=[token("join")])
    client.post(link)

    other = Client()
    assert other.post(link).status_code == 410
    assert "_auth_user_id" not in other.session


def test_the_answer_is_the_same_for_known_and_unknown_addresses(
    world: World, client: Client
) -> None:
    known = client.post(JOIN, typed(world, world.ada.email), follow=True)
    unknown = client.post(JOIN, typed(world, "nobody@example.org"), follow=True)

    assert known.status_code == unknown.status_code == 200
    assert _said(known.content) == _said(unknown.content)
    assert Letter.objects.count() == 2


def test_an_address_is_not_flooded_and_whoever_asks_again_and_again_is_told(
    world: World, client: Client
) -> None:
    for _again in range(3):
        answer = client.post(JOIN, typed(world, "victim@example.org"), follow=True)
        assert "Check your mail" in answer.content.decode()

    answer = client.post(JOIN, typed(world, "victim@example.org"))

    assert answer.status_code == 429
    assert "We have mailed links to this address" in answer.content.decode()
    assert Letter.objects.filter(address="victim@example.org").count() == 3


def test_an_address_is_not_flooded_from_many_networks_either(world: World) -> None:
    for number in range(15):
        stranger = Client(REMOTE_ADDR=f"203.0.113.{number}")
        answer = stranger.post(JOIN, typed(world, "victim@example.org"), follow=True)
        assert "Check your mail" in answer.content.decode()

    assert Letter.objects.filter(address="victim@example.org").count() == 12


def test_the_mail_repeats_nothing_that_a_stranger_typed(world: World, client: Client) -> None:
    client.post(JOIN, typed(world, "victim@example.org") | {"name": "Buy gold at gold.example"})

    letter = Letter.objects.get()
    assert "gold" not in letter.name + letter.subject + letter.text


def test_a_closed_account_is_not_signed_in(world: World, client: Client) -> None:
    client.post(JOIN, typed(world, world.ada.email))
    User.objects.filter(pk=world.ada.pk).update(is_active=False)

    assert client.post(reverse("links:join", args=[token("join")])).status_code == 409
    assert "_auth_user_id" not in client.session
    assert Link.objects.get().used_at is None


def test_somebody_signed_in_begins_with_one_press(world: World, client: Client) -> None:
    client.force_login(world.ada)
    page = client.get(JOIN).content.decode()
    assert "Start my application" in page

    answer = client.post(JOIN, {"institution": str(world.merlion.pk)})

    assert answer.status_code == 302
    assert "Go to my application" in client.get(JOIN).content.decode()


def test_a_closed_door_says_when_it_opens(world: World, client: Client) -> None:
    opens = localdate() + timedelta(days=30)
    Cohort.objects.update(applications_open_on=opens)

    page = client.get(JOIN).content.decode()
    client.post(JOIN, typed(world, "nova@example.org"))

    assert "They open on" in page
    assert str(opens.day) in page
    assert not Knock.objects.exists()


def test_only_published_programmes_have_a_door(world: World, client: Client) -> None:
    assert client.get("/join/first-steps/pirate/").status_code == 404
    Programme.objects.update(state="draft")
    assert client.get(JOIN).status_code == 404


def test_a_joint_programme_asks_through_which_institution(world: World, client: Client) -> None:
    page = client.get(JOIN).content.decode()
    assert "Kallang Polytechnic" in page

    wrong = client.post(JOIN, typed(world, "a@example.org") | {"institution": "999"})
    assert wrong.status_code == 422


def test_people_who_only_knocked_are_forgotten(world: World, client: Client) -> None:
    client.post(JOIN, typed(world, "nova@example.org"))
    assert sweep(now()) == 0

    assert sweep(now() + timedelta(days=31)) == 1
    assert not Knock.objects.exists()
