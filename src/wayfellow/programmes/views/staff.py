from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wayfellow.access.doors import door, reach
from wayfellow.people.http import PersonRequest
from wayfellow.programmes import actions, queries
from wayfellow.programmes.forms import AppointForm
from wayfellow.programmes.models import Office, Programme


@require_http_methods(["GET", "HEAD", "POST"])
@door("programme.appoint")
def people(request: PersonRequest, programme: Programme) -> HttpResponse:
    """The programme's staff; appoint one more or release one."""
    institutions = queries.appointable(programme, request.user)
    form = AppointForm(
        request.POST if request.method == "POST" else None, institutions=institutions
    )
    if request.method == "POST" and form.is_valid():
        office = actions.appoint_by_mail(programme, by=request.user, **form.cleaned_data)
        said = (
            _("%(name)s is appointed and has been told.")
            if office
            else _("%(name)s has been invited by mail and begins on accepting.")
        )
        messages.success(request, said % {"name": form.cleaned_data["name"]})
        return redirect("programmes:people", programme.pk)
    releasable = set(
        reach(request.user, "office.release")
        .filter(programme=programme)
        .values_list("pk", flat=True)
    )
    offices = programme.offices.filter(ended_at=None).select_related("person", "institution")
    context = {
        "programme": programme,
        "form": form,
        "institutions": reach(request.user, "institution.invite").filter(pk__in=institutions),
        "offices": [{"office": o, "may_release": o.pk in releasable} for o in offices],
    }
    return render(request, "programmes/people.html", context, status=422 if form.errors else 200)


@require_POST
@door("office.release")
def release(request: PersonRequest, office: Office) -> HttpResponse:
    """End somebody's office."""
    actions.release(office, by=request.user)
    messages.success(request, _("%(name)s was released and told.") % {"name": office.person.called})
    return redirect("programmes:people", office.programme_id)
