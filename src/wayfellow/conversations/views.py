from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from wayfellow.access.doors import door
from wayfellow.conversations import actions, queries
from wayfellow.conversations.forms import MessageForm
from wayfellow.mentorships.models import WorkGroup
from wayfellow.people.http import PersonRequest


def _thread(
    request: PersonRequest, group: WorkGroup, form: MessageForm, *, status: int = 200
) -> HttpResponse:
    page = queries.thread(group, request.user, request.GET.get("page"))
    context = {"group": group, "page": page, "messages_here": page.object_list[::-1], "form": form}
    return render(request, "conversations/thread.html", context, status=status)


@require_safe
@door("workgroup.converse")
def thread(request: PersonRequest, group: WorkGroup) -> HttpResponse:
    return _thread(request, group, MessageForm())


@require_POST
@door("workgroup.write")
def write(request: PersonRequest, group: WorkGroup) -> HttpResponse:
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _thread(request, group, form, status=422)
    actions.write(group, form.cleaned_data["body"], by=request.user)
    return redirect("conversations:thread", group.pk)
