"""People are asked half-way, when a match is looked at again, and long after; each answers once."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from wayfellow.access.refusals import Refused
from wayfellow.mentorships.models import Member, WorkGroup
from wayfellow.notifications.models import Letter
from wayfellow.surveys import actions, queries, schedules
from wayfellow.surveys.models import Outcome, Pulse
from wayfellow.testing.world import World, at

HALF_WAY = at(2027, 6, 20, 4)
"""The middle of the cohort's time, noon in Singapore."""


def asked(world: World, notice: str) -> set[str]:
    return {who.email.partition("@")[0] for who, template in world.told() if template == notice}


def ended(world: World, days: int) -> WorkGroup:
    return world.group(state="completed", ended_at=now() - timedelta(days=days))


def test_half_way_everybody_in_a_group_is_asked_once(world: World) -> None:
    world.group(state="active", formed_at=at(2027, 2, 1))
    for moment in (HALF_WAY - timedelta(days=1), HALF_WAY, HALF_WAY + timedelta(days=1)):
        with time_machine.travel(moment):
            schedules.sweep(moment)

    assert asked(world, "surveys/notices/half_way") == {"ada", "ben", "maya"}
    assert Letter.objects.filter(notice="surveys/notices/half_way").count() == 3


def test_a_group_that_has_only_begun_is_not_asked(world: World) -> None:
    world.group(state="active", formed_at=HALF_WAY - timedelta(days=20))

    with time_machine.travel(HALF_WAY):
        schedules.sweep(HALF_WAY)

    assert asked(world, "surveys/notices/half_way") == set()


def test_who_wants_to_talk_is_heard_at_once_and_the_words_are_in_no_mail(
    world: World, client: Client
) -> None:
    group = world.group(state="active")
    assert world.carol.is_active
    world.looks_after(world.leo, Member.objects.get(application__person=world.ada).application)
    url = reverse("surveys:pulse", args=[group.pk])
    client.force_login(world.ada)
    wrong = client.post(url, {"wish": "A secret wish", "wants_talk": "on"})
    assert wrong.status_code == 422
    assert "A secret wish" in wrong.content.decode()

    answer = {"going": "2", "wish": "A secret wish", "wants_talk": "on"}
    assert client.post(url, answer).status_code == 302
    assert client.post(url, answer | {"going": "5"})["Location"] == url

    assert Pulse.objects.get().going == 2
    assert "2 of 5" in client.get(url).content.decode()
    assert asked(world, "surveys/notices/wants_talk") == {"leo", "carol"}
    assert not any("secret" in letter.text for letter in Letter.objects.all())
    with pytest.raises(Refused, match="once is enough"):
        actions.give_pulse(group, {"going": 1}, by=world.ada)


def test_only_coordinators_of_the_institution_read_who_said_what(
    world: World, client: Client
) -> None:
    group = world.group(state="active")
    actions.give_pulse(group, {"going": 3, "wish": "More visits"}, by=world.ben)
    url = reverse("surveys:pulses", args=[world.cohort.pk])

    client.force_login(world.carol)
    page = client.get(url).content.decode()
    assert "More visits" in page
    assert "1 of 3 answered" in page
    client.force_login(world.cora)
    assert "More visits" not in client.get(url).content.decode()
    for stranger in (world.ada, world.maya, world.leo):
        client.force_login(stranger)
        assert client.get(url).status_code in (403, 404)


def test_on_the_review_date_and_twice_after_it_and_then_staff_call(world: World) -> None:
    day = now().date() + timedelta(days=3)
    group = world.group(state="active", review_on=day)
    assert world.carol.is_active
    for days in range(30):
        moment = at(day.year, day.month, day.day, 4) + timedelta(days=days)
        with time_machine.travel(moment):
            schedules.sweep(moment)
            if days == 1:
                for who in (world.ada, world.maya):
                    actions.give_pulse(group, {"going": 4}, by=who)

    mails = Letter.objects.filter(notice="surveys/notices/review")
    counts = {name: mails.filter(to__email__startswith=name).count() for name in ("ada", "ben")}
    assert counts == {"ada": 1, "ben": 3}
    assert asked(world, "surveys/notices/review_call") == {"carol"}
    assert {pulse.occasion for pulse in Pulse.objects.all()} == {"review"}


