"""The application and the guardian's consent on paper: blank for the world, filled for those in it."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.defaultfilters import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wayfellow import papers
from wayfellow.access.doors import door, public
from wayfellow.applications.forms import ConsentForm, MentorForm, StudentForm, draft_form
from wayfellow.applications.lifecycle import ConsentState
from wayfellow.applications.models import (
    Application,
    Consent,
    MentorAnswers,
    Part,
    StudentAnswers,
)
from wayfellow.applications.queries import consent_text
from wayfellow.applications.views.own import sections
from wayfellow.people.http import PersonRequest
from wayfellow.people.models import Profile
from wayfellow.programmes.blocks import blocks_of
from wayfellow.programmes.models import DocumentVersion, Programme
from wayfellow.programmes.pasted import markdown_of
from wayfellow.programmes.queries import in_public

FORM = "papers/papers/form.typ"
LONG = 3
"""Ruled lines for a long answer."""
_ASKED = {
    Part.STUDENT: (StudentForm, StudentAnswers),
    Part.MENTOR: (MentorForm, MentorAnswers),
}
_CONSENTS = ("takes_part", "visits", "direct_contact", "photographs")


def _shown(slug: str) -> Programme:
    programme = in_public().filter(slug=slug).first()
    if programme is None:
        raise Http404
    return programme


@require_safe
@public
def blank_application(_request: HttpRequest, slug: str, part: str) -> HttpResponse:
    """The application form, to be filled in by hand."""
    programme = _shown(slug)
    if part not in Part.values:
        raise Http404
    form, answers = _ASKED[Part(part)]
    about = [_field(_("Full name")), _field(_("E-mail address")), _field(_("Phone"))]
    asked: list[dict[str, Any]] = [{"title": None, "fields": about}]
    for section in form.sections:
        names = [name for name in section.names if _is_asked(name, programme)]
        if names:
            fields = [_blank_field(answers, name) for name in names]
            asked.append({"title": str(section.title), "fields": fields})
    is_student = part == Part.STUDENT
    title = _("Student's application") if is_student else _("Mentor's application")
    return _blank(programme, title, asked, [_("Applicant")])


def _is_asked(name: str, programme: Programme) -> bool:
    if name.startswith("rank_"):
        return int(name.removeprefix("rank_")) <= programme.ranked_choices
    return bool(programme.consent_age) or not name.startswith("guardian_")


def _blank_field(answers: type[models.Model], name: str) -> dict[str, Any]:
    if name.startswith("rank_"):
        return _field(_("Choice %(n)s") % {"n": name.removeprefix("rank_")})
    asked = _model_field(answers, name)
    label = capfirst(str(asked.verbose_name))
    if isinstance(asked, models.BooleanField):
        return _field(label, choices=[""])
    return _field(label, lines=LONG if isinstance(asked, models.TextField) else 1)


def _model_field(answers: type[models.Model], name: str) -> "models.Field[Any, Any]":
    for model in (answers, Application, Profile):
        try:
            found = model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        if isinstance(found, models.Field):
            return found
    raise FieldDoesNotExist(name)


@require_safe
@public
def blank_consent(_request: HttpRequest, slug: str) -> HttpResponse:
    """The guardian's consent, to be filled in by hand."""
    programme = _shown(slug)
    if not programme.consent_age:
        raise Http404
    text = consent_text(programme)
    people = (_("Student"), _("Parent or guardian"), _("Relationship"), _("Phone"))
    both = [_("yes"), _("no")]
    form = ConsentForm()
    asked = [
        {"title": None, "fields": [_field(label) for label in people]},
        _agreed(text),
        {
            "title": _("Your answer"),
            "fields": [
                *[_field(str(form.fields[name].label), choices=both) for name in _CONSENTS],
                _field(str(form.fields["emergency_contact"].label)),
            ],
        },
    ]
    return _blank(programme, _("Parent's or guardian's consent"), asked, [_("Parent or guardian")])


