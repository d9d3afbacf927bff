from wayfellow.applications.lifecycle import ConsentState
from wayfellow.applications.models import Application, Consent
from wayfellow.institutions.models import Institution
from wayfellow.mentorships import actions as mentorships
from wayfellow.pairing.models import Pin
from wayfellow.pairing.pool import frozen, open_mentors, seats
from wayfellow.pairing.tests.crowd import Crowd
from wayfellow.people.models import User


def _ids(crowd: Crowd) -> set[str]:
    return set(frozen(crowd.world.cohort, crowd.world.merlion)["students"])


def test_only_students_of_the_institution_who_may_be_placed_are_in_the_pool(crowd: Crowd) -> None:
    ready = crowd.student(1)
    crowd.student(2, at=crowd.world.kallang)
    waiting = crowd.student(3, consent_needed=True)

    assert _ids(crowd) == {str(ready.pk)}

    Consent.objects.create(
        application=waiting, email="g@example.com", state=ConsentState.GRANTED, takes_part=True
    )
    assert _ids(crowd) == {str(ready.pk), str(waiting.pk)}


def test_a_mentor_is_shared_by_all_institutions_and_paused_ones_are_left_out(crowd: Crowd) -> None:
    shared = crowd.mentor(1)
    Application.objects.filter(pk=crowd.mentor(2).pk).update(is_paused=True)

    for institution in (crowd.world.merlion, crowd.world.kallang):
        assert set(frozen(crowd.world.cohort, institution)["mentors"]) == {str(shared.pk)}


def _left(crowd: Crowd, institution: Institution) -> dict[int, tuple[int, int, bool]]:
    found = seats(crowd.world.cohort, institution, open_mentors(crowd.world.cohort))
    return {pk: (each.fewest, each.most, each.group is not None) for pk, each in found.items()}


def test_a_mentor_with_open_places_can_take_one_more_of_the_same_institution(crowd: Crowd) -> None:
    mentor = crowd.mentor(1)
    students = [crowd.student(1), crowd.student(2)]
    world = crowd.world
    mentorships.form_group(
        world.cohort, mentor, students, institution=world.merlion, by=world.carol
    )

    assert _left(crowd, world.merlion) == {mentor.pk: (1, 2, True)}
    assert _left(crowd, world.kallang) == {mentor.pk: (2, 2, False)}


def test_a_mentor_without_room_for_a_whole_group_is_left_out(crowd: Crowd) -> None:
    mentor = crowd.mentor(1, most=3)
    students = [crowd.student(1), crowd.student(2)]
    world = crowd.world
    mentorships.form_group(
        world.cohort, mentor, students, institution=world.merlion, by=world.carol
    )

    assert _left(crowd, world.kallang) == {}
    assert _left(crowd, world.merlion) == {mentor.pk: (1, 1, True)}


def test_words_are_the_same_in_any_capitals(crowd: Crowd) -> None:
    student = crowd.student(1, skills=["  python ", "PYTHON", "Graphic | design"])

    cells = frozen(crowd.world.cohort, crowd.world.merlion)["students"][str(student.pk)]
    assert cells["skills"] == "python|graphic / design"


def test_nobody_is_their_own_mentor(crowd: Crowd) -> None:
    student = crowd.student(1)
    both: User = student.person
    mentor = crowd.world.offers(both)

    pool = frozen(crowd.world.cohort, crowd.world.merlion)
    assert pool["pins"] == [[Pin.Kind.EXCLUDE.value, str(student.pk), str(mentor.pk)]]
