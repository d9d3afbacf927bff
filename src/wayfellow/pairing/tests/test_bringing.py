import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from wayfellow.access.refusals import Refused
from wayfellow.applications.models import Application, StudentAnswers
from wayfellow.mentorships.models import Member
from wayfellow.pairing import actions
from wayfellow.pairing.bringing import brought
from wayfellow.pairing.lifecycle import RunState
from wayfellow.pairing.models import Run
from wayfellow.pairing.tests.crowd import Crowd


def _people(crowd: Crowd) -> tuple[list[Application], list[Application]]:
    mentors = [crowd.mentor(1), crowd.mentor(2, fields=["design/media"])]
    students = [crowd.student(n) for n in range(1, 5)]
    StudentAnswers.objects.filter(application=students[0]).update(student_number="S77")
    return students, mentors


def _file(*rows: str) -> bytes:
    return "\n".join(["Student;Mentor e-mail", *rows]).encode()


def _rows(students: list[Application], mentors: list[Application]) -> list[str]:
    """The first two with the first mentor, the others with the second."""
    named = ["S77", students[1].person.email.upper(), str(students[2].pk), students[3].person.email]
    return [f"{name};{mentors[at // 2].person.email}" for at, name in enumerate(named)]


def _bring(crowd: Crowd, client: Client, data: bytes) -> object:
    client.force_login(crowd.world.carol)
    url = reverse("pairing:bring", args=[crowd.world.cohort.pk])
    return client.post(url, {"file": SimpleUploadedFile("pairs.csv", data)})


def test_people_are_found_by_address_number_or_id(crowd: Crowd) -> None:
    students, mentors = _people(crowd)

    found = brought(
        crowd.world.cohort, crowd.world.merlion, _file(*_rows(students, mentors)), "pairs.csv"
    )

    assert found.faults == []
    assert found.pairs == [
        (student.pk, mentors[at // 2].pk, at + 2) for at, student in enumerate(students)
    ]


def test_every_bad_row_is_named_and_nothing_is_taken(crowd: Crowd, client: Client) -> None:
    students, mentors = _people(crowd)
    good = _rows(students, mentors)
    elsewhere = crowd.student(9, at=crowd.world.kallang)
    rows = [
        *good[:2],
        good[0],
        f"nobody@example.com;{mentors[1].person.email}",
        f"{elsewhere.person.email};{mentors[1].person.email}",
        f"{students[2].person.email};",
    ]

    found = brought(crowd.world.cohort, crowd.world.merlion, _file(*rows), "pairs.csv")
    page = _bring(crowd, client, _file(*rows))

    places = [(fault.line, fault.column) for fault in found.faults]
    assert (4, "Student") in places
    assert (5, "Student") in places
    assert (6, "Student") in places, "another institution's student is not known here"
    assert (7, "Mentor e-mail") in places
    assert "line 2 already" in next(f.reason for f in found.faults if f.line == 4)
    assert page.status_code == 422  # type: ignore[attr-defined]
    assert "Nothing was taken from the file" in page.content.decode()  # type: ignore[attr-defined]
    assert not Run.objects.exists()


def test_groups_too_large_or_too_small_are_named_by_their_rows(crowd: Crowd) -> None:
    mentors = [crowd.mentor(1, most=2), crowd.mentor(2)]
    students = [crowd.student(n) for n in range(4)]
    rows = [f"{row.person.email};{mentors[0].person.email}" for row in students[:3]]
    rows.append(f"{students[3].person.email};{mentors[1].person.email}")

    found = brought(crowd.world.cohort, crowd.world.merlion, _file(*rows), "pairs.csv")

    assert [fault.line for fault in found.faults] == [4, 5]
    assert "places for 2" in found.faults[0].reason
    assert "at least 2" in found.faults[1].reason


def test_a_file_without_the_columns_or_not_a_list_is_refused_in_a_sentence(crowd: Crowd) -> None:
    world = crowd.world
    without = brought(world.cohort, world.merlion, b"name,city\nAda,Espoo\n", "x.csv")
    broken = brought(world.cohort, world.merlion, io.BytesIO(b"PK\x03\x04 no").getvalue(), "x.xlsx")

    assert [fault.column for fault in without.faults] == ["student", "mentor"]
    assert len(broken.faults) == 1


def test_a_pair_that_breaks_a_rule_is_published_only_when_kept_by_hand(
    crowd: Crowd, client: Client
) -> None:
    students, mentors = _people(crowd)
    _bring(crowd, client, _file(*_rows(students, mentors)))
    run = Run.objects.get()
    actions.work(run.pk)
    run.refresh_from_db()
    assert run.state == RunState.READY, run.problem
    unlawful = set(run.proposals.exclude(against=[]).values_list("student", flat=True))
    assert unlawful == {students[2].pk, students[3].pk}, "the second mentor knows other fields"
    assert all(row.score for row in run.proposals.exclude(against=[])), "judged all the same"

    with pytest.raises(Refused, match="break a rule: Student3 Lim, Student4 Lim"):
        actions.publish(Run.objects.get(pk=run.pk), by=crowd.world.carol)
    doubts = reverse("pairing:doubts", args=[run.pk])
    assert "the mentor knows other fields" in client.get(doubts).content.decode()
    client.post(doubts, {"student": students[2].pk})
    assert run.proposals.filter(kept_by_hand=True).count() == 1
    client.post(doubts, {"all": "1"})
    actions.publish(Run.objects.get(pk=run.pk), by=crowd.world.carol)

    assert Member.objects.active().count() == 4
    assert "run.keep_pair" in crowd.world.happened()


def test_nothing_is_judged_of_people_who_were_placed_meanwhile(crowd: Crowd) -> None:
    students, mentors = _people(crowd)
    pairs = [(row.pk, mentors[0].pk, 2) for row in students[:2]]
    world = crowd.world
    recipe = crowd.run().configuration
    run = actions.bring_pairs(
        world.cohort, world.merlion, pairs, configuration=recipe, by=world.carol
    )
    Application.objects.filter(pk=mentors[0].pk).update(is_paused=True)

    actions.work(run.pk)

    run.refresh_from_db()
    assert (run.state, run.proposals.count()) == (RunState.FAILED, 0)
    assert "Bring it again" in run.problem
