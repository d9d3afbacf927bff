from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from wayfellow.access.refusals import Invalid, Refused
from wayfellow.applications import actions
from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application, Part
from wayfellow.applications.tests.cast import GUARDIAN, ready
from wayfellow.events.models import Event
from wayfellow.people.models import Profile
from wayfellow.programmes.models import Cohort, Window
from wayfellow.testing.world import World


def post(client: Client, application: Application, **typed: str) -> int:
    url = reverse("applications:autosave", args=[application.pk])
    return client.post(url, {"version": "0", "window": "one", **typed}).status_code


def test_beginning_twice_gives_the_same_application(world: World) -> None:
    first = actions.start(world.cohort, world.ada, Part.STUDENT, world.merlion, by=world.ada)
    again = actions.start(world.cohort, world.ada, Part.STUDENT, world.merlion, by=world.ada)

    assert first == again
    assert world.happened() == ["application.start"]


def test_a_student_cannot_apply_through_another_institution(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        actions.start(world.cohort, world.ada, Part.STUDENT, world.kallang, by=world.ada)

    assert refused.value.field == "institution"


def test_nobody_begins_before_the_window_opens_but_staff_may_enter_them(world: World) -> None:
    opens = localdate() + timedelta(days=3)
    Cohort.objects.update(applications_open_on=opens)
    world.cohort.refresh_from_db()

    with pytest.raises(Refused):
        actions.start(world.cohort, world.ada, Part.STUDENT, world.merlion, by=world.ada)

    actions.start(world.cohort, world.ada, Part.STUDENT, world.merlion, by=world.carol)
    assert Application.objects.filter(person=world.ada).exists()


def test_mentors_follow_the_programmes_windows_where_it_has_any(world: World) -> None:
    Window.objects.create(
        programme=world.programme, opens_on=date(2020, 8, 1), closes_on=date(2020, 8, 31)
    )

    with pytest.raises(Refused):
        actions.start(world.cohort, world.milo, Part.MENTOR, world.merlion, by=world.milo)
    actions.start(world.cohort, world.ada, Part.STUDENT, world.merlion, by=world.ada)
    assert [row.person for row in Application.objects.all()] == [world.ada]


def test_what_is_typed_is_kept_by_itself(world: World, client: Client) -> None:
    application = world.applies(world.ada)
    client.force_login(world.ada)

    assert post(client, application, aspiration="To fly", skills="CAD, whittling, cad") == 204
    assert post(client, application, aspiration="To fly far") == 204

    application.refresh_from_db()
    assert (application.student.aspiration, application.version) == ("To fly far", 2)


def test_a_stale_window_overwrites_nothing_and_shows_both(world: World, client: Client) -> None:
    application = world.applies(world.ada)
    client.force_login(world.ada)
    post(client, application, aspiration="From the first window")

    assert post(client, application, aspiration="From the second", window="two") == 409

    edit = reverse("applications:edit", args=[application.pk])
    answer = client.post(edit, {"version": "0", "window": "two", "aspiration": "From the second"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "From the first window" in page
    assert "From the second" in page
    application.student.refresh_from_db()
    assert application.student.aspiration == "From the first window"

    again = client.post(edit, {"version": "1", "window": "3", "aspiration": "From the second"})
    assert again.status_code == 302
    application.student.refresh_from_db()
    assert application.student.aspiration == "From the second"


def test_an_error_loses_nothing_else(world: World, client: Client) -> None:
    application = world.applies(world.chen)
    client.force_login(world.chen)
    edit = reverse("applications:edit", args=[application.pk])
    typed = {"version": "0", "window": "one", "gaps": "Speaking", "guardian_email": "no address"}

    answer = client.post(edit, typed)

    assert answer.status_code == 422
    assert "no address" in answer.content.decode()
    application.student.refresh_from_db()
    assert application.student.gaps == "Speaking"


def test_the_students_own_address_is_no_guardians(world: World) -> None:
    application = world.applies(world.chen)

    for address in ("chen@example.com", "CHEN+mum@example.com"):
        with pytest.raises(Invalid) as refused:
            actions.save(application, {"guardian_email": address}, version=None, by=world.chen)
        assert refused.value.field == "guardian_email"


def test_a_known_birthday_is_not_changed_by_an_application(world: World) -> None:
    application = world.applies(world.chen)
    known = Profile.objects.get(person=world.chen).born_on

    actions.save(application, {"born_on": date(1990, 1, 1)}, version=None, by=world.chen)

    assert Profile.objects.get(person=world.chen).born_on == known


def test_a_sent_application_is_not_edited_any_more(world: World) -> None:
    application = world.applies(world.ada, state=State.SUBMITTED)

    with pytest.raises(Refused):
        actions.save(application, {"gaps": "x"}, version=None, by=world.ada)


def test_an_accepted_mentor_keeps_the_profile_current(world: World, client: Client) -> None:
    application = world.offers(world.maya)
    client.force_login(world.maya)

    assert client.get(reverse("applications:edit", args=[application.pk])).status_code == 200
    actions.save(application, {"company": "Harbour Works"}, version=0, by=world.maya)

    assert Event.objects.latest("pk").data == {"fields": ["company"]}


def test_a_student_sees_what_is_missing_before_sending(world: World, client: Client) -> None:
    application = world.applies(world.chen, **GUARDIAN)
    client.force_login(world.chen)
    send = reverse("applications:send", args=[application.pk])

    page = client.get(send).content.decode()
    assert "#id_aspiration" in page
    assert "Send my application" not in page
    assert client.post(send).status_code == 422
    application.refresh_from_db()
    assert application.state == State.DRAFT


def test_sending_shows_everything_once_more_and_then_how_it_stands(
    world: World, client: Client
) -> None:
    application = ready(world, world.ada)
    client.force_login(world.ada)
    send = reverse("applications:send", args=[application.pk])

    assert "To sign off an aircraft." in client.get(send).content.decode()
    page = client.post(send, follow=True).content.decode()

    assert "waits for review" in page


def test_nobody_else_opens_a_draft(world: World, client: Client) -> None:
    application = world.applies(world.ada)

    for stranger in (world.ben, world.carol, world.maya, world.otto, world.petra):
        client.force_login(stranger)
        for name in ("show", "edit", "send"):
            answer = client.get(reverse(f"applications:{name}", args=[application.pk]))
            assert answer.status_code == 404


def test_ranked_mentors_are_accepted_ones_each_once(world: World) -> None:
    world.programme.ranked_choices = 2
    world.programme.save()
    maya, milo = world.offers(world.maya), world.offers(world.milo, state=State.SUBMITTED)
    application = world.applies(world.ada)

    for wrong in ([milo.pk], [maya.pk, maya.pk]):
        with pytest.raises(Invalid):
            actions.save(application, {"preferred_mentors": wrong}, version=None, by=world.ada)
    actions.save(application, {"preferred_mentors": [maya.pk]}, version=None, by=world.ada)

    assert application.student.preferred_mentors == [maya.pk]
