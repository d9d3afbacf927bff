"""The public way in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from wayfellow.access import links
from wayfellow.access.doors import public
from wayfellow.access.rates import network
from wayfellow.applications import actions
from wayfellow.applications.forms import JoinForm
from wayfellow.applications.models import Application, Knock, Part
from wayfellow.applications.queries import door_of, institutions_for, own
from wayfellow.people.models import User
from wayfellow.programmes.lifecycle import ProgrammeState
from wayfellow.programmes.models import Programme

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_http_methods(["GET", "HEAD", "POST"])
@public
def join(request: HttpRequest, slug: str, part: str) -> HttpResponse:
    """Explain what joining means, and open the application."""
    programme = Programme.objects.filter(slug=slug, state=ProgrammeState.ACTIVE).first()
    if programme is None or part not in Part.values:
        raise Http404
    person = request.user if isinstance(request.user, User) else None
    door = door_of(programme, part)
    form = JoinForm(
        institutions_for(programme, part, person),
        request.POST if request.method == "POST" else None,
        known=person is not None,
    )
    if request.method == "POST" and door.is_open and door.cohort and form.is_valid():
        chosen = form.cleaned_data
        if person is not None:
            application = actions.start(
                door.cohort, person, Part(part), chosen["institution"], by=person
            )
            return to_application(application)
        actions.count_knock(chosen["email"], network(request))
        actions.knock(
            door.cohort,
            Part(part),
            chosen["institution"],
            name=chosen["name"],
            email=chosen["email"],
        )
        return redirect(f"{request.path}?sent=yes")
    context: dict[str, Any] = {
        "programme": programme,
        "policy": programme.policy,
        "part": Part(part),
        "door": door,
        "form": form,
        "sent": "sent" in request.GET and person is None,
        "mine": _mine(person, programme, part),
        "minor_age": programme.consent_age if part == Part.STUDENT else 0,
    }
    return render(request, "applications/join.html", context, status=422 if form.errors else 200)


def _mine(person: User | None, programme: Programme, part: str) -> Application | None:
    if person is None:
        return None
    return own(person).filter(cohort__programme=programme, part=part).first()


def to_application(application: Application) -> HttpResponse:
    """To the form while it is a draft, else to its page."""
    name = "applications:edit" if application.state == "draft" else "applications:show"
    return redirect(name, application.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public
def walk_in(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the mailed link; only its button uses the link up."""
    link = links.find(token, "join")
    knocked = link.subject if link else None
    if link is None or not isinstance(knocked, Knock):
        raise Http404
    context = {"knock": knocked, "programme": knocked.cohort.programme, "part": knocked.part}
    if not links.is_open(link):
        return render(request, "applications/join_over.html", context, status=410)
    if request.method == "POST":
        application = actions.walk_in(link)
        login(request, application.person, backend=BACKEND)
        messages.success(request, _("Welcome. What you type is kept as a draft until you send it."))
        return to_application(application)
    return render(request, "applications/join_link.html", context)
