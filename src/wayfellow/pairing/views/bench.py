"""The bench of a run: what a move would mean, at once; moves taken back; other runs from this one."""

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wayfellow.access.doors import door
from wayfellow.pairing import actions, queries
from wayfellow.pairing.forms import PairForm
from wayfellow.pairing.models import Run
from wayfellow.pairing.views.found import applicant
from wayfellow.people.http import PersonRequest


@require_safe
@door("run.move")
def judge(request: PersonRequest, run: Run) -> JsonResponse:
    """What dropping a student's card on a group would mean, in words."""
    form = PairForm(request.GET)
    if not form.is_valid():
        raise Http404
    student = applicant(form.cleaned_data["student"], cohort=run.cohort_id)
    what = queries.what_if(run, student, form.cleaned_data["mentor"])
    if what is None:
        raise Http404
    return JsonResponse(_verdict(student.person.called, what))


def _verdict(student: str, what: queries.What) -> dict[str, object]:
    choice = what.choice
    mentor = choice.mentor.person.called
    cost = _cost(choice.cost)
    rules = get_text_list(choice.breaks, _("and"))
    names = {"student": student, "mentor": mentor, "rules": rules, "score": choice.score}
    ask, tone = "", "good" if choice.cost >= 0 else "waits"
    words = _("score %(score)s, %(cost)s") % {"score": choice.score, "cost": cost}
    if choice.against:
        tone = "harm"
        words = _("Cannot be done: %(reasons)s") % {
            "reasons": get_text_list([*choice.against, *choice.breaks], _("and"))
        }
    elif choice.breaks:
        tone = "harm"
        words = _("Breaks a rule: %(rules)s. Otherwise %(words)s") % {**names, "words": words}
        ask = _("%(student)s with %(mentor)s breaks a rule: %(rules)s.") % names
    elif what.why:
        words = f"{words}; {what.why[0]}"
    return {
        "can": not choice.against,
        "tone": tone,
        "words": words,
        "ask": ask,
        "done": _("%(student)s is with %(mentor)s now.") % names,
    }


def _cost(cost: int) -> str:
    if not cost:
        return _("no change of the total")
    return _("%(n)s for the total") % {"n": f"{cost:+d}"}


@require_POST
@door("run.move")
def undo(request: PersonRequest, run: Run) -> HttpResponse:
    """Take the last move by hand back."""
    taken = actions.undo(run, by=request.user)
    names = {
        "student": taken.student.person.called,
        "mentor": taken.before.person.called if taken.before else "",
    }
    said = (
        _("Taken back: %(student)s is with %(mentor)s again.")
        if taken.before
        else _("Taken back: %(student)s has no place again.")
    )
    messages.success(request, said % names)
    return redirect("pairing:run", run.pk)
