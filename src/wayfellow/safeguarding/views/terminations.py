"""Ending a group at once: the letter, the second person, and what is read of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayfellow import papers
from wayfellow.access.doors import door, may, signed_in
from wayfellow.mentorships.models import WorkGroup
from wayfellow.people.http import PersonRequest
from wayfellow.safeguarding import actions, queries
from wayfellow.safeguarding.forms import TerminationForm
from wayfellow.safeguarding.models import Termination

PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@door("workgroup.draft_termination")
def draft(request: PersonRequest, group: WorkGroup) -> HttpResponse:
    """Write the letter that ends a group."""
    written = queries.termination_of(group)
    if written is not None:
        return redirect("safeguarding:termination", written.pk)
    form = TerminationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        termination = actions.draft_termination(group, form.cleaned_data, by=request.user)
        if termination.is_urgent:
            messages.success(request, _("The group has ended, and everybody was told in writing."))
        else:
            messages.success(request, _("The letter waits for a second person, who was told."))
        return redirect("safeguarding:termination", termination.pk)
    status = 422 if form.is_bound else 200
    context = {"form": form, "group": group}
    return render(request, "safeguarding/draft.html", context, status=status)


@require_safe
@signed_in
def index(request: PersonRequest) -> HttpResponse:
    """Terminations, those that wait first."""
    page = Paginator(queries.terminations(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "safeguarding/terminations.html", {"page": page})


@require_safe
@door("termination.oversee")
def show(request: PersonRequest, termination: Termination) -> HttpResponse:
    """The letter, its ground and its details."""
    verbs = termination.verbs
    is_drafter = termination.drafted_by_id == request.user.pk
    context = {
        "termination": termination,
        "group": termination.group,
        "is_drafter": is_drafter,
        "waits": "issue" in verbs,
        "may_issue": "issue" in verbs and not is_drafter,
    }
    return render(request, "safeguarding/termination.html", context)


@require_POST
@door("termination.issue")
def issue(request: PersonRequest, termination: Termination) -> HttpResponse:
    """The second person agrees."""
    actions.issue(termination, by=request.user)
    messages.success(request, _("The group has ended, and everybody was told in writing."))
    return redirect("safeguarding:termination", termination.pk)


@require_POST
@door("termination.discard")
def discard(request: PersonRequest, termination: Termination) -> HttpResponse:
    """The group goes on."""
    actions.discard(termination, by=request.user)
    messages.success(request, _("The letter was discarded. The group goes on, and was not told."))
    return redirect("safeguarding:termination", termination.pk)


@require_safe
@door("termination.view")
def letter(request: PersonRequest, termination: Termination) -> HttpResponse:
    """The letter as the mentor and the students read it."""
    context = {
        "termination": termination,
        "group": termination.group,
        "oversees": may(request.user, "termination.oversee", termination),
    }
    return render(request, "safeguarding/letter.html", context)


@require_safe
@door("termination.view")
def letter_pdf(request: PersonRequest, termination: Termination) -> HttpResponse:
    """The letter on paper."""
    made = papers.render(
        "safeguarding/papers/letter.typ",
        _paper(termination),
        title=_("The end of a mentoring group"),
        language=get_language() or "en",
    )
    name = slugify(f"letter {termination.group.mentor.person.name}") or "letter"
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def _paper(termination: Termination) -> dict[str, object]:
    group = termination.group
    return {
        "running": f"{group.cohort.programme.name}, {group.cohort.name}",
        "facts": [
            [_("From"), group.institution.name],
            [_("To"), [person.name for person in group.people().order_by("name")]],
            [
                pgettext("subject", "About"),
                _("The mentoring group of %(name)s") % {"name": group.mentor.person.name},
            ],
            [_("Issued"), termination.issued_at],
        ],
        "draft": None if termination.issued_at else _("This letter has not been issued."),
        "letter": termination.letter,
        "questions": _("Questions: %(address)s") % {"address": group.institution.contact_email},
    }
