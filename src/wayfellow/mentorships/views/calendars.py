"""A person's own calendar: the page that switches it on, and the secret address itself."""

import hashlib
import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wayfellow.access.doors import door, public, signed_in
from wayfellow.access.links import sealed, unsealed
from wayfellow.access.refusals import Invalid
from wayfellow.calendars import address_of
from wayfellow.mentorships import actions, queries
from wayfellow.mentorships.forms import AddressForm, ReplyForm
from wayfellow.mentorships.invitations import calendar_file
from wayfellow.mentorships.models import Feed, Meeting, Reply
from wayfellow.mentorships.views.within import in_group
from wayfellow.people.http import PersonRequest

PURPOSE = "calendar"


@require_safe
@signed_in
def mine(request: PersonRequest) -> HttpResponse:
    """One's own calendar address, with words how to use it."""
    feed = Feed.objects.filter(person=request.user).exclude(key=None).first()
    context: dict[str, object] = {"feed": feed}
    if feed and feed.key:
        address = address_of(reverse("mentorships:feed", args=[sealed(feed.key, PURPOSE)]))
        # Programs that subscribe are opened by this scheme; they go by http(s) themselves.
        context["subscribe"] = f"webcal://{address.partition('://')[2]}"
        context["form"] = AddressForm(initial={"address": address})
        context["meetings"] = queries.calendar_of(request.user).count()
    return render(request, "mentorships/calendar.html", context)


@require_POST
@signed_in
def switch_on(request: PersonRequest) -> HttpResponse:
    actions.switch_calendar_on(request.user)
    messages.success(request, _("Your calendar address is switched on."))
    return redirect("mentorships:my_calendar")


@require_POST
@signed_in
def renew(request: PersonRequest) -> HttpResponse:
    actions.renew_calendar(request.user)
    messages.success(request, _("You have a new address. The old one shows nothing any more."))
    return redirect("mentorships:my_calendar")


@require_POST
@signed_in
def switch_off(request: PersonRequest) -> HttpResponse:
    actions.switch_calendar_off(request.user)
    messages.success(request, _("Your calendar address is switched off and shows nothing."))
    return redirect("mentorships:my_calendar")


@require_safe
@public
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a secret address, for programs that cannot sign in."""
    # An address that never was costs one look into the database too: the time tells nothing.
    key = unsealed(token, PURPOSE) or uuid.uuid4()
    found = Feed.objects.select_related("person").filter(key=key, person__is_active=True).first()
    if found is None:
        return _closed(HttpResponse(_("There is no calendar here."), "text/plain", 404))
    made = calendar_file(found.person, queries.calendar_of(found.person))
    whole = HttpResponse(made, "text/calendar; charset=utf-8")
    whole["Content-Disposition"] = 'inline; filename="meetings.ics"'
    whole["ETag"] = quote_etag(hashlib.sha256(made).hexdigest()[:32])
    return _closed(get_conditional_response(request, etag=whole["ETag"], response=whole) or whole)


def _closed(response: HttpResponse) -> HttpResponse:
    """Kept by nobody on the way, found by no search engine, named to no other site."""
    response["Cache-Control"] = "private, no-cache"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


@require_POST
@door("meeting.answer")
@in_group
def answer(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    form = ReplyForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Choose one of the three answers."), field="coming")
    actions.answer(meeting, Reply.Coming(form.cleaned_data["coming"]), by=request.user)
    return redirect("mentorships:meeting", meeting.group_id, meeting.pk)
