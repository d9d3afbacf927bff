"""Where else a student of a run could go, and who else could come to a mentor."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wayfellow.access.doors import door
from wayfellow.applications.models import Application
from wayfellow.pairing import queries
from wayfellow.pairing.models import Run
from wayfellow.pairing.queries import elsewhere
from wayfellow.pairing.views.found import applicant
from wayfellow.people.http import PersonRequest


@require_safe
@door("run.look")
def places(request: PersonRequest, run: Run, student: int) -> HttpResponse:
    """The next best mentors for one student."""
    person = _of_run(run, student, "students")
    before = run.proposals.filter(student=person).select_related("mentor__person").first()
    context = {
        "run": run,
        "student": person,
        "before": before,
        "rows": elsewhere.places_for(run, person),
    }
    return render(request, "pairing/elsewhere.html", context)


@require_safe
@door("run.look")
def suitors(request: PersonRequest, run: Run, mentor: int) -> HttpResponse:
    """The students who would do best to come to one mentor."""
    person = _of_run(run, mentor, "mentors")
    _fewest, most = queries.held(run).seats(person.pk)
    context = {
        "run": run,
        "mentor": person,
        "size": run.proposals.filter(mentor=person).count(),
        "most": most,
        "rows": elsewhere.students_for(run, person),
    }
    return render(request, "pairing/elsewhere.html", context)


def _of_run(run: Run, pk: int, side: str) -> Application:
    """Somebody of the run's pool, or 404."""
    if not run.report or str(pk) not in getattr(queries.held(run), side):
        raise Http404
    return applicant(pk)
