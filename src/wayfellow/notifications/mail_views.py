"""What people choose about their mail: on their page, or by the address in a mail."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from wayfellow.access.doors import public, signed_in
from wayfellow.notifications import outsiders, preferences, stopping
from wayfellow.notifications.categories import ALWAYS_MAILED
from wayfellow.notifications.forms import MailForm
from wayfellow.notifications.http import ReaderRequest


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def mail(request: ReaderRequest) -> HttpResponse:
    """What comes by mail, and how often."""
    form = MailForm(request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        preferences.choose(request.user, form.values())
        messages.success(request, _("Your choice is saved. It holds from now on."))
        return redirect("notifications:mail")
    context = {"form": form, "always": [category.label for category in ALWAYS_MAILED]}
    status = 422 if form.errors else 200
    return render(request, "notifications/mail.html", context, status=status)


# Mail programs post without a cookie or a page before it (RFC 8058): the address is the secret.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask before stopping; a POST stops. Looking changes nothing."""
    wanted = stopping.read(token)
    if wanted is None:
        raise Http404
    # An account that was closed gets no mail anyway: whoever asks learns nothing else.
    person = stopping.reader_of(wanted)
    about = preferences.stopped(person, wanted.categories, wanted.periods) if person else []
    if request.method == "POST" and person is not None:
        preferences.stop(person, wanted.categories, wanted.periods)
    context = {
        "about": [category.label for category in about or wanted.categories],
        "is_stopped": request.method == "POST" or not about,
    }
    with translation.override(getattr(person, "language", translation.get_language())):
        return render(request, "notifications/stop.html", context)


# As above. Who has no account undoes it here too: there is no other page for them.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public
def stop_outside(request: HttpRequest, token: str) -> HttpResponse:
    """The same for people without an account; a second button lets such mail come again."""
    wanted = outsiders.read(token)
    if wanted is None:
        raise Http404
    again = "again" in request.POST
    if request.method == "POST":
        change = outsiders.let_come if again else outsiders.stop
        change(wanted)
    with translation.override(wanted.language):
        context = {
            "label": wanted.label,
            "is_stopped": outsiders.is_stopped(wanted),
            "comes_again": again,
        }
        return render(request, "notifications/stop_outside.html", context)
