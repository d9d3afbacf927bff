from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayfellow.access.doors import door
from wayfellow.mentorships import actions, queries
from wayfellow.mentorships.forms import LeaveForm
from wayfellow.mentorships.lifecycle import WithdrawalState
from wayfellow.mentorships.models import Withdrawal, WorkGroup
from wayfellow.mentorships.views.within import in_group, to_group
from wayfellow.people.http import PersonRequest
from wayfellow.programmes.policy import Party


def _to(withdrawal: Withdrawal) -> HttpResponse:
    return redirect("mentorships:withdrawal", withdrawal.group_id, withdrawal.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@door("workgroup.ask_to_leave")
def ask(request: PersonRequest, group: WorkGroup) -> HttpResponse:
    asked = group.withdrawals.filter(
        by=request.user, state__in=[WithdrawalState.ASKED, WithdrawalState.ACKNOWLEDGED]
    ).first()
    if asked is not None:
        return _to(asked)
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        withdrawal = actions.ask_to_leave(group, form.cleaned_data, by=request.user)
        messages.success(request, _("Your wish to leave is written down. Thank you for saying so."))
        return _to(withdrawal)
    context = {
        "form": form,
        "group": group,
        "at_once": Party.COORDINATOR not in group.cohort.programme.policy.pairing.yes,
        "is_mentor": group.mentor.person_id == request.user.pk,
    }
    return render(request, "mentorships/leave.html", context, status=422 if form.is_bound else 200)


@require_safe
@door("withdrawal.view")
@in_group
def show(request: PersonRequest, withdrawal: Withdrawal) -> HttpResponse:
    context = {
        "group": withdrawal.group,
        "withdrawal": withdrawal,
        "may": queries.allowed(request.user, withdrawal, withdrawal.verbs),
    }
    return render(request, "mentorships/withdrawal.html", context)


@require_POST
@door("withdrawal.acknowledge")
@in_group
def acknowledge(request: PersonRequest, withdrawal: Withdrawal) -> HttpResponse:
    actions.acknowledge(withdrawal, by=request.user)
    return _to(withdrawal)


@require_POST
@door("withdrawal.effect")
@in_group
def effect(request: PersonRequest, withdrawal: Withdrawal) -> HttpResponse:
    actions.effect(withdrawal, by=request.user)
    return _to(withdrawal)


@require_POST
@door("withdrawal.retract")
@in_group
def retract(request: PersonRequest, withdrawal: Withdrawal) -> HttpResponse:
    actions.retract(withdrawal, by=request.user)
    return to_group(withdrawal.group)
