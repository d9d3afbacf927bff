from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayfellow.access.doors import door
from wayfellow.mentorships import actions, queries
from wayfellow.mentorships.forms import CommentForm, GoalForm, ProgressForm
from wayfellow.mentorships.models import Goal, Member, WorkGroup
from wayfellow.mentorships.views.within import in_group
from wayfellow.people.http import PersonRequest


def _to(goal: Goal) -> HttpResponse:
    return redirect("mentorships:goal", goal.member.group_id, goal.pk)


@require_safe
@door("workgroup.view")
def index(request: PersonRequest, group: WorkGroup) -> HttpResponse:
    space = queries.workspace(group, request.user)
    return render(request, "mentorships/goals.html", {"group": space.group, "workspace": space})


@require_http_methods(["GET", "HEAD", "POST"])
@door("workgroup.set_goal")
def new(request: PersonRequest, group: WorkGroup) -> HttpResponse:
    form = GoalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        member = Member.objects.active().of_person(request.user.pk).get(group=group)
        return _to(actions.set_goal(member, form.cleaned_data, by=request.user))
    code = 422 if form.is_bound else 200
    return render(
        request, "mentorships/goal_form.html", {"form": form, "group": group}, status=code
    )


@require_safe
@door("goal.view")
@in_group
def show(request: PersonRequest, goal: Goal) -> HttpResponse:
    return _show(request, goal)


def _show(
    request: PersonRequest,
    goal: Goal,
    *,
    progress_form: ProgressForm | None = None,
    comment_form: CommentForm | None = None,
) -> HttpResponse:
    notes = list(goal.notes.select_related("by"))
    may = queries.allowed(request.user, goal, [*goal.verbs, "edit", "comment"])
    context = {
        "group": goal.member.group,
        "goal": goal,
        "notes": notes,
        "course": [note.percent for note in reversed(notes)],
        "may": may,
        "progress_form": progress_form or ProgressForm(initial={"percent": goal.percent}),
        "comment_form": comment_form or CommentForm(),
    }
    wrong = progress_form is not None or comment_form is not None
    return render(request, "mentorships/goal.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@door("goal.edit")
@in_group
def edit(request: PersonRequest, goal: Goal) -> HttpResponse:
    form = GoalForm(request.POST if request.method == "POST" else None, instance=goal)
    if request.method == "POST" and form.is_valid():
        actions.edit_goal(goal, form.cleaned_data, by=request.user)
        return _to(goal)
    context = {"form": form, "group": goal.member.group, "goal": goal}
    code = 422 if form.is_bound else 200
    return render(request, "mentorships/goal_form.html", context, status=code)


@require_POST
@door("goal.progress")
@in_group
def progress(request: PersonRequest, goal: Goal) -> HttpResponse:
    form = ProgressForm(request.POST)
    if not form.is_valid():
        return _show(request, goal, progress_form=form)
    values = form.cleaned_data
    actions.progress(goal, values["percent"], values["text"], by=request.user)
    return _to(goal)


@require_POST
@door("goal.comment")
@in_group
def comment(request: PersonRequest, goal: Goal) -> HttpResponse:
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _show(request, goal, comment_form=form)
    actions.comment(goal, form.cleaned_data["text"], by=request.user)
    return _to(goal)


@require_POST
@door("goal.achieve")
@in_group
def achieve(request: PersonRequest, goal: Goal) -> HttpResponse:
    actions.achieve(goal, by=request.user)
    return _to(goal)


@require_POST
@door("goal.drop")
@in_group
def drop(request: PersonRequest, goal: Goal) -> HttpResponse:
    actions.drop(goal, by=request.user)
    return _to(goal)


@require_POST
@door("goal.take_up")
@in_group
def take_up(request: PersonRequest, goal: Goal) -> HttpResponse:
    actions.take_up(goal, by=request.user)
    return _to(goal)
