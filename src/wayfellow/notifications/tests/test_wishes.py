"""People choose what they get by mail and how often; some mail nobody can switch off."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from wayfellow.conversations.actions import write
from wayfellow.mentorships.models import WorkGroup
from wayfellow.notifications.categories import ALWAYS_MAILED, SWITCHABLE, Category, Channel
from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.models import Letter, Notification, Preference
from wayfellow.notifications.notice import NOTICES
from wayfellow.notifications.outbox import send_due
from wayfellow.notifications.preferences import UNWANTED, channels, choose
from wayfellow.people.models import User
from wayfellow.safeguarding.actions import raise_concern
from wayfellow.testing.world import World

pytestmark = pytest.mark.django_db
PAGE = "/inbox/mail/"
CONCERN = {"severity": "serious", "category": "other", "text": "x"}


def wants(who: User, channel: Channel, category: Category = Category.MESSAGES) -> None:
    choose(who, {category: channel})


def letters_to(who: User) -> list[tuple[str, str]]:
    rows = Letter.objects.filter(to=who).order_by("pk")
    return list(rows.values_list("state", "period"))


def test_every_notice_is_about_something() -> None:
    notices = [notice for rows in NOTICES.values() for notice in rows if notice.category == ""]

    # What a proof adds to the table on its own is about nothing.
    assert [notice.template for notice in notices] == []


def test_who_wants_no_mail_about_something_reads_it_in_the_page_only(world: World) -> None:
    group = world.group()
    wants(world.ben, Channel.NONE)

    write(group, "Hello.", by=world.ada)

    assert letters_to(world.ben) == []
    assert letters_to(world.maya) == [(LetterState.WAITING, "")]
    assert Notification.objects.filter(to=world.ben, category=Category.MESSAGES).count() == 1


@pytest.mark.parametrize("channel", [Channel.DAILY, Channel.WEEKLY])
def test_who_wants_a_digest_gets_nothing_before_it(world: World, channel: Channel) -> None:
    group = world.group()
    wants(world.ben, channel)

    write(group, "Hello.", by=world.ada)
    send_due()

    assert letters_to(world.ben) == [(LetterState.COLLECTED, channel.value)]
    assert letters_to(world.maya) == [(LetterState.SENT, "")]


def test_safety_is_mailed_at_once_whatever_somebody_chose(world: World) -> None:
    group = world.group()
    for category in SWITCHABLE:
        wants(world.ada, Channel.NONE, category)

    raise_concern(group.cohort.programme, CONCERN, institution=world.merlion, by=world.ada)

    assert letters_to(world.ada) == [(LetterState.WAITING, "")]
    assert not set(channels(world.ada)) & set(ALWAYS_MAILED)
    for category in ALWAYS_MAILED:
        with pytest.raises(IntegrityError), transaction.atomic():
            Preference.objects.create(person=world.ada, category=category, channel=Channel.NONE)


def test_staff_s_word_on_their_groups_comes_weekly_unless_they_say_otherwise(world: World) -> None:
    assert channels(world.leo)[Category.CHARGE] == Channel.WEEKLY
    assert channels(world.leo)[Category.MEETINGS] == Channel.NOW

    wants(world.leo, Channel.NOW, Category.CHARGE)

    assert channels(world.leo)[Category.CHARGE] == Channel.NOW


def test_switching_off_holds_at_once_for_what_is_queued(world: World) -> None:
    group = world.group()
    write(group, "One.", by=world.ada)
    wants(world.ben, Channel.DAILY)
    write(group, "Two.", by=world.ada)

    wants(world.ben, Channel.NONE)

    assert letters_to(world.ben) == [(LetterState.DROPPED, ""), (LetterState.DROPPED, "daily")]
    assert set(Letter.objects.filter(to=world.ben).values_list("reason", flat=True)) == {UNWANTED}
    assert letters_to(world.maya) == [(LetterState.WAITING, "")] * 2
    send_due()
    assert {row["state"] for row in Letter.objects.filter(to=world.ben).values("state")} == {
        LetterState.DROPPED
    }


def test_a_letter_that_comes_back_for_another_try_is_asked_about_again(world: World) -> None:
    write(world.group(), "One.", by=world.ada)
    wants(world.ben, Channel.NONE)
    # A sender had it in hand while its reader chose.
    Letter.objects.filter(to=world.ben).update(state=LetterState.WAITING, reason="")

    send_due()

    row = Letter.objects.get(to=world.ben)
    assert (row.state, row.reason) == (LetterState.DROPPED, UNWANTED)


def test_the_page_asks_each_about_what_concerns_them(world: World, client: Client) -> None:
    client.force_login(world.ada)
    student = client.get(PAGE).content.decode()
    client.force_login(world.leo)
    staff = client.get(PAGE).content.decode()

    assert 'name="meetings"' in student
    assert ('name="charge"' in student, 'name="charge"' in staff) == (False, True)
    assert 'name="security"' not in staff


def test_what_was_chosen_is_kept_and_shown(world: World, client: Client) -> None:
    client.force_login(world.ada)
    values = {category.value: "now" for category in channels(world.ada)} | {"meetings": "daily"}

    assert client.post(PAGE, values).headers["Location"] == PAGE

    assert channels(world.ada)[Category.MEETINGS] == Channel.DAILY
    assert channels(world.ben)[Category.MEETINGS] == Channel.NOW
    assert '<option value="daily" selected' in client.get(PAGE).content.decode()
    # Only what differs is written down: what usually holds may change later.
    assert Preference.objects.count() == 1


def test_what_is_no_choice_is_said_at_its_field_and_the_rest_is_kept(
    world: World, client: Client
) -> None:
    client.force_login(world.ada)
    values = {category.value: "now" for category in channels(world.ada)}

    answer = client.post(PAGE, values | {"meetings": "hourly", "group": "weekly"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "id_meetings_error" in page
    assert '<option value="weekly" selected' in page
    assert Preference.objects.count() == 0


def test_nobody_chooses_about_security_by_the_form(world: World, client: Client) -> None:
    client.force_login(world.ada)
    values = {category.value: "now" for category in Category} | {"security": "none"}

    assert client.post(PAGE, values).status_code == 302

    assert Preference.objects.count() == 0


def test_many_readers_cost_no_more_queries(
    world: World, django_assert_max_num_queries: object
) -> None:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    def cost(group: WorkGroup) -> int:
        with CaptureQueriesContext(connection) as queries:
            write(group, "Hello.", by=world.maya)
        return len(queries)

    small, large = world.group(world.ada), world.group(world.ben, world.chen)
    cost(small)
    assert cost(small) == cost(large)
