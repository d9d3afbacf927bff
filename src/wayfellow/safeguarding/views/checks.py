"""What a mentor has shown: a list, and a form for the next."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wayfellow.access.doors import door
from wayfellow.access.refusals import Invalid, Refused
from wayfellow.applications.models import Application
from wayfellow.people.http import PersonRequest
from wayfellow.safeguarding import checking
from wayfellow.safeguarding.forms import CheckForm
from wayfellow.safeguarding.models import Check


@require_http_methods(["GET", "HEAD", "POST"])
@door("application.check")
def checks(request: PersonRequest, mentor: Application) -> HttpResponse:
    """Everything on record for the mentor in this programme; a new one may be added."""
    form = CheckForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            checking.keep(mentor, form.cleaned_data, by=request.user)
        except Invalid as wrong:
            form.add_error(wrong.field or None, str(wrong))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The check is recorded."))
            return redirect("safeguarding:checks", mentor.pk)
    context = {
        "mentor": mentor,
        "checks": checking.of_mentor(mentor),
        "today": localdate(),
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "safeguarding/checks.html", context, status=status)


@require_POST
@door("check.remove")
def remove(request: PersonRequest, check: Check) -> HttpResponse:
    """Take out what was recorded by mistake."""
    mentor = check.mentor_id
    checking.remove(check, by=request.user)
    messages.success(request, _("The check was taken out."))
    return redirect("safeguarding:checks", mentor)
