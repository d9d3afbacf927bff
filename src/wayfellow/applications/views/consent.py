"""The guardian's page: by a mailed link, without an account."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from wayfellow.access import links
from wayfellow.access.doors import public
from wayfellow.access.models import Link
from wayfellow.access.refusals import Invalid
from wayfellow.applications import actions
from wayfellow.applications.forms import ConsentForm
from wayfellow.applications.lifecycle import ConsentState
from wayfellow.applications.models import Consent
from wayfellow.applications.queries import consent_text, is_minor_now
from wayfellow.kernel.lifecycle import IllegalStep


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Read, answer, look at the answer later, take it back; looking changes nothing."""
    link = links.find(token, "consent")
    consent = link.subject if link else None
    # A link that was replaced may have gone to a wrong address: it tells nothing any more.
    if link is None or link.revoked_at is not None or not isinstance(consent, Consent):
        raise Http404
    if request.method == "POST":
        return _post(request, link, consent)
    return _page(request, link, consent)


def _is_over(link: Link, consent: Consent) -> bool:
    return not links.is_open(link) or consent.state == ConsentState.EXPIRED


def _post(request: HttpRequest, link: Link, consent: Consent) -> HttpResponse:
    what = request.POST.get("what", "")
    if _is_over(link, consent):
        if what == "ask anew":
            actions.ask_anew(consent)
    elif what == "revoke" and consent.state == ConsentState.GRANTED:
        actions.revoke(consent)
    elif what == "answer" and consent.state == ConsentState.REQUESTED:
        return _take(request, link, consent)
    # A second click, or a page that was left open: show what holds.
    return redirect(request.path)


def _take(request: HttpRequest, link: Link, consent: Consent) -> HttpResponse:
    form = ConsentForm(request.POST)
    if not form.is_valid():
        return _page(request, link, consent, form, status=422)
    values = form.values()
    try:
        if values["takes_part"]:
            actions.grant(consent, values)
        else:
            actions.refuse(consent, signature=values["signature"])
    except Invalid as wrong:
        form.add_error(wrong.field or None, str(wrong))
        return _page(request, link, consent, form, status=422)
    except IllegalStep:
        # Two clicks at once: one of them counted, and its answer is shown.
        return redirect(request.path)
    return redirect(request.path)


def _page(
    request: HttpRequest,
    link: Link,
    consent: Consent,
    form: ConsentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    application = consent.application
    programme = application.cohort.programme
    context = {
        "consent": consent,
        "application": application,
        "programme": programme,
        "policy": programme.policy,
        "institution": application.institution,
    }
    if _is_over(link, consent):
        return render(request, "applications/consent_over.html", context)
    if consent.state != ConsentState.REQUESTED:
        context["can_revoke"] = consent.state == ConsentState.GRANTED and is_minor_now(application)
        return render(request, "applications/consent_answer.html", context)
    if not is_minor_now(application):
        return render(request, "applications/consent_of_age.html", context)
    text = consent_text(programme)
    context |= {
        "today": localdate(),
        "text": text,
        "form": form or ConsentForm(text=text.pk if text else None),
    }
    return render(request, "applications/consent.html", context, status=status)