def test_where_all_have_answered_nobody_calls(world: World) -> None:
    day = now().date() + timedelta(days=3)
    group = world.group(state="active", review_on=day)
    assert world.carol.is_active
    for days in (0, 22):
        moment = at(day.year, day.month, day.day, 4) + timedelta(days=days)
        with time_machine.travel(moment):
            schedules.sweep(moment)
            if not days:
                for who in (world.ada, world.ben, world.maya):
                    actions.give_pulse(group, {"going": 5}, by=who)

    assert asked(world, "surveys/notices/review_call") == set()


def test_students_are_asked_after_half_a_year_and_a_year_with_one_reminder_each(
    world: World,
) -> None:
    group = ended(world, 0)
    start = now()
    for days in range(180, 400):
        moment = start.replace(hour=4) + timedelta(days=days)
        with time_machine.travel(moment):
            schedules.sweep(moment)
            if days == 190:
                actions.tell_outcome(group, {"doing": "field", "through": "mentor"}, by=world.ada)

    mails = Letter.objects.filter(notice="surveys/notices/outcome")
    counts = {n: mails.filter(to__email__startswith=n).count() for n in ("ada", "ben", "maya")}
    assert counts == {"ada": 3, "ben": 4, "maya": 0}


def test_an_outcome_is_told_once_each_time_and_only_by_students(
    world: World, client: Client
) -> None:
    group = ended(world, 200)
    url = reverse("surveys:outcome", args=[group.pk])
    client.force_login(world.ada)
    assert client.post(url, {"doing": ""}).status_code == 422
    assert client.post(url, {"doing": "field", "through": "mentor"}).status_code == 302
    assert client.post(url, {"doing": "seeking"})["Location"] == url
    assert "Working in my field" in client.get(url).content.decode()
    client.force_login(world.maya)
    assert client.get(url).status_code in (403, 404)

    WorkGroup.objects.filter(pk=group.pk).update(ended_at=now() - timedelta(days=380))
    client.force_login(world.ada)
    assert "What are you doing now?" in client.get(url).content.decode()
    client.post(url, {"doing": "elsewhere"})

    told = Outcome.objects.order_by("months").values_list("months", "doing")
    assert list(told) == [(6, "field"), (12, "elsewhere")]
    assert queries.outcomes(world.cohort, world.carol)[12].rate == 50


def test_before_half_a_year_nobody_is_asked_what_came_of_it(world: World, client: Client) -> None:
    group = ended(world, 100)
    client.force_login(world.ada)

    page = client.get(reverse("surveys:outcome", args=[group.pk])).content.decode()

    assert "Not yet" in page
    with pytest.raises(Refused):
        actions.tell_outcome(group, {"doing": "field"}, by=world.ada)


def test_the_mail_itself_takes_the_answer(world: World, client: Client) -> None:
    world.group(state="active", formed_at=at(2027, 2, 1))
    with time_machine.travel(HALF_WAY):
        schedules.sweep(HALF_WAY)
        letter = Letter.objects.get(to=world.ada, notice="surveys/notices/half_way")
        name, link, _label = letter.answers[0]
        from wayfellow.access.links import token_of  # noqa: PLC0415 - as the mail makes it
        from wayfellow.access.models import Link  # noqa: PLC0415 - see above

        url = reverse("links:answer", args=[name, token_of(Link.objects.get(pk=link))])
        assert client.get(url).status_code == 200
        assert Pulse.objects.count() == 0
        client.post(url, {"going": "4"})

    assert Pulse.objects.get().person == world.ada
