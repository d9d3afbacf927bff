from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayfellow.access.doors import door
from wayfellow.access.refusals import Invalid, Refused
from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.mentorships import actions, queries
from wayfellow.mentorships.actions.meetings import attendees
from wayfellow.mentorships.forms import CancelForm, MeetingForm, RecordForm
from wayfellow.mentorships.invitations import invitation_to
from wayfellow.mentorships.lifecycle import MeetingState
from wayfellow.mentorships.models import Meeting, Member, Reply, WorkGroup
from wayfellow.mentorships.views.within import in_group
from wayfellow.people.http import PersonRequest

PER_PAGE = 50
HOUR = timedelta(hours=1)
AFTERNOON = 15
FRIDAY, SUNDAY = 4, 6


def _to(meeting: Meeting) -> HttpResponse:
    return redirect("mentorships:meeting", meeting.group_id, meeting.pk)


@require_safe
@door("workgroup.view")
def index(request: PersonRequest, group: WorkGroup) -> HttpResponse:
    rows = Paginator(queries.meetings_of(group, request.user), PER_PAGE)
    may = queries.allowed(request.user, group, ["plan_meeting", "log_meeting"])
    context = {
        "group": group,
        "page": rows.get_page(request.GET.get("page")),
        "may": may if group.is_live else frozenset(),
    }
    return render(request, "mentorships/meetings.html", context)


