"""A person's calendar behind a secret address: who is in it, and for whom it is open."""

import io
import logging
from datetime import timedelta
from typing import Any

import pytest
from django.core.serializers import serialize
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from wayfellow.config.logs import Line
from wayfellow.mentorships import actions
from wayfellow.mentorships.invitations import invitation_to
from wayfellow.mentorships.models import Feed, Meeting, WorkGroup
from wayfellow.mentorships.tests.people import held, member, tomorrow
from wayfellow.people.models import User
from wayfellow.programmes.models import Office
from wayfellow.testing.world import World

KEPT = ("Cache-Control", "Referrer-Policy", "X-Robots-Tag", "Content-Type", "Vary")


def address(person: User) -> str:
    """The secret path, as the page shows it."""
    actions.switch_calendar_on(person)
    return shown(person)


def shown(person: User) -> str:
    client = Client()
    client.force_login(person)
    form = client.get(reverse("mentorships:my_calendar")).context["form"]
    return "/" + str(form.initial["address"]).split("/", 3)[3]


def entries(person: User) -> list[Any]:
    answer = Client().get(address(person))
    assert answer.status_code == 200
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_all_meetings_of_ones_groups_are_in_it_under_the_names_of_the_invitations(
    world: World,
) -> None:
    group = world.group()
    past = held(world, group, world.ada)
    ahead = actions.plan_meeting(group, tomorrow(place="Harbour; Works"), by=world.ada)
    off = actions.plan_meeting(group, tomorrow(48), by=world.ada)
    actions.cancel(off, by=world.ada)
    world.meeting(world.group(world.chen, mentor=world.milo))

    found = {str(each["UID"]): each for each in entries(world.ben)}

    assert set(found) == {str(meeting.uid) for meeting in (past, ahead, off)}
    assert found[str(off.uid)]["STATUS"] == "CANCELLED"
    assert (found[str(off.uid)]["SEQUENCE"], found[str(ahead.uid)]["SEQUENCE"]) == (1, 0)
    invited = Calendar.from_ical(invitation_to(ahead)).walk("VEVENT")[0]
    mine = found[str(ahead.uid)]
    assert {name: str(invited[name]) for name in ("UID", "SUMMARY", "LOCATION", "URL")} == {
        name: str(mine[name]) for name in ("UID", "SUMMARY", "LOCATION", "URL")
    }
    assert str(mine["URL"]).endswith(reverse("mentorships:meeting", args=[group.pk, ahead.pk]))


def test_it_names_adults_counts_minors_and_holds_nothing_that_somebody_wrote(world: World) -> None:
    group = world.group(world.ada, world.ben, world.chen)
    actions.plan_meeting(group, tomorrow(agenda="canary agenda"), by=world.ada)
    off = actions.plan_meeting(group, tomorrow(48), by=world.ada)
    actions.cancel(off, "canary reason", by=world.ada)

    text = Client().get(address(world.ben)).content.decode().replace("\r\n ", "")

    assert r"With Maya Mentor\, Ada Tan\, 1 student\n" in text
    for hidden in ("Chen", "Wei", "canary", "@example.com", "ATTENDEE", "ORGANIZER", "VALARM"):
        assert hidden not in text
    # He is not told that he meets himself.
    assert "With Maya Mentor" in Client().get(address(world.chen)).content.decode()
    assert b"1 student" not in Client().get(address(world.chen)).content


def test_it_speaks_the_language_of_its_owner(world: World) -> None:
    world.meeting(world.group())
    User.objects.filter(pk=world.ben.pk).update(language="fi")

    answer = Client().get(address(world.ben), headers={"Accept-Language": "zh-hans"})

    assert Calendar.from_ical(answer.content)["X-WR-CALNAME"] == "Mentorointitapaamiset"


def test_nothing_on_the_way_keeps_it_and_nobody_is_told_of_it(world: World) -> None:
    world.meeting(world.group())
    path = address(world.ben)

    answer = Client().get(path)
    same = Client().get(path, headers={"If-None-Match": f'W/"other", {answer["ETag"]}'})
    head = Client().head(path)

    for each in (answer, same, head):
        assert "private" in each["Cache-Control"]
        assert each["Referrer-Policy"] == "no-referrer"
        assert "noindex" in each["X-Robots-Tag"]
        assert not each.cookies
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", answer["ETag"])
    assert (head.status_code, head.content) == (200, b"")
    assert Client().post(path).status_code == 405


def test_a_change_changes_the_mark_by_which_programs_ask(world: World) -> None:
    group = world.group()
    meeting = actions.plan_meeting(group, tomorrow(), by=world.ada)
    path = address(world.ben)
    mark = Client().get(path)["ETag"]

    actions.reschedule(meeting, tomorrow(place="Library"), by=world.ada)

    assert Client().get(path, headers={"If-None-Match": mark}).status_code == 200


def told(answer: HttpResponseBase) -> tuple[object, ...]:
    content = getattr(answer, "content", b"")
    return (answer.status_code, content, *(answer.headers.get(name) for name in KEPT))


