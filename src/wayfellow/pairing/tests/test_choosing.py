import pytest
from django.test import Client
from django.urls import reverse

from wayfellow.access.refusals import Invalid, Refused
from wayfellow.applications.models import Application
from wayfellow.mentorships import actions as mentorships
from wayfellow.pairing import actions
from wayfellow.pairing.pool import frozen
from wayfellow.pairing.queries import wishes
from wayfellow.pairing.queries.wishes import Fate
from wayfellow.pairing.tests.crowd import Crowd
from wayfellow.programmes.models import Programme


def _fates(student: Application) -> list[tuple[str, bool]]:
    fresh = Application.objects.select_related("student", "cohort__programme").get(pk=student.pk)
    return [(wish.fate, wish.is_next) for wish in wishes(fresh)]


def test_a_choice_that_is_full_or_gone_gives_way_to_the_next(circles: Crowd) -> None:
    world = circles.world
    full, gone, third = circles.mentor(1, most=2), circles.mentor(2), circles.mentor(3)
    mentorships.form_group(
        world.cohort,
        full,
        [circles.student(1), circles.student(2)],
        institution=world.merlion,
        by=world.carol,
    )
    Application.objects.filter(pk=gone.pk).update(is_paused=True)
    student = circles.student(3, choices=[full.pk, gone.pk, third.pk])
    circles.student(4, choices=[third.pk])

    assert _fates(student) == [(Fate.FULL, False), (Fate.GONE, False), (Fate.OPEN, True)]
    run = circles.run()

    assert run.proposals.get(student=student).listed == 2
    actions.ask_mentors(run, by=world.carol)
    actions.give_answer(run, third, yes=True, by=None)
    actions.publish(run, by=world.carol)
    assert _fates(student)[2] == (Fate.YOURS, False)


def test_a_mentor_who_declines_makes_the_next_choice_count_in_the_next_round(
    circles: Crowd,
) -> None:
    first, second = circles.mentor(1), circles.mentor(2)
    students = [circles.student(n, choices=[first.pk, second.pk]) for n in range(3)]
    run = circles.run()
    assert set(run.proposals.values_list("mentor", flat=True)) == {first.pk}
    actions.ask_mentors(run, by=circles.world.carol)
    actions.give_answer(run, first, yes=False, by=None)

    assert _fates(students[0]) == [(Fate.DECLINED, False), (Fate.OPEN, True)]
    new = actions.next_round(run, by=circles.world.carol)
    actions.work(new.pk)

    assert set(new.proposals.values_list("mentor", "listed")) == {(second.pk, 1)}


def test_a_student_changes_the_order_until_a_group_is_there(circles: Crowd, client: Client) -> None:
    first, second = circles.mentor(1), circles.mentor(2)
    student = circles.student(1, choices=[first.pk])
    client.force_login(student.person)
    url = reverse("pairing:choices", args=[student.pk])

    client.post(url, {"rank_1": second.pk, "rank_2": "", "rank_3": first.pk})
    student.student.refresh_from_db()
    assert student.student.preferred_mentors == [second.pk, first.pk]
    twice = client.post(url, {"rank_1": second.pk, "rank_2": second.pk})
    assert twice.status_code == 422
    assert "chosen above already" in twice.content.decode()

    mentorships.form_group(
        circles.world.cohort,
        first,
        [student, circles.student(2)],
        institution=circles.world.merlion,
        by=None,
    )
    with pytest.raises(Refused, match="have a group already"):
        actions.rank(student, [first.pk], by=student.person)


def test_only_mentors_of_the_cohort_can_be_ranked_and_only_by_oneself(
    circles: Crowd, client: Client
) -> None:
    student, other = circles.student(1), circles.student(2)
    paused = circles.mentor(1)
    Application.objects.filter(pk=paused.pk).update(is_paused=True)

    with pytest.raises(Invalid):
        actions.rank(student, [paused.pk], by=student.person)
    client.force_login(other.person)
    assert client.get(reverse("pairing:choices", args=[student.pk])).status_code in (403, 404)


def _may_insist(circles: Crowd) -> None:
    Programme.objects.filter(pk=circles.world.programme.pk).update(only_choices=True)
    circles.world.cohort.programme.refresh_from_db()


def test_whoever_takes_only_the_chosen_mentors_rather_stays_without_a_place(
    circles: Crowd, client: Client
) -> None:
    _may_insist(circles)
    full, free = circles.mentor(1, most=2), circles.mentor(2)
    insisting, other = circles.student(1), circles.student(2)
    for n in (3, 4):
        actions.lock(circles.student(n), full, by=circles.world.carol)
    circles.student(5)
    client.force_login(insisting.person)
    url = reverse("pairing:choices", args=[insisting.pk])
    assert "you stay without a mentor" in client.get(url).content.decode()

    client.post(url, {"rank_1": full.pk, "only": "on"})
    actions.rank(other, [full.pk], by=other.person)
    run = circles.run()

    placed = dict(run.proposals.values_list("student", "mentor"))
    assert insisting.pk not in placed
    assert placed[other.pk] == free.pk
    assert run.report["only_wishes"] == 1
    client.force_login(circles.world.carol)
    page = client.get(reverse("pairing:run", args=[run.pk])).content.decode()
    assert "1 student takes none but the mentors they chose." in page
    assert "For that reason 1 has no place." in page
    pool = client.get(reverse("pairing:matching", args=[circles.world.cohort.pk]))
    assert "1 student takes none but the mentors they chose." in pool.content.decode()


def test_only_these_needs_one_of_them_and_says_when_none_is_left(
    circles: Crowd, client: Client
) -> None:
    _may_insist(circles)
    mentor, student = circles.mentor(1), circles.student(1)
    client.force_login(student.person)
    url = reverse("pairing:choices", args=[student.pk])

    assert client.post(url, {"only": "on"}).status_code == 422
    client.post(url, {"rank_1": mentor.pk, "only": "on"})
    assert "Only these mentors" in client.get(url).content.decode()
    assert "None of your mentors has a place" not in client.get(url).content.decode()
    Application.objects.filter(pk=mentor.pk).update(is_paused=True)
    assert "None of your mentors has a place" in client.get(url).content.decode()


def test_only_these_counts_only_where_the_programme_allows_it(
    circles: Crowd, client: Client
) -> None:
    mentor, student = circles.mentor(1), circles.student(1, choices=[])
    client.force_login(student.person)
    assert (
        "Only these"
        not in client.get(reverse("pairing:choices", args=[student.pk])).content.decode()
    )
    with pytest.raises(Invalid, match="every mentor who fits"):
        actions.rank(student, [mentor.pk], only=True, by=student.person)

    student.student.only_preferred, student.student.preferred_mentors = True, [mentor.pk]
    student.student.save()
    cells = frozen(circles.world.cohort, circles.world.merlion)["students"][str(student.pk)]
    assert cells["only_preferences"] == "0"
    _may_insist(circles)
    cells = frozen(circles.world.cohort, circles.world.merlion)["students"][str(student.pk)]
    assert cells["only_preferences"] == "1"
