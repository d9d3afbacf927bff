"""Requests that were sent, and those that wait for a mentor's answer."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayfellow.access.doors import door, signed_in
from wayfellow.access.refusals import Refused
from wayfellow.pairing import actions, queries
from wayfellow.pairing.forms import AnswerForm, RemarkForm
from wayfellow.pairing.models import Interest
from wayfellow.people.http import PersonRequest

PAGE = 50


@require_safe
@signed_in
def sent(request: PersonRequest) -> HttpResponse:
    """The mentors that this person asked."""
    return _list(request, queries.asked_by(request.user), "sent")


@require_safe
@signed_in
def received(request: PersonRequest) -> HttpResponse:
    """The students who ask this person, and groups that coordinators propose."""
    return _list(request, queries.asked_of(request.user), "received")


def _list(request: PersonRequest, rows: QuerySet[Interest], side: str) -> HttpResponse:
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    tabs = [
        {
            "label": _("Mentors I ask"),
            "url": reverse("pairing:requests"),
            "current": side == "sent",
        },
        {
            "label": _("Students who ask me"),
            "url": reverse("pairing:received"),
            "current": side == "received",
        },
    ]
    context: dict[str, object] = {"page": page, "side": side, "tabs": tabs}
    if side == "received":
        context["proposed"] = list(queries.proposed_to(request.user))
    return render(request, "pairing/requests.html", context)


@require_safe
@door("interest.view")
def show(request: PersonRequest, interest: Interest) -> HttpResponse:
    """One request with its message, and what can be done with it."""
    return _show(request, interest)


def _show(
    request: PersonRequest,
    interest: Interest,
    refusal: str = "",
    asking: RemarkForm | None = None,
) -> HttpResponse:
    form = AnswerForm(request.POST if "answer" in request.POST else None)
    asking = asking or RemarkForm()
    is_mentor = interest.mentor.person_id == request.user.pk
    context = {
        "interest": interest,
        "student": interest.student,
        "mentor": interest.mentor,
        "cohort": interest.mentor.cohort,
        "is_mentor": is_mentor,
        "is_open": bool(interest.verbs),
        "room": queries.room_of(interest.mentor) if is_mentor else None,
        "form": form,
        "asking": asking,
        "remarks": interest.remarks.select_related("author"),
        "refusal": refusal,
    }
    status = 409 if refusal else 422 if form.errors or asking.errors else 200
    return render(request, "pairing/request.html", context, status=status)


@require_POST
@door("interest.accept")
def accept(request: PersonRequest, interest: Interest) -> HttpResponse:
    """The mentor says yes; the work group begins."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show(request, interest)
    try:
        group = actions.accept(interest, by=request.user, answer=form.cleaned_data["answer"])
    except Refused as refused:
        fresh = Interest.objects.get(pk=interest.pk)
        return _show(request, fresh, str(refused))
    name = interest.student.person.called
    messages.success(request, _("You are the mentor of %(name)s now.") % {"name": name})
    return redirect(_group_url(group.pk))


def _group_url(pk: int) -> str:
    return reverse("home:group", args=[pk])


@require_http_methods(["GET", "HEAD", "POST"])
@door("interest.decline")
def decline(request: PersonRequest, interest: Interest) -> HttpResponse:
    """The mentor says no, with a kind word if there is one."""
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.decline(interest, by=request.user, answer=form.cleaned_data["answer"])
        name = interest.student.person.called
        messages.success(request, _("%(name)s has been told, kindly.") % {"name": name})
        return redirect("pairing:received")
    context = {"interest": interest, "form": form}
    return render(request, "pairing/decline.html", context, status=422 if form.errors else 200)


@require_POST
@door("interest.write")
def write(request: PersonRequest, interest: Interest) -> HttpResponse:
    """Ask or tell the other one something before the answer."""
    form = RemarkForm(request.POST)
    if not form.is_valid():
        return _show(request, interest, asking=form)
    actions.write_remark(interest, form.cleaned_data["body"], by=request.user)
    return redirect("pairing:request", interest.pk)


@require_POST
@door("interest.withdraw")
def withdraw(request: PersonRequest, interest: Interest) -> HttpResponse:
    """The student takes the request back."""
    actions.withdraw(interest, by=request.user)
    messages.success(request, _("Your request is withdrawn. You can ask somebody else now."))
    return redirect("pairing:requests")
