"""Two coordinators at the same moment, each on a connection of their own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from django.db import OperationalError, connection, connections

from wayfellow.access.refusals import Refused
from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.mentorships.models import Member, WorkGroup
from wayfellow.notifications.models import Notification
from wayfellow.pairing import actions
from wayfellow.pairing.models import Run
from wayfellow.pairing.tests.crowd import Crowd
from wayfellow.testing.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _a_connection_each(
    transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """An SQLite in memory would be one connection for all threads: the test goes to a file."""
    if connection.vendor != "sqlite":
        yield
        return
    file = str(tmp_path / "at-once.sqlite3")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [file])
    alias, memory = connection.alias, connections[connection.alias]
    with monkeypatch.context() as patch:
        patch.setitem(connections.settings[alias], "NAME", file)
        connections[alias] = connections.create_connection(alias)
        yield
        connections[alias].close()
    connections[alias] = memory


def _both(first: Callable[[], object], second: Callable[[], object]) -> list[str]:
    """How each ended, when the second begins as soon as the first has begun to write."""
    begun, ended = Event(), dict[int, str]()

    def tell(execute: Callable[..., object], sql: str, *more: object) -> object:
        done = execute(sql, *more)
        if sql.startswith("UPDATE"):
            begun.set()
        return done

    def run(at: int, act: Callable[[], object]) -> None:
        try:
            assert at == 0 or begun.wait(timeout=30)
            with connection.execute_wrapper(tell):
                act()
            ended[at] = "done"
        except (IllegalStep, Refused, OperationalError) as refused:
            ended[at] = type(refused).__name__
        finally:
            begun.set()
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate((first, second))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return [ended.get(at, "never") for at in range(2)]


def test_two_coordinators_publish_one_run_and_everybody_is_told_once() -> None:
    crowd = Crowd(World())
    run = crowd.ready(students=6, mentors=3)
    carol = crowd.world.carol
    mine, yours = Run.objects.get(pk=run.pk), Run.objects.get(pk=run.pk)

    ended = _both(
        lambda: actions.publish(mine, by=carol),
        lambda: actions.publish(yours, by=carol),
    )

    assert ended == ["done", "IllegalStep"]
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
        lambda: actions.publish(run, by=carol),
        lambda: actions.publish(other, by=carol),
    )

    assert ended == ["done", "Refused"]
    assert Member.objects.active().count() == 6


@pytest.mark.parametrize("answer_first", [True, False])
def test_a_last_answer_and_the_publication_do_not_lose_each_other(*, answer_first: bool) -> None:
    crowd = Crowd(World("fixed-term-circles"))
    run = crowd.ready(students=4, mentors=1)
    world, mentor = crowd.world, crowd.lead(0)
    carol = world.carol
    actions.ask_mentors(run, by=carol)
    actions.give_answer(run, mentor, yes=True, by=mentor.person)
    mine, yours = Run.objects.get(pk=run.pk), Run.objects.get(pk=run.pk)

    def publish() -> None:
        actions.publish(mine, by=carol)

    def refuse() -> None:
        actions.give_answer(yours, mentor, yes=False, by=mentor.person)

    ended = _both(refuse, publish) if answer_first else _both(publish, refuse)

    said = set(run.proposals.values_list("mentor_said", flat=True))
    placed = Member.objects.active().count()
    assert (ended, said, placed) == (
        (["done", "Refused"], {"no"}, 0) if answer_first else (["done", "IllegalStep"], {"yes"}, 4)
    )
