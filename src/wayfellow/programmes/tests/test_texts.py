"""Documents and the public page live in versions, and nothing that is written is dangerous."""

import pytest
from django.test import Client

from wayfellow.access.refusals import Refused
from wayfellow.programmes import actions, queries
from wayfellow.programmes.models import Document, PublicPage
from wayfellow.testing.world import World

ODD = (
    "The Lakeside Circle (LC)\r\n\r\n\tHow it works\r\n\r\n  • meet\r\n\t• talk\r\n\r\n"
    "Who can join?\r\nAnybody.\r\n\r\n\r\n   Agreement FormDownload\u00a0\r\n-----\r\n[1] A. B. (2001)"
)
ATTACK = "<script>alert(1)</script>\n\n[a](javascript:alert(1))\n\n<img src=x onerror=alert(1)>"


@pytest.fixture
def handbook(world: World) -> Document:
    return actions.write_document(
        world.programme, kind="handbook", title="Handbook", body="We meet once.", by=world.carol
    )


def test_a_revision_is_a_new_version_and_the_old_one_stays(
    world: World, handbook: Document
) -> None:
    actions.revise_document(handbook, "We meet twice.", "more", by=world.carol, seen=1)
    current = queries.current_document(world.programme, "handbook")
    assert current is not None
    assert (current.number, current.body) == (2, "We meet twice.")
    assert handbook.versions.get(number=1).body == "We meet once."


def test_the_second_of_two_who_revise_at_once_is_told_and_loses_nothing(
    world: World, client: Client, handbook: Document
) -> None:
    actions.revise_document(handbook, "We meet twice.", "", by=world.carol, seen=1)
    with pytest.raises(Refused):
        actions.revise_document(handbook, "We meet daily.", "", by=world.carol, seen=1)
    client.force_login(world.carol)
    url = f"/programmes/documents/{handbook.pk}/revise/"
    answer = client.post(url, {"body": "We meet daily.", "note": "mine", "seen": "1"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody else saved a new version" in html
    assert ">\nWe meet daily.</textarea>" in html
    assert '<del><span class="unseen">taken out: </span>twice.</del>' in html
    again = client.post(url, {"body": "We meet daily.", "note": "mine", "seen": "2"})
    assert again.status_code == 302
    assert handbook.versions.count() == 3


def test_an_earlier_version_can_be_read_and_compared(
    world: World, client: Client, handbook: Document
) -> None:
    actions.revise_document(handbook, "We meet twice.", "", by=world.carol)
    client.force_login(world.carol)
    earlier = client.get(f"/programmes/documents/{handbook.pk}/?version=1").content.decode()
    assert "We meet once." in earlier
    assert "An earlier version" in earlier
    changed = client.get(f"/programmes/documents/{handbook.pk}/changes/2/").content.decode()
    assert "twice." in changed
    assert client.get(f"/programmes/documents/{handbook.pk}/?version=9").status_code == 404


def test_a_document_is_downloaded_as_pdf(world: World, client: Client, handbook: Document) -> None:
    client.force_login(world.carol)
    actions.revise_document(handbook, f"{ODD}\n\n{ATTACK}\n\n#panic(1)", "", by=None)
    answer = client.get(f"/programmes/documents/{handbook.pk}/paper/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_one_version_of_the_page_is_live_at_most(world: World) -> None:
    first = actions.draft_page(world.programme, "one", "", by=world.carol)
    second = actions.draft_page(world.programme, "two", "", by=world.carol)
    actions.show_page(first, by=world.carol)
    actions.show_page(second, by=world.carol)
    assert PublicPage.objects.get(is_live=True) == second
    actions.take_down_page(second, by=world.carol)
    assert queries.current_page(world.programme) is None


def test_a_pasted_text_is_previewed_saved_and_published_as_it_stands(
    world: World, client: Client
) -> None:
    client.force_login(world.carol)
    url = f"/programmes/{world.programme.pk}/page/"
    preview = client.post(url, {"body": ODD, "seen": "0", "preview": "1"})
    assert "<li>talk</li>" in preview.content.decode()
    assert not PublicPage.objects.exists()
    assert client.post(url, {"body": ODD, "note": "pasted", "seen": "0"}).status_code == 302
    page = PublicPage.objects.get()
    client.post(f"/programmes/pages/{page.pk}/show/")
    html = Client().get("/p/first-steps/").content.decode()
    assert "<li>meet</li>\n<li>talk</li>" in html
    assert '<h3 id="h-who-can-join">Who can join?</h3>' in html
    assert "<pre>" not in html


def test_the_second_of_two_who_write_the_page_at_once_is_told(world: World, client: Client) -> None:
    actions.draft_page(world.programme, "hers", "", by=world.carol, seen=0)
    client.force_login(world.carol)
    url = f"/programmes/{world.programme.pk}/page/"
    answer = client.post(url, {"body": "mine", "seen": "0"})
    assert answer.status_code == 409
    assert ">\nmine</textarea>" in answer.content.decode()


def test_script_on_a_public_page_is_inert(world: World) -> None:
    actions.show_page(actions.draft_page(world.programme, ATTACK, "", by=None), by=None)
    html = Client().get("/p/first-steps/").content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert 'href="javascript' not in html
