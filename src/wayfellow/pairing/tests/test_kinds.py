import csv
import io
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils.timezone import now
from pytest_django import DjangoCaptureOnCommitCallbacks

from wayfellow.access.refusals import Refused
from wayfellow.cli.main import main
from wayfellow.mentorships import actions as mentorships
from wayfellow.mentorships.models import Member, WorkGroup
from wayfellow.pairing import actions
from wayfellow.pairing.files import zipped
from wayfellow.pairing.lifecycle import RunState
from wayfellow.pairing.models import Run
from wayfellow.pairing.queries import compared
from wayfellow.pairing.recipe import Recipe
from wayfellow.pairing.schedules import sweep
from wayfellow.pairing.tests.crowd import Crowd
from wayfellow.programmes.models import Cohort


def _done(run: Run) -> Run:
    actions.work(run.pk)
    run.refresh_from_db()
    return run


def _recipe(crowd: Crowd) -> str:
    return Recipe.of(crowd.world.programme).toml()


def test_late_joiners_come_into_open_places_only(crowd: Crowd) -> None:
    world = crowd.world
    led = crowd.mentor(1)
    group = mentorships.form_group(
        world.cohort,
        led,
        [crowd.student(1), crowd.student(2)],
        institution=world.merlion,
        by=world.carol,
    )
    crowd.mentor(2)
    late = [crowd.student(n) for n in (11, 12, 13)]

    run = _done(
        actions.place_late(
            world.cohort, world.merlion, configuration=_recipe(crowd), by=world.carol
        )
    )

    assert run.state == RunState.READY, run.problem
    assert set(run.proposals.values_list("mentor", flat=True)) == {led.pk}
    assert run.proposals.count() == 2, "two places were open, though another mentor is free"
    assert actions.publish(run, by=world.carol) == [group]
    placed = Member.objects.active().filter(application__in=late)
    assert set(placed.values_list("group", flat=True)) == {group.pk}


def test_a_run_repeated_from_what_was_kept_gives_the_same_answer(crowd: Crowd) -> None:
    run = crowd.ready(students=7, mentors=3)
    crowd.student(50)
    pair = run.proposals.first()
    assert pair is not None
    pair.delete()

    again = _done(actions.repeat(run, by=crowd.world.carol))

    found = compared(again)
    assert found is not None
    assert found.identical
    assert again.answer == run.answer
    with pytest.raises(Refused, match="never published"):
        actions.publish(again, by=crowd.world.carol)


def test_a_repetition_says_what_differs_and_which_version_is_another(crowd: Crowd) -> None:
    run = crowd.ready(students=4, mentors=2)
    again = _done(actions.repeat(run, by=crowd.world.carol))
    student, mentor, score = run.answer[0]
    run.answer[0] = [student, mentor, score + 1]
    run.report["version"] = "0.0.1"
    run.save()
    again.refresh_from_db()

    found = compared(again)

    assert found is not None
    assert found.differ == [student]
    assert ["version 0.0.1" in cause for cause in found.causes] == [True]


def test_the_files_of_a_run_give_the_same_answer_outside_and_name_nobody(
    crowd: Crowd, tmp_path: Path
) -> None:
    for n in range(3):
        crowd.mentor(n, job_title="Builder of quiet machines", help_areas=["career planning"])
    for n in range(8):
        crowd.student(n, motivation="I like quiet machines and planning")
    crowd.mentor(8)
    run = crowd.run()

    with zipfile.ZipFile(io.BytesIO(zipped(run))) as archive:
        archive.extractall(tmp_path)
    told = "".join(path.read_text() for path in tmp_path.glob("*.csv"))
    arguments = [f"--{name}={tmp_path}/{name}.csv" for name in ("students", "mentors", "pairs")]
    status = main(
        ["match", *arguments, f"--config={tmp_path}/config.toml", f"--out={tmp_path}/again.csv"]
    )

    assert status == 0
    assert (tmp_path / "again.csv").read_text() == (tmp_path / "result.csv").read_text()
    rows = csv.DictReader(io.StringIO((tmp_path / "result.csv").read_text()))
    assert {(int(row["student"]), int(row["mentor"])) for row in rows} == set(
        run.proposals.values_list("student", "mentor")
    )
    assert not [word for word in ("Student", "Mentor", "quiet", "machines") if word in told]


