import io

import pypdf
import pytest
from django.test import Client
from django.urls import reverse

from wayfellow.access.refusals import Invalid, Refused
from wayfellow.mentorships import actions
from wayfellow.mentorships.lifecycle import AgreementState, GroupState
from wayfellow.mentorships.models import Agreement, Signature
from wayfellow.mentorships.tests.people import member, proposed
from wayfellow.testing.world import World


def test_the_last_signature_puts_the_agreement_in_force_and_begins_the_group(
    world: World,
) -> None:
    group = world.group()
    agreement = proposed(group, world.ada)

    for person in (world.ada, world.ben, world.maya):
        agreement.refresh_from_db()
        assert agreement.state == AgreementState.PROPOSED
        actions.sign(agreement, f" {person.name.upper()}  ", by=person)

    agreement.refresh_from_db()
    group.refresh_from_db()
    assert agreement.state == AgreementState.IN_FORCE
    assert group.state == GroupState.ACTIVE
    assert (world.leo, "mentorships/notices/agreement_in_force") in world.told()


def test_another_name_is_no_signature(world: World) -> None:
    agreement = proposed(world.group(), world.ada)

    with pytest.raises(Invalid, match="Ada Tan"):
        actions.sign(agreement, "Ada Lovelace", by=world.ada)

    assert not Signature.objects.exists()


def test_nobody_from_outside_signs(world: World) -> None:
    agreement = proposed(world.group(), world.ada)

    with pytest.raises(Refused, match="Only the mentor and the students"):
        actions.sign(agreement, "Leo Liaison", by=world.leo)


def test_changing_the_text_voids_every_signature(world: World) -> None:
    agreement = proposed(world.group(), world.ada)
    actions.sign(agreement, "Ada Tan", by=world.ada)

    actions.revise(agreement, by=world.maya)

    assert agreement.state == AgreementState.DRAFT
    assert not Signature.objects.exists()


def test_who_signs_what_was_revised_meanwhile_is_asked_to_read_again(world: World) -> None:
    group = world.group()
    as_ben_read_it = proposed(group, world.ada)
    other = Agreement.objects.get(pk=as_ben_read_it.pk)
    actions.revise(other, by=world.ada)
    actions.save_agreement(other, {"goals": "Something else"}, version=other.version, by=world.ada)
    actions.propose(other, by=world.ada)

    with pytest.raises(Refused, match="Read it again"):
        actions.sign(as_ben_read_it, "Ben Virtanen", by=world.ben)

    assert not Signature.objects.exists()


def test_two_who_write_at_once_do_not_overwrite_each_other(world: World, client: Client) -> None:
    group = world.group()
    agreement = actions.draft_agreement(group, by=world.ada)
    actions.save_agreement(agreement, {"goals": "Ada's goals"}, version=0, by=world.ada)
    client.force_login(world.ben)

    answer = client.post(
        reverse("mentorships:agreement_edit", args=[group.pk, agreement.pk]),
        {"goals": "Ben's goals", "version": 0},
    )

    agreement.refresh_from_db()
    page = answer.content.decode()
    assert answer.status_code == 409
    assert agreement.goals == "Ada's goals"
    assert "<del>Ada&#x27;s goals</del>" in page
    assert "<ins>Ben&#x27;s goals</ins>" in page
    assert 'name="version" value="1"' in page


def test_whoever_writes_the_agreement_is_asked_for_the_goals_and_loses_nothing(
    world: World, client: Client
) -> None:
    group = world.group()
    agreement = actions.draft_agreement(group, by=world.ada)
    url = reverse("mentorships:agreement_edit", args=[group.pk, agreement.pk])
    client.force_login(world.ada)

    answer = client.post(url, {"student_commitments": "We come prepared", "version": 0})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["goals"]
    assert "We come prepared" in answer.content.decode()


def test_there_is_one_draft_however_often_it_is_asked_for(world: World) -> None:
    group = world.group()

    first = actions.draft_agreement(group, by=world.ada)
    second = actions.draft_agreement(group, by=world.ben)

    assert first == second
    assert first.confidentiality
    assert "face to face" in first.meetings


def test_a_new_agreement_begins_with_the_old_text_and_replaces_it(world: World) -> None:
    group = world.group()
    old = proposed(group, world.ada)
    for person in (world.ada, world.ben, world.maya):
        actions.sign(old, person.name, by=person)

    new = actions.draft_agreement(group, by=world.ben)
    assert (new.number, new.goals) == (2, "Find our field")
    actions.propose(new, by=world.ben)
    for person in (world.ada, world.ben, world.maya):
        actions.sign(new, person.name, by=person)

    assert list(group.agreements.values_list("number", "state")) == [
        (2, AgreementState.IN_FORCE),
        (1, AgreementState.SUPERSEDED),
    ]


def test_when_the_only_one_missing_leaves_the_agreement_holds(world: World) -> None:
    group = world.group()
    agreement = proposed(group, world.ada)
    actions.sign(agreement, "Ada Tan", by=world.ada)
    actions.sign(agreement, "Maya Mentor", by=world.maya)

    actions.leave(member(group, world.ben), by=world.carol)

    agreement.refresh_from_db()
    assert agreement.state == AgreementState.IN_FORCE


def test_goals_come_before_signatures(world: World) -> None:
    agreement = actions.draft_agreement(world.group(), by=world.ada)

    with pytest.raises(Refused, match="shared goals first"):
        actions.propose(agreement, by=world.ada)


def test_the_paper_shows_who_has_signed_and_who_not(world: World, client: Client) -> None:
    group = world.group()
    agreement = proposed(group, world.ada)
    actions.sign(agreement, "Ada Tan", by=world.ada)
    client.force_login(world.leo)

    answer = client.get(reverse("mentorships:agreement_pdf", args=[group.pk, agreement.pk]))

    text = "\n".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
    assert "Find our field" in text
    assert text.count("Not yet signed") == 2
    assert "Signed on" in text


def test_signing_in_the_page(world: World, client: Client) -> None:
    group = world.group()
    agreement = proposed(group, world.ada)
    client.force_login(world.ben)
    url = reverse("mentorships:agreement_sign", args=[group.pk, agreement.pk])

    wrong = client.post(url, {"typed_name": "Benny", "version": agreement.version})
    right = client.post(url, {"typed_name": "Ben Virtanen", "version": agreement.version})

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert "Type your name as it is written here" in wrong.content.decode()
    assert agreement.signatures.get().person == world.ben
