from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from wayfellow.access.doors import door, reach, signed_in
from wayfellow.access.refusals import Invalid, Refused
from wayfellow.access.typed import whole
from wayfellow.mentorships import actions, queries
from wayfellow.mentorships.forms import KeyPointsForm, QuestionForm, ReflectionForm
from wayfellow.mentorships.lifecycle import KeyPointsState
from wayfellow.mentorships.models import KeyPoints, Member, Reflection, WorkGroup
from wayfellow.mentorships.views.within import in_group
from wayfellow.people.http import PersonRequest
from wayfellow.programmes.models import Term

MANY = 200
PER_PAGE = 50


@require_safe
@door("keypoints.view")
@in_group
def key_points(request: PersonRequest, points: KeyPoints) -> HttpResponse:
    group = points.member.group
    may = queries.allowed(request.user, points, [*points.verbs, "save"])
    writes = points.state == KeyPointsState.DUE and "save" in may
    if points.state == KeyPointsState.DUE and not writes:
        raise Http404
    context = {"group": group, "points": points, "may": may, "form": KeyPointsForm(instance=points)}
    return render(request, _key_points_page(writes=writes), context)


def _key_points_page(*, writes: bool) -> str:
    page = "key_points_write" if writes else "key_points"
    return f"mentorships/{page}.html"


@require_POST
@door("keypoints.save")
@in_group
def save_key_points(request: PersonRequest, points: KeyPoints) -> HttpResponse:
    form = KeyPointsForm(request.POST, instance=points)
    context = {"group": points.member.group, "points": points, "form": form}
    page = _key_points_page(writes=True)
    if not form.is_valid():
        return render(request, page, context, status=422)
    actions.save_key_points(points, form.cleaned_data, by=request.user)
    if "X-Autosave" in request.headers:
        return HttpResponse(status=204)
    if "send" in request.POST:
        try:
            actions.send(points, by=request.user)
        except Invalid as refusal:
            form.add_error(refusal.field, str(refusal))
            return render(request, page, context, status=422)
        messages.success(request, _("Sent to your liaison officer."))
    return redirect("mentorships:key_points", points.member.group_id, points.pk)


@require_POST
@door("keypoints.acknowledge")
@in_group
def acknowledge_key_points(request: PersonRequest, points: KeyPoints) -> HttpResponse:
    actions.acknowledge(points, by=request.user)
    return redirect("mentorships:to_read")


@require_safe
@door("workgroup.view")
def reflections(request: PersonRequest, group: WorkGroup) -> HttpResponse:
    space = queries.workspace(group, request.user)
    context = {"group": space.group, "workspace": space}
    return render(request, "mentorships/reflections.html", context)


@require_POST
@door("workgroup.reflect")
def reflect_on_term(request: PersonRequest, group: WorkGroup, term: int) -> HttpResponse:
    found = Term.objects.filter(cohort=group.cohort_id, pk=term).first()
    if found is None:
        raise Http404
    member = Member.objects.active().of_person(request.user.pk).get(group=group)
    reflection = actions.open_reflection(member, term=found, by=request.user)
    return redirect("mentorships:reflection", group.pk, reflection.pk)


@require_safe
@door("reflection.view")
@in_group
def reflection(request: PersonRequest, row: Reflection) -> HttpResponse:
    own = row.member.application.person_id == request.user.pk
    form = ReflectionForm(instance=row, initial={"version": row.version})
    context = {
        "group": row.member.group,
        "reflection": row,
        "form": form,
        "question_form": QuestionForm(),
        "may": queries.allowed(request.user, row, row.verbs),
        "own": own,
    }
    return render(request, _reflection_page(writes=own and row.is_open), context)


def _reflection_page(*, writes: bool) -> str:
    page = "reflection_write" if writes else "reflection"
    return f"mentorships/{page}.html"


@require_POST
@door("reflection.save")
@in_group
def save_reflection(request: PersonRequest, row: Reflection) -> HttpResponse:
    form = ReflectionForm(request.POST, instance=row)
    context = {"group": row.member.group, "reflection": row, "form": form, "own": True}
    page = _reflection_page(writes=True)
    if not form.is_valid():
        return render(request, page, context, status=422)
    values, typed = form.cleaned_data, form.cleaned_data["version"]
    try:
        version = actions.save_reflection(row, values, version=typed, by=request.user)
    except Refused as refusal:
        theirs = Reflection.objects.get(pk=row.pk)
        mine = ReflectionForm(values | {"version": theirs.version}, instance=row)
        conflict = {"conflict": str(refusal), "theirs": theirs, "form": mine}
        return render(request, page, context | conflict, status=409)
    if "X-Autosave" in request.headers:
        return HttpResponse(status=204, headers={"X-Version": str(version)})
    if "hand_in" in request.POST:
        return _hand_in(request, row, form)
    messages.success(request, _("Kept. Nobody else reads it until you hand it in."))
    return redirect("mentorships:reflection", row.member.group_id, row.pk)


def _hand_in(request: PersonRequest, row: Reflection, form: ReflectionForm) -> HttpResponse:
    try:
        actions.hand_in(row, by=request.user)
    except Invalid as refusal:
        fresh = ReflectionForm(form.cleaned_data | {"version": row.version}, instance=row)
        fresh.add_error(refusal.field, str(refusal))
        context = {"group": row.member.group, "reflection": row, "form": fresh, "own": True}
        return render(request, _reflection_page(writes=True), context, status=422)
    messages.success(request, _("Handed in. Your liaison officer can read it now."))
    return redirect("mentorships:reflection", row.member.group_id, row.pk)


@require_POST
@door("reflection.return")
@in_group
def return_(request: PersonRequest, row: Reflection) -> HttpResponse:
    form = QuestionForm(request.POST)
    if not form.is_valid():
        context = {
            "group": row.member.group,
            "reflection": row,
            "question_form": form,
            "may": queries.allowed(request.user, row, row.verbs),
        }
        return render(request, _reflection_page(writes=False), context, status=422)
    actions.return_(row, form.cleaned_data["question"], by=request.user)
    return redirect("mentorships:to_read")


@require_POST
@door("reflection.acknowledge")
@in_group
def acknowledge_reflection(request: PersonRequest, row: Reflection) -> HttpResponse:
    actions.acknowledge(row, by=request.user)
    return redirect("mentorships:to_read")


@require_safe
@signed_in
def to_read(request: PersonRequest) -> HttpResponse:
    context = {
        "page": Paginator(queries.reflections_waiting(request.user), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "key_points": queries.key_points_waiting(request.user)[:MANY],
    }
    return render(request, "mentorships/to_read.html", context)


@require_POST
@signed_in
def acknowledge_many(request: PersonRequest) -> HttpResponse:
    typed = request.POST.getlist("reflection")[:MANY]
    chosen = [pk for pk in map(whole, typed) if pk is not None]
    rows = reach(request.user, "reflection.acknowledge").filter(pk__in=chosen)
    done = actions.acknowledge_all(rows, by=request.user)
    messages.success(
        request,
        ngettext("%(n)d reflection acknowledged.", "%(n)d reflections acknowledged.", done)
        % {"n": done},
    )
    return redirect("mentorships:to_read")
