import pytest
from django.test import Client
from django.urls import reverse

from wayfellow.mentorships import actions
from wayfellow.mentorships.lifecycle import MemberState
from wayfellow.mentorships.models import Member
from wayfellow.mentorships.tests.people import held, member
from wayfellow.programmes import actions as programmes
from wayfellow.testing.world import World


def get(client: Client, world: World, name: str, *args: object) -> tuple[int, bytes]:
    response = client.get(reverse(f"mentorships:{name}", args=args))
    return response.status_code, response.content


def test_a_certificate_waits_until_everything_is_there(client: Client, world: World) -> None:
    group = world.group()
    ada = member(group, world.ada)
    client.force_login(world.ada)

    page = client.get(reverse("mentorships:certificate", args=[group.pk, ada.pk]))
    early = client.get(reverse("mentorships:certificate_pdf", args=[group.pk, ada.pk]))

    assert "An agreement that everybody has signed" in page.content.decode()
    assert early.status_code == 409

    programme = group.cohort.programme
    programmes.edit(programme, {"agreement": "none", "meetings_per_term": 0}, by=world.carol)
    actions.activate(group, by=world.carol)
    actions.complete(group, by=world.carol)
    earned = client.get(reverse("mentorships:certificate_pdf", args=[group.pk, ada.pk]))

    assert Member.objects.get(pk=ada.pk).state == MemberState.COMPLETED
    assert earned.content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("who", "status"), [("ada", 200), ("leo", 200), ("carol", 200), ("ben", 403), ("maya", 403)]
)
def test_a_certificate_is_the_student_s_and_the_staff_s(
    client: Client, world: World, who: str, status: int
) -> None:
    group = world.group()
    client.force_login(getattr(world, who))

    assert get(client, world, "certificate", group.pk, member(group, world.ada).pk)[0] == status


def test_a_mentor_keeps_a_record_of_participation(client: Client, world: World) -> None:
    group = world.group()
    held(world, group, world.ada)
    client.force_login(world.maya)
    mine = get(client, world, "service_pdf", group.pk)
    client.force_login(world.ada)
    hers = get(client, world, "service_pdf", group.pk)

    assert mine[1].startswith(b"%PDF")
    assert hers[0] == 403


def test_the_world_downloads_blank_forms_of_a_programme_that_is_shown(
    client: Client, world: World
) -> None:
    slug = world.programme.slug
    hidden = [get(client, world, name, slug)[0] for name in ("blank_reflection", "blank_agreement")]
    page = programmes.draft_page(world.programme, "Welcome", "", by=world.carol)
    programmes.show_page(page, by=world.carol)
    shown = [get(client, world, name, slug) for name in ("blank_reflection", "blank_agreement")]

    assert hidden == [404, 404]
    assert all(made.startswith(b"%PDF") for _status, made in shown)


def test_a_reflection_is_kept_as_pdf_by_those_who_may_read_it(client: Client, world: World) -> None:
    group = world.group()
    meeting = held(world, group, world.ada)
    row = actions.open_reflection(member(group, world.ada), meeting=meeting, by=world.ada)
    actions.save_reflection(row, {"did": "Talked about 工程"}, version=0, by=world.ada)
    client.force_login(world.ada)
    mine = get(client, world, "reflection_pdf", group.pk, row.pk)
    client.force_login(world.ben)
    other = get(client, world, "reflection_pdf", group.pk, row.pk)

    assert mine[1].startswith(b"%PDF")
    assert other[0] == 404
