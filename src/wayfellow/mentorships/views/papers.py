"""Documents to keep: certificates and records, and the field's forms, blank and filled."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import capfirst
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wayfellow import papers
from wayfellow.access.doors import door, public
from wayfellow.access.refusals import Refused
from wayfellow.mentorships import queries
from wayfellow.mentorships.models import Agreement, Member, Reflection, WorkGroup
from wayfellow.mentorships.views.within import in_group
from wayfellow.people.http import PersonRequest
from wayfellow.programmes.models import Programme
from wayfellow.programmes.policy import Need
from wayfellow.programmes.queries import coordinators, in_public
from wayfellow.ui.dates import day

CERTIFICATE = "mentorships/papers/certificate.typ"
FORM = "papers/papers/form.typ"
ROOM = 4
"""Ruled lines for a long answer."""


@require_safe
@door("member.certify")
@in_group
def certificate(request: PersonRequest, member: Member) -> HttpResponse:
    """What has been done and what is still owed; the paper once everything is there."""
    context = {
        "member": member,
        "group": member.group,
        "facts": queries.certificate(member),
        "is_own": member.application.person_id == request.user.pk,
        "given": member.group.cohort.programme.certificate,
    }
    return render(request, "mentorships/certificate.html", context)


@require_safe
@door("member.certify")
@in_group
def certificate_pdf(_request: PersonRequest, member: Member) -> HttpResponse:
    facts = queries.certificate(member)
    if not facts.earned or not member.group.cohort.programme.certificate:
        raise Refused(_("This certificate is not earned yet. Its page says what is still owed."))
    words = _("took part in %(programme)s, %(cohort)s, in the work group of %(mentor)s.")
    made = papers.render(
        CERTIFICATE,
        {
            "institution": facts.institution,
            "opening": _("This is to say, with thanks, that"),
            "name": facts.name,
            "sentence": words
            % {"programme": facts.programme, "cohort": facts.cohort, "mentor": facts.mentor},
            "facts": [
                [pgettext("day", "From"), facts.begun_on],
                [pgettext("day", "To"), facts.ended_on],
                [_("Meetings attended"), str(facts.meetings)],
                [_("Hours"), f"{facts.hours:g}"],
                [_("Reflections acknowledged"), str(facts.acknowledged)],
            ],
            "signers": _signers(member.group),
            "note": _("Made from the programme's own records."),
        },
        title=_("Certificate of participation"),
        language=get_language() or "en",
    )
    return papers.attached(made, f"certificate {facts.name}")


@require_safe
@door("workgroup.attest")
def service_pdf(_request: PersonRequest, group: WorkGroup) -> HttpResponse:
    """The mentor's record of participation, for the own papers."""
    facts = queries.service(group)
    guided = ngettext(
        "has mentored %(n)d student in %(programme)s, %(cohort)s, as a volunteer.",
        "has mentored %(n)d students in %(programme)s, %(cohort)s, as a volunteer.",
        facts.students,
    )
    made = papers.render(
        CERTIFICATE,
        {
            "institution": facts.institution,
            "opening": _("This is to say, with thanks, that"),
            "name": facts.name,
            "sentence": guided
            % {"n": facts.students, "programme": facts.programme, "cohort": facts.cohort},
            "facts": [
                [pgettext("day", "From"), facts.begun_on],
                [pgettext("day", "To"), facts.ended_on or _("the work goes on")],
                [_("Meetings held"), str(facts.meetings)],
                [_("Hours"), f"{facts.hours:g}"],
            ],
            "signers": _signers(group),
            "note": _("Made from the programme's own records."),
        },
        title=_("Record of participation"),
        language=get_language() or "en",
    )
    return papers.attached(made, f"record of participation {facts.name}")


def _signers(group: WorkGroup) -> list[dict[str, object]]:
    """Whoever leads the programme at the group's institution signs by hand."""
    person = coordinators(group.cohort.programme, group.institution).first()
    name = person.name if person else group.institution.name
    return [{"name": name, "role": _("Programme coordinator"), "signed": None, "hand": True}]


