import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils.timezone import now

from wayfellow.access.models import Link
from wayfellow.access.refusals import Refused
from wayfellow.institutions import actions
from wayfellow.institutions.lifecycle import InvitationState, Role
from wayfellow.institutions.models import Institution, Invitation, Membership
from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.notifications.outbox import send_due
from wayfellow.people.models import User
from wayfellow.testing.world import World

pytestmark = pytest.mark.django_db
NEW = "mentor@harbour.example"


def invite(
    world: World, email: str = NEW, role: Role = Role.MENTOR, by: User | None = None
) -> Invitation:
    by = by or world.ines
    return actions.invite(world.merlion, email=email, name="Nora New", role=role, by=by)


def mailed_path() -> str:
    send_due()
    found = re.search(r"https?://[^/]+(/l/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def roles(email: str) -> set[tuple[str, str]]:
    rows = Membership.objects.current().filter(person__email=email)
    return set(rows.values_list("institution__slug", "role"))


def test_an_invitation_is_mailed_and_its_page_says_who_invites_to_what(
    world: World, client: Client
) -> None:
    invite(world)

    page = client.get(mailed_path()).content.decode()

    assert "Merlion Polytechnic invites you" in page
    assert "Ines Admin would like you to join as mentor" in page
    assert roles(NEW) == set()


def test_accepting_makes_the_account_gives_the_role_and_signs_in(
    world: World, client: Client
) -> None:
    invitation = invite(world)

    answer = client.post(mailed_path())

    assert answer.status_code == 302
    person = User.objects.get(email=NEW)
    assert client.session["_auth_user_id"] == str(person.pk)
    assert roles(NEW) == {("merlion", "mentor")}
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.ACCEPTED
    assert (world.ines, "institutions/notices/accepted") in world.told()
    assert world.happened() == [
        "invitation.send",
        "user.register",
        "membership.enrol",
        "invitation.accept",
    ]


def test_accepting_works_once(world: World, client: Client) -> None:
    invite(world)
    path = mailed_path()
    client.post(path)

    again = Client().post(path)

    assert again.status_code == 410
    assert "accepted already" in again.content.decode()


def test_somebody_with_an_account_keeps_it(world: World, client: Client) -> None:
    invite(world, world.kim.email)

    client.post(mailed_path())

    assert roles(world.kim.email) == {("kallang", "student"), ("merlion", "mentor")}
    assert User.objects.filter(email=world.kim.email).count() == 1


def test_signed_in_as_somebody_else_nothing_is_accepted(world: World, client: Client) -> None:
    invite(world)
    path = mailed_path()
    client.force_login(world.otto)

    assert "Sign out and come back here" in client.get(path).content.decode()
    assert client.post(path).status_code == 409
    assert roles(NEW) == roles(world.otto.email) == set()

    signed_out = client.post("/account/logout/", {"next": path})
    assert signed_out.headers["Location"] == path


def test_a_new_link_ends_the_old_one(world: World, client: Client) -> None:
    invitation = invite(world)
    old = mailed_path()

    actions.resend(invitation, by=world.ines)

    assert client.post(old).status_code == 410
    assert client.post(mailed_path()).status_code == 302


def test_inviting_the_same_person_again_sends_the_same_invitation_again(world: World) -> None:
    first, second = invite(world), invite(world, NEW.upper())

    assert first == second
    assert Link.objects.open().count() == 1
    assert world.happened() == ["invitation.send", "invitation.resend"]


def test_an_expired_link_offers_to_ask_for_a_new_one(world: World, client: Client) -> None:
    with time_machine.travel("2027-01-11T08:00:00Z", tick=False) as clock:
        invitation = invite(world)
        path = mailed_path()
        clock.shift(14 * 24 * 60 * 60)

        assert invitation.has_expired
        page = client.get(path)
        assert page.status_code == 410
        assert "Ask for a new one" in page.content.decode()

        assert client.post(f"{path}again/").status_code == 200
        assert (world.ines, "institutions/notices/asked") in world.told()


def test_a_withdrawn_invitation_opens_nothing(world: World, client: Client) -> None:
    invitation = invite(world)
    path = mailed_path()

    actions.revoke(invitation, by=world.ines)

    assert "was withdrawn" in client.post(path).content.decode()
    assert roles(NEW) == set()
    with pytest.raises(IllegalStep):
        actions.resend(invitation, by=world.ines)


def test_a_cut_link_says_so(client: Client, db: None) -> None:
    assert client.get("/l/invitation/abc/").status_code == 404


def test_nobody_is_invited_to_a_role_they_hold(world: World) -> None:
    with pytest.raises(Refused, match="already"):
        invite(world, world.ada.email, Role.STUDENT)


def test_a_coordinator_invites_but_makes_no_administrators(world: World, client: Client) -> None:
    client.force_login(world.carol)
    address = "/institutions/merlion/invitations/"
    form = {"name": "Nora New", "email": NEW, "role": "institution admin"}

    assert client.post(address, form).status_code == 422
    assert client.post(address, {**form, "role": "mentor"}).status_code == 302
    assert Invitation.objects.get().role == Role.MENTOR
    assert client.get("/institutions/merlion/").status_code == 403


def test_a_coordinator_keeps_an_eye_on_the_invitations_they_sent_and_no_others(
    world: World, client: Client
) -> None:
    own = invite(world, by=world.carol)
    invite(world, "somebody.else@example.com")
    client.force_login(world.carol)
    address = "/institutions/merlion/invitations/"

    assert f'href="{address}"' in client.get("/").text
    page = client.get(address).text
    assert NEW in page
    assert "somebody.else@example.com" not in page

    Invitation.objects.update(at=now() - timedelta(days=15))
    assert "link expired" in client.get(address).text
    client.post(f"/institutions/invitations/{own.pk}/resend/")
    assert "waits for an answer" in client.get(address).text
    client.post(f"/institutions/invitations/{own.pk}/revoke/")
    own.refresh_from_db()
    assert own.state == "revoked"


def test_another_institution_is_not_there(world: World, client: Client) -> None:
    invitation = invite(world)
    client.force_login(world.cora)

    assert client.get("/institutions/merlion/invitations/").status_code == 404
    assert client.post(f"/institutions/invitations/{invitation.pk}/revoke/").status_code == 404


def test_an_institution_begins_with_its_first_administrator(world: World, client: Client) -> None:
    client.force_login(world.petra)
    form = {
        "name": "Punggol Polytechnic",
        "short_name": "Punggol",
        "slug": "punggol",
        "country": "sg",
        "time_zone": "Asia/Singapore",
        "language": "en",
        "contact_email": "hello@punggol.example",
        "admin_name": "Ana First",
        "admin_email": "ana@punggol.example",
    }

    assert client.post("/institutions/new/", form).status_code == 302

    place = Institution.objects.get(slug="punggol")
    assert (place.country, place.invitations.get().role) == ("SG", Role.INSTITUTION_ADMIN)
    for slug in ("punggol", "statements"):
        assert client.post("/institutions/new/", {**form, "slug": slug}).status_code == 422