@require_safe
@door("meeting.view")
@in_group
def show(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    group = meeting.group
    mine = Member.objects.active().of_person(request.user.pk).filter(group=group).first()
    present = meeting.attendances.select_related("member__application__person")
    spots = queries.thin_spots(group, meeting.starts_at, meeting.ends_at, meeting.activity)
    began = meeting.starts_at <= now()
    context = {
        "group": group,
        "meeting": meeting,
        "attendances": present,
        "may": queries.allowed(request.user, meeting, meeting.verbs) - _untimely(began=began),
        "began": began,
        "asked": queries.asked(meeting) if meeting.state == MeetingState.PLANNED else [],
        "answers": _answers(),
        "said": meeting.replies.filter(person=request.user)
        .values_list("coming", flat=True)
        .first(),
        "reflects": mine is not None and meeting.state == MeetingState.RECORDED,
        "spots": spots if meeting.state == MeetingState.PLANNED else [],
        "tells": group.cohort.programme.told_before_meetings,
    }
    return render(request, "mentorships/meeting.html", context)


def _answers() -> list[tuple[str, str]]:
    return [
        (Reply.Coming.YES, _("Yes, I am coming")),
        (Reply.Coming.MAYBE, _("Perhaps")),
        (Reply.Coming.NO, _("No, I cannot come")),
    ]


def _untimely(*, began: bool) -> frozenset[str]:
    return frozenset({"answer"}) if began else frozenset({"record"})


@require_http_methods(["GET", "HEAD", "POST"])
@door("workgroup.plan_meeting")
def plan(request: PersonRequest, group: WorkGroup) -> HttpResponse:
    form = MeetingForm(
        request.POST if request.method == "POST" else None,
        initial=_suggestion(group, now() + 7 * HOUR * 24),
    )
    if request.method == "POST" and form.is_valid():
        try:
            meeting = actions.plan_meeting(group, form.cleaned_data, by=request.user)
        except Invalid as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            _say_spots(request, meeting)
            return _to(meeting)
    return _form(request, "meeting_plan", form, group=group)


def _suggestion(group: WorkGroup, day: datetime) -> dict[str, Any]:
    begin = localtime(day).replace(hour=AFTERNOON, minute=0, second=0, microsecond=0)
    if begin.weekday() > FRIDAY and day > now():
        begin += timedelta(days=SUNDAY + 1 - begin.weekday())
    in_person = group.cohort.programme.face_to_face
    mode = Meeting.Mode.IN_PERSON if in_person else Meeting.Mode.ONLINE
    return {"starts_at": begin, "ends_at": begin + HOUR, "mode": mode}


def _say_spots(request: PersonRequest, meeting: Meeting) -> None:
    for spot in queries.thin_spots(
        meeting.group, meeting.starts_at, meeting.ends_at, meeting.activity
    ):
        messages.warning(request, spot)


def _form(
    request: PersonRequest, page: str, form: Any, *, status: int = 0, **context: Any
) -> HttpResponse:
    code = status or (422 if form.is_bound else 200)
    return render(request, f"mentorships/{page}.html", {"form": form, **context}, status=code)


@require_http_methods(["GET", "HEAD", "POST"])
@door("workgroup.log_meeting")
def log(request: PersonRequest, group: WorkGroup) -> HttpResponse:
    form = RecordForm(
        request.POST if request.method == "POST" else None,
        members=group.members.active(),
        initial=_suggestion(group, now() - 24 * HOUR),
    )
    if request.method == "POST" and form.is_valid():
        try:
            meeting = actions.log_meeting(
                group, form.cleaned_data, form.came_ids(), by=request.user
            )
        except Invalid as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            return _to(meeting)
    return _form(request, "meeting_log", form, group=group)


@require_http_methods(["GET", "HEAD", "POST"])
@door("meeting.reschedule")
@in_group
def reschedule(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    form = MeetingForm(request.POST if request.method == "POST" else None, instance=meeting)
    seen = _seen(request, meeting)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reschedule(meeting, form.cleaned_data, by=request.user, seen=seen)
        except Invalid as refusal:
            form.add_error(refusal.field or None, str(refusal))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            _say_spots(request, meeting)
            return _to(meeting)
    return _form(
        request, "meeting_reschedule", form, group=meeting.group, meeting=meeting, seen=seen
    )


def _seen(request: PersonRequest, meeting: Meeting) -> int:
    typed = request.POST.get("seen", "")
    return int(typed) if typed.isdecimal() and len(typed) <= 6 else meeting.sequence  # noqa: PLR2004 - a small column


@require_http_methods(["GET", "HEAD", "POST"])
@door("meeting.cancel")
@in_group
def cancel(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    form = CancelForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.cancel(meeting, form.cleaned_data["reason"], by=request.user)
        return _to(meeting)
    return _form(request, "meeting_cancel", form, group=meeting.group, meeting=meeting)


@require_http_methods(["GET", "HEAD", "POST"])
@door("meeting.record")
@in_group
def record(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    members = attendees(meeting)
    form = RecordForm(
        request.POST if request.method == "POST" else None,
        instance=meeting,
        members=members,
        initial={"came": members},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_meeting(meeting, form.came_ids(), form.cleaned_data, by=request.user)
        except Invalid as refusal:
            form.add_error(refusal.field or None, str(refusal))
        except IllegalStep:
            return _recorded_already(request, form, meeting)
        else:
            return _to(meeting)
    return _form(request, "meeting_record", form, group=meeting.group, meeting=meeting)


def _recorded_already(request: PersonRequest, form: RecordForm, meeting: Meeting) -> HttpResponse:
    form.add_error(
        None,
        _("Somebody else has just recorded this meeting. What you entered is still here: look at"
          " the record, and correct it if something is missing."),
    )  # fmt: skip
    return _form(request, "meeting_record", form, status=409, group=meeting.group, meeting=meeting)


@require_http_methods(["GET", "HEAD", "POST"])
@door("meeting.correct")
@in_group
def correct(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    members = attendees(meeting)
    came = members.filter(attendances__meeting=meeting, attendances__came=True)
    form = RecordForm(
        request.POST if request.method == "POST" else None,
        instance=meeting,
        members=members,
        initial={"came": came},
    )
    seen = _seen(request, meeting)
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct(meeting, form.came_ids(), form.cleaned_data, by=request.user, seen=seen)
        except Invalid as refusal:
            form.add_error(refusal.field or None, str(refusal))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _to(meeting)
    return _form(request, "meeting_correct", form, group=meeting.group, meeting=meeting, seen=seen)


@require_safe
@door("meeting.view")
@in_group
def calendar(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    response = HttpResponse(invitation_to(meeting), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    return response


@require_POST
@door("meeting.reflect")
@in_group
def reflect(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    member = Member.objects.active().of_person(request.user.pk).get(group=meeting.group_id)
    reflection = actions.open_reflection(member, meeting=meeting, by=request.user)
    return redirect("mentorships:reflection", meeting.group_id, reflection.pk)