@require_safe
@door("reflection.view")
@in_group
def reflection_pdf(_request: PersonRequest, reflection: Reflection) -> HttpResponse:
    """The student's reflection form as it was written."""
    member = reflection.member
    about = reflection.meeting or reflection.term
    when = day(reflection.meeting.starts_at) if reflection.meeting else str(about)
    facts = [
        (_("Student"), member.application.person.name),
        (_("Mentor"), member.group.mentor.person.name),
        (pgettext("subject", "About"), when),
        (_("State"), reflection.get_state_display()),
    ]
    made = papers.render(
        FORM,
        {
            "running": _running(member.group.cohort.programme),
            "sections": [
                {"title": None, "fields": [_field(label, value) for label, value in facts]},
                {
                    "title": _("Reflection"),
                    "fields": [
                        _field(label, getattr(reflection, name) or "–")
                        for name, label in _asked(Reflection, _REFLECTION)
                        if name != "updates" or reflection.term_id
                    ],
                },
            ],
            "signers": [],
        },
        title=_("Student's reflection"),
        language=get_language() or "en",
    )
    return papers.attached(made, f"reflection {member.application.person.name}")


@require_safe
@public
def blank_reflection(_request: HttpRequest, slug: str) -> HttpResponse:
    """The student's reflection form, to be filled in by hand."""
    programme = _shown(slug)
    if Need.NONE == programme.meeting_reflections == programme.term_reflections:
        raise Http404
    people = [_("Student"), _("Student number"), _("Mentor"), _("Liaison officer")]
    sections: list[dict[str, Any]] = [
        {"title": None, "fields": [_field(label, None) for label in people]},
        {
            "title": _("Meeting or semester"),
            "fields": [
                _field(_("Date, time and place"), None),
                _field(_("Who was there"), None),
            ],
        },
        {"title": _("Reflection"), "fields": _blanks(Reflection, _REFLECTION)},
    ]
    return _blank(programme, _("Student's reflection"), sections, [_("Student")])


@require_safe
@public
def blank_agreement(_request: HttpRequest, slug: str) -> HttpResponse:
    """The summary agreement, to be filled in by hand."""
    programme = _shown(slug)
    if programme.agreement == Need.NONE:
        raise Http404
    sections = [{"title": _("What we agree on"), "fields": _blanks(Agreement, Agreement.TERMS)}]
    signers = [_("Mentor"), *[_("Student")] * programme.most_mentees]
    return _blank(programme, _("Summary agreement"), sections, signers)


_REFLECTION = ("did", "learnt", "changes", "updates", "next_step", "confidence")


def _shown(slug: str) -> Programme:
    programme = in_public().filter(slug=slug).first()
    if programme is None:
        raise Http404
    return programme


def _running(programme: Programme) -> str:
    return f"{programme.name}, {programme.institution.name}"


def _blank(
    programme: Programme, title: str, sections: list[dict[str, Any]], signers: Sequence[str]
) -> HttpResponse:
    language = get_language() or "en"
    data = {
        "running": _running(programme),
        "sections": sections,
        "signers": [{"name": "", "role": role, "signed": None, "hand": True} for role in signers],
    }
    about = f"{title} {language} {data}"
    made = papers.kept(about, lambda: papers.render(FORM, data, title=title, language=language))
    return papers.attached(made, f"{programme.slug} {title}")


def _asked(model: type[models.Model], names: Sequence[str]) -> list[tuple[str, str]]:
    labels = {each.name: each for each in model._meta.fields}
    return [(name, capfirst(str(labels[name].verbose_name))) for name in names]


def _blanks(model: type[models.Model], names: Sequence[str]) -> list[dict[str, Any]]:
    long = {each.name for each in model._meta.fields if isinstance(each, models.TextField)}
    return [
        _field(label, None, lines=ROOM if name in long else 1)
        for name, label in _asked(model, names)
    ]


def _field(label: str, value: object, *, lines: int = 1) -> dict[str, Any]:
    return {"label": label, "value": value, "lines": lines, "choices": []}
