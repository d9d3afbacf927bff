"""Two coordinators at the same moment, each on a connection of their own."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import OperationalError, close_old_connections, connection

from wayfellow.access.refusals import Refused
from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.mentorships.models import Member, WorkGroup
from wayfellow.notifications.models import Notification
from wayfellow.pairing import actions
from wayfellow.pairing.models import Run
from wayfellow.pairing.tests.crowd import Crowd
from wayfellow.testing.world import World

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="one writer at a time is all that SQLite knows"
    ),
]


def _both(first: Callable[[], object], second: Callable[[], object]) -> list[str]:
    """How each ended, when both begin at the same moment."""
    start, ended = Barrier(2), dict[int, str]()

    def run(at: int, act: Callable[[], object]) -> None:
        try:
            start.wait(timeout=10)
            act()
            ended[at] = "done"
        except (IllegalStep, Refused, OperationalError) as refused:
            ended[at] = type(refused).__name__
        finally:
            close_old_connections()
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate((first, second))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(ended.values())


def test_two_coordinators_publish_one_run_and_everybody_is_told_once() -> None:
    crowd = Crowd(World())
    run = crowd.ready(students=6, mentors=3)
    carol = crowd.world.carol

    ended = _both(
        lambda: actions.publish(Run.objects.get(pk=run.pk), by=carol),
        lambda: actions.publish(Run.objects.get(pk=run.pk), by=carol),
    )

    assert ended == ["IllegalStep", "done"]
    assert Member.objects.active().count() == 6
    assert WorkGroup.objects.count() == run.proposals.values("mentor").distinct().count()
    told = Notification.objects.filter(notice="mentorships/notices/group_formed")
    student = run.proposals.select_related("student__person")[0].student.person
    assert told.filter(to=student).count() == 1


def test_two_runs_of_the_same_students_cannot_both_be_published() -> None:
    crowd = Crowd(World())
    run, other = crowd.ready(students=6, mentors=3), crowd.run()
    carol = crowd.world.carol

    ended = _both(
        lambda: actions.publish(Run.objects.get(pk=run.pk), by=carol),
        lambda: actions.publish(Run.objects.get(pk=other.pk), by=carol),
    )

    assert ended == ["Refused", "done"]
    assert Member.objects.active().count() == 6


def test_a_last_answer_and_the_publication_do_not_lose_each_other() -> None:
    crowd = Crowd(World("fixed-term-circles"))
    run = crowd.ready(students=4, mentors=1)
    world, mentor = crowd.world, crowd.lead(0)
    carol = world.carol
    actions.ask_mentors(run, by=carol)
    actions.give_answer(run, mentor, yes=True, by=mentor.person)

    ended = _both(
        lambda: actions.publish(Run.objects.get(pk=run.pk), by=carol),
        lambda: actions.give_answer(
            Run.objects.get(pk=run.pk), mentor, yes=False, by=mentor.person
        ),
    )

    said = set(run.proposals.values_list("mentor_said", flat=True))
    placed = Member.objects.active().count()
    assert (ended, said, placed) in [
        (["IllegalStep", "done"], {"yes"}, 4),
        (["Refused", "done"], {"no"}, 0),
    ]
