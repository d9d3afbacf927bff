"""Students and mentors in numbers, ready to be matched."""

from typing import Any

from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application, Part
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Institution, Membership
from wayfellow.pairing import actions
from wayfellow.pairing.lifecycle import RunState
from wayfellow.pairing.models import Run
from wayfellow.testing.world import World, person


class Crowd:
    """People of one world, named by number."""

    def __init__(self, world: World) -> None:
        self.world = world

    def student(self, n: int, *, at: Institution | None = None, **cells: Any) -> Application:
        """An accepted student with a liaison officer; ``cells`` are columns of the application."""
        who = person(f"Student{n} Lim")
        where = at or self.world.merlion
        Membership.objects.create(institution=where, person=who, role=Role.STUDENT)
        field = cells.pop("field", "infocomm/software")
        choices = cells.pop("choices", [])
        application = self.world.applies(
            who, state=State.ACCEPTED, field=field, preferred_mentors=choices
        )
        cells = {"skills": ["Python", "SQL"], "interests": ["games"], **cells}
        Application.objects.filter(pk=application.pk).update(**cells)
        application.refresh_from_db()
        if at is None:
            _ = self.world.leo
            self.world.looks_after(self.world.leo, application)
        return application

    def mentor(self, n: int, **answers: Any) -> Application:
        """An accepted mentor; ``answers`` are columns of the profile."""
        who = person(f"Mentor{n} Aho")
        answers = {"fields": ["infocomm/software"], "company": "Harbour Works", **answers}
        application = self.world.offers(who, **answers)
        Application.objects.filter(pk=application.pk).update(skills=["Python"])
        application.refresh_from_db()
        return application

    def run(self, **options: Any) -> Run:
        """A run that the worker has done."""
        run = actions.start_run(
            self.world.cohort, self.world.merlion, by=self.world.carol, **options
        )
        actions.work(run.pk)
        run.refresh_from_db()
        return run

    def ready(self, students: int = 4, mentors: int = 2) -> Run:
        """A run of ``students`` and ``mentors`` that is ready to look at."""
        for n in range(mentors):
            self.mentor(n)
        for n in range(students):
            self.student(n)
        run = self.run()
        assert run.state == RunState.READY, run.problem
        return run

    def lead(self, n: int) -> Application:
        return Application.objects.get(part=Part.MENTOR, person__name=f"Mentor{n} Aho")