def _agreed(text: DocumentVersion | None) -> dict[str, Any]:
    if text is not None:
        blocks = blocks_of(markdown_of(text.body))
        levels = [block["level"] for block in blocks if block["kind"] == "heading"]
        # The section's own title stands above: the text's first headings come under it.
        below = {"blocks": blocks, "raise": min(levels, default=2) - 2}
        return {"title": text.document.title, "fields": [], **below}
    words = _(
        "I have read what the programme is about. I know whom to ask at the institution. "
        "Taking part is voluntary and free, and no promise of an internship or a job. "
        "I can take my consent back at any time."
    )
    return {"title": _("What you agree to"), "text": words, "fields": []}


def _blank(
    programme: Programme, title: str, asked: list[dict[str, Any]], signers: Sequence[str]
) -> HttpResponse:
    language = get_language() or "en"
    data = {
        "running": f"{programme.name}, {programme.institution.name}",
        "sections": asked,
        "signers": [{"name": "", "role": role, "signed": None, "hand": True} for role in signers],
    }
    made = papers.kept(
        f"{title} {language} {data}",
        lambda: papers.render(FORM, data, title=title, language=language),
    )
    return papers.attached(made, f"{programme.slug} {title}")


def _field(
    label: str, value: object = None, *, lines: int = 1, choices: Sequence[str] = ()
) -> dict[str, Any]:
    return {"label": label, "value": value, "lines": lines, "choices": list(choices)}


@require_safe
@door("application.view")
def application_pdf(request: PersonRequest, application: Application) -> HttpResponse:
    """What was written, as it stands; the same as the page shows."""
    is_own = application.person_id == request.user.pk
    facts = [
        _field(_("Name"), application.person.name),
        _field(_("Institution"), application.institution.name),
        _field(_("State"), application.get_state_display()),
    ]
    told: list[dict[str, Any]] = [
        {
            "title": str(section["title"]),
            "fields": [_field(label, value) for label, value in section["rows"]],
        }
        for section in _told(application, for_staff=not is_own)
    ]
    title = _("Student's application") if application.is_student else _("Mentor's application")
    return _filled(application, title, [{"title": None, "fields": facts}, *told])


@require_safe
@door("consent.view")
def consent_pdf(_request: PersonRequest, consent: Consent) -> HttpResponse:
    """A guardian's answer, with the words that were agreed to."""
    if consent.state not in {ConsentState.GRANTED, ConsentState.REVOKED}:
        raise Http404
    form = ConsentForm()
    application = consent.application
    answers = [
        _field(str(form.fields[name].label), _("yes") if getattr(consent, name) else _("no"))
        for name in _CONSENTS
    ]
    facts = [
        _field(_("Student"), application.person.name),
        _field(_("Parent or guardian"), consent.guardian_name),
        _field(_("State"), consent.get_state_display()),
    ]
    told = [
        {"title": None, "fields": facts},
        _agreed(consent.text),
        {"title": _("Answer"), "fields": answers},
    ]
    signed = {
        "name": consent.signature,
        "role": _("Parent or guardian"),
        "signed": consent.answered_at,
    }
    return _filled(application, _("Parent's or guardian's consent"), told, [signed])


def _filled(
    application: Application,
    title: str,
    told: list[dict[str, Any]],
    signers: Sequence[dict[str, Any]] = (),
) -> HttpResponse:
    programme = application.cohort.programme
    made = papers.render(
        FORM,
        {
            "running": f"{programme.name}, {application.cohort.name}",
            "sections": told,
            "signers": list(signers),
        },
        title=title,
        language=get_language() or "en",
    )
    return papers.attached(made, f"{title} {application.person.name}")


def _told(application: Application, *, for_staff: bool) -> list[dict[str, Any]]:
    return list(sections(draft_form(application), for_staff=for_staff))
