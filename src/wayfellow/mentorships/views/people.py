from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayfellow.access.doors import door, may
from wayfellow.mentorships import actions, queries
from wayfellow.mentorships.forms import NewcomerForm
from wayfellow.mentorships.models import Member, WorkGroup
from wayfellow.mentorships.views.within import in_group, to_group
from wayfellow.people.http import PersonRequest
from wayfellow.people.queries import blocked_by


@require_safe
@door("member.view")
@in_group
def student(request: PersonRequest, member: Member) -> HttpResponse:
    context = {
        "group": member.group,
        "card": queries.card_of_student(member, request.user),
        "member": member,
        "certifies": may(request.user, "member.certify", member),
        **_beside(request, member.group, member.application.person_id),
    }
    return render(request, "mentorships/person.html", context)


@require_safe
@door("workgroup.view")
def mentor(request: PersonRequest, group: WorkGroup) -> HttpResponse:
    context = {
        "group": group,
        "card": queries.card_of_mentor(group, request.user),
        "attests": may(request.user, "workgroup.attest", group),
        **_beside(request, group, group.mentor.person_id),
    }
    return render(request, "mentorships/person.html", context)


def _beside(request: PersonRequest, group: WorkGroup, person: int) -> dict[str, bool]:
    """Whether who reads may report and block the person shown, and has blocked them."""
    known = WorkGroup.objects.known_to(request.user.pk).filter(pk=group.pk).exists()
    blocked = blocked_by(request.user.pk).filter(other=person).exists()
    return {"troubles": known and person != request.user.pk, "blocked": blocked}


@require_http_methods(["GET", "HEAD", "POST"])
@door("workgroup.add_member")
def add(request: PersonRequest, group: WorkGroup) -> HttpResponse:
    form = NewcomerForm(request.POST if request.method == "POST" else None, group=group)
    if request.method == "POST" and form.is_valid():
        newcomer = form.cleaned_data["application"]
        actions.add_member(group, newcomer, by=request.user)
        messages.success(
            request, _("%(name)s is in the group now.") % {"name": newcomer.person.called}
        )
        return to_group(group)
    context = {"form": form, "group": group}
    return render(
        request, "mentorships/add_member.html", context, status=422 if form.is_bound else 200
    )


@require_POST
@door("workgroup.pause")
def pause(request: PersonRequest, group: WorkGroup) -> HttpResponse:
    actions.pause(group, by=request.user)
    return to_group(group)


@require_POST
@door("workgroup.resume")
def resume(request: PersonRequest, group: WorkGroup) -> HttpResponse:
    actions.resume(group, by=request.user)
    return to_group(group)


@require_POST
@door("workgroup.begin_closing")
def begin_closing(request: PersonRequest, group: WorkGroup) -> HttpResponse:
    actions.begin_closing(group, by=request.user)
    return to_group(group)


@require_POST
@door("workgroup.complete")
def complete(request: PersonRequest, group: WorkGroup) -> HttpResponse:
    actions.complete(group, by=request.user)
    return to_group(group)


@require_POST
@door("workgroup.waive_minimum")
def waive_minimum(request: PersonRequest, group: WorkGroup) -> HttpResponse:
    actions.waive_minimum(group, by=request.user)
    return to_group(group)