def _last_year(crowd: Crowd) -> Cohort:
    """An earlier cohort with one group, whose people nobody matched with the engine."""
    world = crowd.world
    now_, world.cohort = (
        world.cohort,
        Cohort.objects.create(
            programme=world.programme, name="2026", starts_on=date(2026, 1, 12), state="closed"
        ),
    )
    mentor = crowd.mentor(71)
    crowd.mentor(72)
    students = [crowd.student(n) for n in (81, 82)]
    group = WorkGroup.objects.create(
        cohort=world.cohort, institution=world.merlion, mentor=mentor, state="completed"
    )
    for student in students:
        Member.objects.create(group=group, application=student, state="completed")
    past, world.cohort = world.cohort, now_
    return past


def test_a_rehearsal_is_compared_with_what_was_really_done(crowd: Crowd) -> None:
    past = _last_year(crowd)
    world = crowd.world

    run = _done(
        actions.rehearse(
            world.cohort, world.merlion, past, configuration=_recipe(crowd), by=world.carol
        )
    )

    assert run.state == RunState.READY, run.problem
    found = compared(run)
    assert found is not None
    assert (found.before.placed, found.after.placed) == (2, 2)
    assert found.after.total >= found.before.total
    with pytest.raises(Refused, match="never published"):
        actions.publish(run, by=world.carol)
    with pytest.raises(Refused, match="only looked at"):
        actions.ask_mentors(run, by=world.carol)


def test_a_rehearsal_needs_an_earlier_cohort_with_groups(crowd: Crowd) -> None:
    world = crowd.world
    empty = Cohort.objects.create(
        programme=world.programme, name="2025", starts_on=date(2025, 1, 13)
    )

    for past in (world.cohort, empty):
        with pytest.raises(Refused):
            actions.rehearse(
                world.cohort, world.merlion, past, configuration=_recipe(crowd), by=world.carol
            )


def test_a_run_whose_worker_was_killed_is_taken_up_with_the_pool_it_had(
    crowd: Crowd, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    for n in range(2):
        crowd.mentor(n)
        crowd.student(n)
    run = actions.start_run(crowd.world.cohort, crowd.world.merlion, by=crowd.world.carol)
    actions.begin(run, by=None)
    crowd.student(9)

    with django_capture_on_commit_callbacks(execute=True):
        assert sweep(now() + timedelta(minutes=4)) == 0
        assert sweep(now() + timedelta(minutes=6)) == 1

    run.refresh_from_db()
    assert (run.state, run.attempts) == (RunState.READY, 2)
    assert len(run.pool["students"]) == 2


def test_a_run_that_breaks_off_again_and_again_ends_with_a_sentence(crowd: Crowd) -> None:
    run = actions.start_run(crowd.world.cohort, crowd.world.merlion, by=crowd.world.carol)
    for _each in range(3):
        actions.begin(run, by=None)

    sweep(now() + timedelta(minutes=6))

    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert "broke off 3 times" in run.problem
    assert (crowd.world.carol, "pairing/notices/failed") in crowd.world.told()


def test_a_run_that_waits_too_long_is_told_once(crowd: Crowd) -> None:
    actions.start_run(crowd.world.cohort, crowd.world.merlion, by=crowd.world.carol)

    done = [sweep(now() + timedelta(minutes=minutes)) for minutes in (9, 11, 12)]

    assert done == [0, 1, 0]
    assert (crowd.world.carol, "pairing/notices/waits") in crowd.world.told()


def test_a_report_is_signed_off_once(crowd: Crowd) -> None:
    run = crowd.ready()

    actions.sign_off(run, by=crowd.world.carol)
    with pytest.raises(Refused, match="signed off already"):
        actions.sign_off(Run.objects.get(pk=run.pk), by=crowd.world.carol)

    assert Run.objects.get(pk=run.pk).signed_off_by == crowd.world.carol
