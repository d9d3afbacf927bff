"""Who is told before data goes, what goes, what stays, and what holds it back."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.serializers import serialize
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wayfellow.access.refusals import Invalid, Refused
from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application, StudentAnswers
from wayfellow.conversations.models import Message
from wayfellow.mentorships.models import Goal, Member, Reflection, WorkGroup
from wayfellow.notifications.models import Letter, Notification
from wayfellow.people.models import Profile, User
from wayfellow.privacy import actions
from wayfellow.privacy.models import Forgetting, Hold, Retention
from wayfellow.privacy.schedules import sweep
from wayfellow.programmes.models import Cohort
from wayfellow.safeguarding.models import Concern
from wayfellow.surveys.models import Feedback
from wayfellow.testing.world import World, at

CANARY = "canary words"
LAST_DAY = date(2028, 11, 26)
"""The cohort ended on 26 November 2027 and is kept for a year."""
TOLD = at(2028, 10, 28)
DAY = timedelta(days=1)
SEARCHED = [
    "people",
    "applications",
    "mentorships",
    "conversations",
    "surveys",
    "pairing",
    "institutions",
]


@pytest.fixture
def over(world: World) -> World:
    """A cohort that has ended, with words of Ada in every place, kept for a year."""
    group = world.group(state="completed")
    ada = Member.objects.get(application__person=world.ada)
    Application.objects.filter(pk=ada.application_id).update(motivation=CANARY, city=CANARY)
    StudentAnswers.objects.update(gaps=CANARY, guardian_name=CANARY)
    Message.objects.create(group=group, author=world.ada, body=CANARY)
    Goal.objects.create(member=ada, title=CANARY)
    meeting = world.meeting(group, starts_at=at(2027, 3, 1), planned_by=world.ada, agenda=CANARY)
    Reflection.objects.create(member=ada, meeting=meeting, learnt=CANARY)
    Feedback.objects.create(group=group, person=world.ada, recommend=9, helped=CANARY)
    Profile.objects.filter(person=world.ada).update(about=CANARY)
    actions.set_retention(world.merlion, 1, by=world.ines)
    return world


def told() -> set[str]:
    notice = "privacy/notices/before_forgetting"
    return set(Letter.objects.filter(notice=notice).values_list("address", flat=True))


def live_through() -> None:
    """The notice, and the night after the last day."""
    sweep(TOLD)
    sweep(at(2028, 11, 28))


def found(*words: str) -> list[str]:
    """Tables in which any of ``words`` is."""
    models = [model for room in SEARCHED for model in apps.get_app_config(room).get_models()]
    texts = {m._meta.label: serialize("json", m._default_manager.all()) for m in models}
    return [name for name, text in texts.items() if any(word in text for word in words)]


def test_everybody_is_told_once_thirty_days_before(over: World) -> None:
    sweep(TOLD - 2 * DAY)
    assert told() == set()

    for moment in (TOLD, TOLD + timedelta(minutes=1), TOLD + DAY):
        sweep(moment)

    assert told() == {"ada@example.com", "ben@example.com", "maya@example.com"}
    assert Letter.objects.filter(notice="privacy/notices/before_forgetting").count() == 3
    assert set(Forgetting.objects.values_list("due_on", flat=True)) == {LAST_DAY + DAY}


def test_nothing_goes_before_the_day_is_over_and_everything_after(over: World) -> None:
    sweep(TOLD)
    sweep(at(2028, 11, 27, 8))
    assert "mentorships.Goal" in found(CANARY)

    sweep(at(2028, 11, 28))

    assert found(CANARY, "Ada Tan", "ada@example.com") == []
    assert Notification.objects.filter(to=over.ada).count() == 0
    assert not User.objects.get(pk=over.ada.pk).is_active
    events = over.happened()
    assert events.count("forgetting.carry_out") == 3
    sweep(at(2028, 11, 29))
    assert over.happened() == events


def test_figures_stay(over: World) -> None:
    def figures() -> list[object]:
        return [
            Application.objects.filter(cohort=over.cohort, state=State.ACCEPTED).count(),
            WorkGroup.objects.get().people().count(),
            *(model.objects.count() for model in (Message, Goal, Reflection)),
            Feedback.objects.get().recommend,
        ]

    before = figures()
    live_through()
    assert figures() == before


def test_who_takes_part_elsewhere_keeps_the_account_and_is_not_found_in_the_old_cohort(
    over: World,
) -> None:
    other = Cohort.objects.create(
        programme=over.programme,
        name="2029",
        starts_on=date(2028, 12, 1),
        ends_on=date(2029, 12, 1),
    )
    application = Application.objects.create(
        cohort=other, person=over.maya, part="mentor", institution=over.merlion, motivation="Again"
    )
    live_through()

    maya = User.objects.get(pk=over.maya.pk)
    assert (maya.is_active, maya.name) == (True, "Maya Mentor")
    assert list(Application.objects.filter(person=maya)) == [application]
    assert not User.objects.get(pk=over.ada.pk).is_active


def test_staff_keep_their_account(over: World) -> None:
    over.offers(over.carol)
    live_through()
    assert User.objects.get(pk=over.carol.pk).is_active


@pytest.mark.parametrize("about_group", [True, False])
def test_a_safeguarding_record_holds_everything_around_it_back(
    over: World, about_group: bool
) -> None:
    concern = Concern.objects.create(
        programme=over.programme,
        institution=over.merlion,
        group=WorkGroup.objects.get() if about_group else None,
        raised_by=over.ben,
        text="canary concern",
        at=at(2027, 5, 1),
    )
    sweep(TOLD)
    assert ("ada@example.com" in told()) is not about_group
    assert "ben@example.com" not in told()
    sweep(at(2028, 11, 28))

    kept = {over.ada, over.ben, over.maya} if about_group else {over.ben}
    assert set(User.objects.filter(is_active=True, pk__in=[p.pk for p in kept])) == kept
    concern.refresh_from_db()
    assert concern.text == "canary concern"

    # Seven years later it holds nobody back any more, and they are told like everybody else.
    sweep(at(2034, 6, 1))
    assert "ben@example.com" in told()


def test_a_group_that_goes_on_is_left_alone(over: World) -> None:
    WorkGroup.objects.update(state="active")
    live_through()
    assert told() == set()
    assert "mentorships.Goal" in found(CANARY)


def test_a_hold_stops_it_also_after_people_were_told_and_lifting_tells_anew(over: World) -> None:
    sweep(TOLD)
    hold = actions.place_hold(over.merlion, over.cohort, "A dispute.", by=over.ines)
    with pytest.raises(Refused):
        actions.place_hold(over.merlion, over.cohort, "Once more.", by=over.ines)
    sweep(at(2028, 12, 1))
    assert "mentorships.Goal" in found(CANARY)

    actions.lift_hold(hold, by=over.ines)
    with pytest.raises(Refused):
        actions.lift_hold(hold, by=over.ines)
    sweep(at(2028, 12, 2))
    sweep(at(2028, 12, 31))
    assert "mentorships.Goal" in found(CANARY)
    assert Letter.objects.filter(notice="privacy/notices/before_forgetting").count() == 6
    sweep(at(2029, 1, 3))
    assert found(CANARY) == []


@pytest.mark.parametrize("years", [None, 5])
def test_another_choice_of_years_holds_at_once(over: World, years: int | None) -> None:
    sweep(TOLD)
    actions.set_retention(over.merlion, years, by=over.ines)
    sweep(at(2028, 12, 5))
    assert "mentorships.Goal" in found(CANARY)


def test_who_was_told_late_has_thirty_days_all_the_same(over: World) -> None:
    sweep(at(2028, 11, 20))
    sweep(at(2028, 12, 20, 8))
    assert "mentorships.Goal" in found(CANARY)
    sweep(at(2028, 12, 22))
    assert found(CANARY) == []


def test_another_institution_s_people_are_not_touched(over: World) -> None:
    kim = over.applies(over.kim, state=State.ACCEPTED)
    Application.objects.filter(pk=kim.pk).update(motivation="words of Kim")
    live_through()
    kim.refresh_from_db()
    assert (kim.motivation, kim.person) == ("words of Kim", over.kim)


def test_without_years_nothing_is_planned(world: World) -> None:
    world.group(state="completed")
    sweep(at(2040, 1, 1))
    assert not Forgetting.objects.exists()
    with pytest.raises(Invalid):
        actions.set_retention(world.merlion, 0, by=world.ines)


def test_the_page_shows_what_will_go_saves_and_holds(over: World, client: Client) -> None:
    Cohort.objects.update(starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 1))
    client.force_login(over.ines)
    url = reverse("privacy:retention", args=["merlion"])
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        page = client.get(url)
    (shown,) = page.context["previews"]
    assert (shown.people, shown.messages, shown.reflections, shown.goals) == (3, 1, 1, 1)

    assert client.post(url, {"years": "0"}).status_code == 422
    assert client.post(url, {"years": ""})["Location"] == url
    assert "Nothing is deleted by itself" in client.get(url).content.decode()
    assert client.post(url, {"years": "4"}).status_code == 302
    assert Retention.objects.get().years == 4

    hold = reverse("privacy:hold", args=["merlion", over.cohort.pk])
    assert client.post(hold, {"reason": ""}).status_code == 422
    assert client.post(hold, {"reason": "A dispute."})["Location"] == url
    assert client.post(hold, {"reason": "A dispute."}).status_code == 409
    assert "A dispute." in client.get(url).content.decode()
    lift = reverse("privacy:lift", args=[Hold.objects.get().pk])
    assert client.post(lift).status_code == 302

    old = Cohort.objects.create(
        programme=over.programme, name="2019", starts_on=date(2019, 1, 1), ends_on=date(2019, 2, 1)
    )
    Application.objects.create(
        cohort=old, person=over.chen, part="student", institution=over.merlion
    )
    client.get(url)
    with CaptureQueriesContext(connection) as two:
        client.get(url)
    assert len(one) == len(two)


def test_others_do_not_decide(over: World, client: Client) -> None:
    held = actions.place_hold(over.merlion, over.cohort, "A dispute.", by=over.ines)
    paths: list[tuple[str, Any]] = [
        ("retention", ["merlion"]),
        ("hold", ["merlion", over.cohort.pk]),
        ("lift", [held.pk]),
    ]
    for who in (over.carol, over.ada, over.cora, over.petra):
        client.force_login(who)
        for name, arguments in paths:
            assert client.post(reverse(f"privacy:{name}", args=arguments)).status_code in {403, 404}
    assert Hold.objects.get().lifted_at is None