def test_an_old_a_wrong_and_a_switched_off_address_are_one_and_the_same_404(world: World) -> None:
    world.meeting(world.group())
    old = address(world.ben)
    actions.renew_calendar(world.ben)
    new = shown(world.ben)
    off = address(world.ada)
    actions.switch_calendar_off(world.ada)
    closed = address(world.maya)
    User.objects.filter(pk=world.maya.pk).update(is_active=False)
    flipped = new[:-5] + ("A" if new[-5] != "A" else "B") + new[-4:]
    wrong = [old, off, closed, flipped, "/calendar/x.ics", "/calendar/ääni.ics", f"{old}.ics"]

    answers, asked = [], []
    for path in wrong:
        with CaptureQueriesContext(connection) as seen:
            answers.append(Client().get(path))
        asked.append(len(seen))

    assert old != new
    assert Client().get(new).status_code == 200
    assert {told(answer) for answer in answers} == {told(answers[0])}
    assert answers[0].status_code == 404
    assert not any(answer.cookies for answer in answers)
    assert asked == [1] * len(wrong)


def test_a_copy_of_the_database_opens_no_calendar(world: World, settings: Any) -> None:
    world.meeting(world.group())
    path = address(world.ben)
    token = path.removeprefix("/calendar/").removesuffix(".ics")

    assert token not in serialize("json", Feed.objects.all())
    assert Client().get(path).status_code == 200
    settings.SECRET_KEY = "another one"
    assert Client().get(path).status_code == 404


def test_whoever_leaves_or_ends_has_nothing_of_the_group_at_the_next_look(world: World) -> None:
    first, second = world.group(), world.group(world.chen, mentor=world.milo)
    world.meeting(first)
    world.meeting(second)
    assert [len(entries(who)) for who in (world.ada, world.ben, world.maya, world.milo)] == [1] * 4

    actions.leave(member(first, world.ada), by=world.carol)
    assert [len(entries(who)) for who in (world.ada, world.ben, world.maya)] == [0, 1, 1]

    actions.dissolve(first, by=world.carol)
    assert [len(entries(who)) for who in (world.ben, world.maya, world.milo)] == [0, 0, 1]


def test_a_liaison_officer_has_the_meetings_of_the_own_students_and_no_others(world: World) -> None:
    world.meeting(world.group())
    assert [len(entries(who)) for who in (world.leo, world.lena, world.carol, world.otto)] == [
        *(1, 0, 0, 0)
    ]

    Office.objects.filter(person=world.leo).update(ended_at=world.group().formed_at)

    assert entries(world.leo) == []


def test_a_calendar_of_many_meetings_costs_as_many_queries_as_one_of_few(world: World) -> None:
    group = world.group(world.ada, world.ben, world.chen)
    path = address(world.ben)
    counts = []
    for number in (1, 8):
        for hours in range(number):
            world.meeting(group, starts_at=group.formed_at + timedelta(hours=hours))
        with CaptureQueriesContext(connection) as seen:
            assert Client().get(path).status_code == 200
        counts.append(len(seen))

    assert counts[0] == counts[1] <= 4


def test_it_is_switched_on_renewed_and_switched_off_on_its_page(world: World) -> None:
    client = Client()
    client.force_login(world.ben)
    page = reverse("mentorships:my_calendar")

    assert "Switch my calendar address on" in client.get(page).content.decode()
    client.post(reverse("mentorships:calendar_on"))
    first = shown(world.ben)
    client.post(reverse("mentorships:calendar_on"))
    assert shown(world.ben) == first
    client.post(reverse("mentorships:calendar_renew"))
    second = shown(world.ben)
    assert second != first
    assert f"webcal://127.0.0.1:8000{second}" in client.get(page).content.decode()
    client.post(reverse("mentorships:calendar_off"))
    assert "Switch my calendar address on" in client.get(page).content.decode()
    client.post(reverse("mentorships:calendar_renew"))
    assert Client().get(second).status_code == 404
    assert shown_after_switching_on(world.ben) not in {first, second}
    assert world.happened()[-4:] == [
        *("feed.switch_on", "feed.renew", "feed.switch_off", "feed.switch_on")
    ]


def shown_after_switching_on(person: User) -> str:
    return address(person)


def test_the_page_is_not_for_strangers(world: World) -> None:
    for name in ("my_calendar", "calendar_on", "calendar_renew", "calendar_off"):
        assert Client().post(reverse(f"mentorships:{name}")).status_code == 302
    assert not Feed.objects.exists()


@pytest.mark.parametrize("path", ["/calendar/{}.ics", "/l/sign-in/{}/"])
def test_no_line_that_is_logged_holds_a_secret_address(world: World, path: str) -> None:
    token = address(world.ben).removeprefix("/calendar/").removesuffix(".ics")
    actions.switch_calendar_off(world.ben)
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(Line("{levelname} {message}", style="{"))
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        Client().get(path.format(token))
    finally:
        logger.removeHandler(handler)

    assert "WARNING Not Found: " in lines.getvalue()
    assert token not in lines.getvalue()


def test_meetings_of_before_have_names_of_their_own(world: World) -> None:
    group: WorkGroup = world.group()
    one, two = world.meeting(group), world.meeting(group)

    assert one.uid != two.uid
    assert Meeting.objects.get(pk=one.pk).uid == one.uid
