import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from wayfellow.institutions import actions
from wayfellow.institutions.models import Acceptance, Statement
from wayfellow.testing.world import World

pytestmark = pytest.mark.django_db
ACCEPT = "/institutions/statements/"


def publish(world: World, kind: Statement.Kind = Statement.Kind.PRIVACY) -> Statement:
    return actions.publish_statement(
        kind, title=f"Our {kind.value}", body="## What we keep\n\nLittle.", by=world.petra
    )


def test_nobody_is_asked_before_there_is_anything_to_accept(world: World, client: Client) -> None:
    client.force_login(world.ada)

    assert client.get("/me/").status_code == 200


def test_everybody_is_led_to_the_statements_and_back_to_where_they_were_going(
    world: World, client: Client
) -> None:
    privacy, conduct = publish(world), publish(world, Statement.Kind.CONDUCT)
    client.force_login(world.ada)

    answer = client.get("/me/?from=mail")
    assert answer.headers["Location"] == f"{ACCEPT}?next=%2Fme%2F%3Ffrom%3Dmail"

    page = client.get(answer.headers["Location"]).content.decode()
    assert "Our privacy notice" in page
    assert "Our code of conduct" in page

    ticks = {f"accept-{row.pk}": "on" for row in (privacy, conduct)}
    done = client.post(ACCEPT, {**ticks, "next": "/me/?from=mail"})
    assert done.headers["Location"] == "/me/?from=mail"
    assert client.get("/me/").status_code == 200
    assert world.happened()[-2:] == ["statement.accept", "statement.accept"]


def test_what_is_not_ticked_is_not_accepted(world: World, client: Client) -> None:
    privacy, conduct = publish(world), publish(world, Statement.Kind.CONDUCT)
    client.force_login(world.ada)

    answer = client.post(ACCEPT, {f"accept-{privacy.pk}": "on", "next": "/me/"})

    assert answer.status_code == 422
    assert f"accept-{conduct.pk}" in answer.content.decode()
    assert not Acceptance.objects.exists()


def test_going_on_never_leads_to_another_site(world: World, client: Client) -> None:
    statement = publish(world)
    client.force_login(world.ada)

    form = {f"accept-{statement.pk}": "on", "next": "//evil.example/"}

    assert client.post(ACCEPT, form).headers["Location"] == "/"


def test_a_new_version_is_asked_for_again_and_an_open_form_is_still_taken(
    world: World, client: Client
) -> None:
    actions.accept_statements(world.ada, [publish(world).pk], by=world.ada)
    client.force_login(world.ada)
    assert client.get("/me/").status_code == 200

    second = publish(world)

    assert second.number == 2
    assert client.post("/inbox/read/").headers["Location"] == "/inbox/"
    assert client.get("/me/").headers["Location"].startswith(ACCEPT)


def test_who_never_accepted_anything_cannot_post_around_the_page(
    world: World, client: Client
) -> None:
    publish(world)
    client.force_login(world.ada)

    assert client.post("/inbox/read/").headers["Location"].startswith(ACCEPT)


def test_signing_out_and_reading_need_no_acceptance(world: World, client: Client) -> None:
    publish(world)
    client.force_login(world.ada)

    assert client.get("/institutions/statements/privacy-notice/").status_code == 200
    assert client.post("/account/logout/").headers["Location"] == "/"


def test_anybody_may_read_the_current_and_earlier_versions(world: World, client: Client) -> None:
    publish(world)
    publish(world)
    address = "/institutions/statements/privacy-notice/"

    assert "Version 2" in client.get(address).content.decode()
    assert "earlier version" in client.get(f"{address}?version=1").content.decode()
    assert client.get(f"{address}?version=9").status_code == 404
    assert client.get(f"{address}?version=x").status_code == 200
    assert client.get("/institutions/statements/code-of-conduct/").status_code == 404


def test_asking_costs_one_query_a_page(world: World, client: Client) -> None:
    client.force_login(world.ada)
    client.get("/inbox/")
    actions.accept_statements(world.ada, [publish(world).pk], by=world.ada)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get("/inbox/")

    asked = [q for q in queries.captured_queries if "institutions_statement" in q["sql"]]
    assert len(asked) == 1


def test_only_the_platform_publishes_and_a_preview_publishes_nothing(
    world: World, client: Client
) -> None:
    form = {"kind": "privacy notice", "title": "Privacy", "body": "## Little"}
    client.force_login(world.ines)
    assert client.post("/institutions/statements/publish/", form).status_code == 404

    client.force_login(world.petra)
    shown = client.post("/institutions/statements/publish/", {**form, "preview": "yes"})
    assert "Little</h2>" in shown.content.decode()
    assert not Statement.objects.exists()

    client.post("/institutions/statements/publish/", form)
    assert Statement.objects.get().title == "Privacy"
