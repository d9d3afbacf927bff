"""Asking first: the answers to a run, the mentor's page, the student's page, the next round."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayfellow.access.doors import door
from wayfellow.pairing import actions, queries
from wayfellow.pairing.forms import WhyNotForm
from wayfellow.pairing.lifecycle import RunState
from wayfellow.pairing.models import Run
from wayfellow.people.http import PersonRequest
from wayfellow.programmes.policy import Party

PAGE = 50


@require_safe
@door("run.look")
def answers(request: PersonRequest, row: Run) -> HttpResponse:
    """Who was asked about this run's groups, what they said, and what can be done next."""
    leads = Paginator(queries.groups(row), PAGE).get_page(request.GET.get("page"))
    yes = row.cohort.programme.policy.pairing.yes
    context = {
        "run": row,
        "cohort": row.cohort,
        "page": leads,
        "groups": queries.answers(row, list(leads)),
        "tally": queries.tally(row),
        "rounds": queries.rounds(row),
        "asks_mentors": Party.MENTOR in yes,
        "asks_students": Party.MENTEE in yes,
        "mentors_by": queries.answer_by(row, row.mentors_asked_at),
        "students_by": queries.answer_by(row, row.students_asked_at),
    }
    return render(request, "pairing/answers.html", context)


@require_POST
@door("run.ask_mentors")
def ask_mentors(request: PersonRequest, row: Run) -> HttpResponse:
    """Show the mentors their proposed groups."""
    count = actions.ask_mentors(row, by=request.user)
    return _asked(
        request, row, ngettext("%(n)d mentor was asked.", "%(n)d mentors were asked.", count), count
    )


@require_POST
@door("run.ask_students")
def ask_students(request: PersonRequest, row: Run) -> HttpResponse:
    """Ask the students whose mentor is willing."""
    count = actions.ask_students(row, by=request.user)
    return _asked(
        request,
        row,
        ngettext("%(n)d student was asked.", "%(n)d students were asked.", count),
        count,
    )


def _asked(request: PersonRequest, row: Run, said: str, count: int) -> HttpResponse:
    messages.success(request, said % {"n": count})
    return redirect("pairing:answers", row.pk)


@require_POST
@door("run.next_round")
def next_round(request: PersonRequest, row: Run) -> HttpResponse:
    """Match anew who refused; the rest stays."""
    new = actions.next_round(row, by=request.user)
    return redirect("pairing:run", new.pk)


def _said(request: PersonRequest, form: WhyNotForm) -> bool | None:
    """Yes or no, by the button that was pressed; without one the page asks again."""
    if request.method != "POST" or not form.is_valid():
        return None
    said = request.POST.get("answer")
    if said not in {"yes", "no"}:
        form.add_error(None, _("Please say yes or no."))
        return None
    return said == "yes"


@require_http_methods(["GET", "HEAD", "POST"])
@door("run.give_answer")
def answer(request: PersonRequest, row: Run) -> HttpResponse:
    """A mentor looks at the proposed group, and says yes or no."""
    group = queries.proposed_group(row, request.user)
    form = WhyNotForm(
        request.POST if request.method == "POST" else None, reader=_("The coordinators")
    )
    yes = _said(request, form)
    if group is not None and yes is not None:
        reason = form.cleaned_data["reason"]
        actions.give_answer(row, group.mentor, yes=yes, reason=reason, by=request.user)
        messages.success(
            request,
            _("Thank you. The coordinators have been told, and you hear from us soon.")
            if yes
            else _("Thank you for saying so. The coordinators have been told."),
        )
        return redirect("pairing:answer", row.pk)
    members = group.members if group else []
    fresh = [member for member in members if not member.proposal.carried]
    context = {
        "run": row,
        "group": group,
        "form": form,
        "programme": row.cohort.programme,
        "is_open": row.state == RunState.READY,
        "only_newcomers": 0 < len(fresh) < len(members),
        "asked": len(fresh) or len(members),
        "answer_by": queries.answer_by(row, row.mentors_asked_at),
    }
    status = 422 if form.errors else 200
    return render(request, "pairing/answer.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@door("run.give_reply")
def reply(request: PersonRequest, row: Run) -> HttpResponse:
    """A student looks at the proposed mentor, and says yes or no."""
    offer = queries.offer(row, request.user)
    form = WhyNotForm(
        request.POST if request.method == "POST" else None,
        reader=_("The coordinators, not the mentor"),
    )
    yes = _said(request, form)
    if offer is not None and yes is not None:
        actions.give_reply(
            row,
            offer.proposal.student,
            yes=yes,
            reason=form.cleaned_data["reason"],
            by=request.user,
        )
        messages.success(
            request,
            _("Thank you. You hear from us as soon as the groups are published.")
            if yes
            else _("Thank you for saying so. We look for another mentor for you."),
        )
        return redirect("pairing:reply", row.pk)
    context = {
        "run": row,
        "offer": offer,
        "form": form,
        "programme": row.cohort.programme,
        "is_open": row.state == RunState.READY,
    }
    return render(request, "pairing/reply.html", context, status=422 if form.errors else 200)
