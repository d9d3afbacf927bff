from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst, slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayfellow import papers
from wayfellow.access.doors import door, reach
from wayfellow.access.refusals import Invalid, Refused
from wayfellow.mentorships import actions, queries
from wayfellow.mentorships.forms import AgreementForm, SignForm
from wayfellow.mentorships.lifecycle import AgreementState
from wayfellow.mentorships.models import Agreement, WorkGroup
from wayfellow.mentorships.views.within import in_group
from wayfellow.people.http import PersonRequest


def _shown(group: WorkGroup, request: PersonRequest) -> dict[str, Any]:
    space = queries.workspace(group, request.user)
    waiting = space.agreement.open
    shown = waiting or space.agreement.held
    may = queries.allowed(request.user, shown, shown.verbs) if shown else frozenset()
    past = reach(request.user, "agreement.view").filter(
        group=group, state=AgreementState.SUPERSEDED
    )
    sign = space.agreement.mine_is_missing and waiting is not None
    form = SignForm(initial={"version": waiting.version}) if sign and waiting else None
    edit = queries.allowed(request.user, shown, ["save"]) if shown else frozenset()
    drafts = shown is not None and shown.state == AgreementState.DRAFT
    return {
        "group": space.group,
        "workspace": space,
        "agreement": shown,
        "may": may | (edit if drafts else frozenset()),
        "past": past,
        "sign_form": form,
    }


@require_safe
@door("workgroup.view")
def show(request: PersonRequest, group: WorkGroup) -> HttpResponse:
    return render(request, "mentorships/agreement.html", _shown(group, request))


@require_POST
@door("workgroup.draft_agreement")
def draft(request: PersonRequest, group: WorkGroup) -> HttpResponse:
    agreement = actions.draft_agreement(group, by=request.user)
    return redirect("mentorships:agreement_edit", group.pk, agreement.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@door("agreement.save")
@in_group
def edit(request: PersonRequest, agreement: Agreement) -> HttpResponse:
    if agreement.state != AgreementState.DRAFT and request.method != "POST":
        return redirect("mentorships:agreement", agreement.group_id)
    form = AgreementForm(
        request.POST if request.method == "POST" else None,
        instance=agreement,
        initial={"version": agreement.version},
    )
    context = {"form": form, "agreement": agreement, "group": agreement.group}
    if request.method != "POST":
        return render(request, "mentorships/agreement_edit.html", context)
    if not form.is_valid():
        return render(request, "mentorships/agreement_edit.html", context, status=422)
    try:
        actions.save_agreement(
            agreement, form.cleaned_data, version=form.cleaned_data["version"], by=request.user
        )
    except Refused as refusal:
        return _conflict(request, agreement, form, str(refusal))
    return redirect("mentorships:agreement", agreement.group_id)


def _conflict(
    request: PersonRequest, agreement: Agreement, form: AgreementForm, reason: str
) -> HttpResponse:
    """Both texts side by side; saving again from here is on top of the newer one."""
    theirs = Agreement.objects.get(pk=agreement.pk)
    mine = AgreementForm(form.cleaned_data | {"version": theirs.version}, instance=agreement)
    pairs = [
        (mine.fields[name].label, getattr(theirs, name), form.cleaned_data[name])
        for name in Agreement.TERMS
        if getattr(theirs, name) != form.cleaned_data[name]
    ]
    context = {
        "form": mine,
        "agreement": theirs,
        "group": theirs.group,
        "conflict": reason,
        "pairs": pairs,
        "is_draft": theirs.state == AgreementState.DRAFT,
    }
    return render(request, "mentorships/agreement_edit.html", context, status=409)


@require_POST
@door("agreement.propose")
@in_group
def propose(request: PersonRequest, agreement: Agreement) -> HttpResponse:
    actions.propose(agreement, by=request.user)
    return redirect("mentorships:agreement", agreement.group_id)


@require_POST
@door("agreement.revise")
@in_group
def revise(request: PersonRequest, agreement: Agreement) -> HttpResponse:
    actions.revise(agreement, by=request.user)
    return redirect("mentorships:agreement_edit", agreement.group_id, agreement.pk)


@require_POST
@door("agreement.sign")
@in_group
def sign(request: PersonRequest, agreement: Agreement) -> HttpResponse:
    form = SignForm(request.POST)
    if form.is_valid():
        try:
            actions.sign(
                agreement,
                form.cleaned_data["typed_name"],
                by=request.user,
                version=form.cleaned_data["version"],
            )
        except Invalid as refusal:
            form.add_error("typed_name", str(refusal))
        else:
            return redirect("mentorships:agreement", agreement.group_id)
    context = _shown(agreement.group, request) | {"sign_form": form}
    return render(request, "mentorships/agreement.html", context, status=422)


@require_safe
@door("agreement.view")
@in_group
def pdf(request: PersonRequest, agreement: Agreement) -> HttpResponse:
    made = papers.render(
        "mentorships/papers/agreement.typ",
        _paper(agreement),
        title=_("Mentoring agreement"),
        language=get_language() or "en",
    )
    name = slugify(f"agreement {agreement.group.mentor.person.name} {agreement.number}")
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def _paper(agreement: Agreement) -> dict[str, object]:
    group = agreement.group
    signed = {each.person_id: each for each in agreement.signatures.select_related("person")}
    members = group.members.active().select_related("application__person")
    people = [
        (group.mentor.person, _("Mentor")),
        *((member.application.person, _("Student")) for member in members),
    ]
    labels = {field.name: field.verbose_name for field in Agreement._meta.fields}
    there = {person.pk for person, _role in people}
    people += [(each.person, "") for each in signed.values() if each.person_id not in there]
    return {
        "running": f"{group.cohort.programme.name}, {group.cohort.name}",
        "version": agreement.number,
        "facts": [
            [_("Mentor"), group.mentor.person.name],
            [_("Institution"), group.institution.name],
            [_("State"), agreement.get_state_display()],
            [_("In force since"), agreement.in_force_at],
        ],
        "terms": [
            [capfirst(str(labels[name])), getattr(agreement, name)]
            for name in Agreement.TERMS
            if getattr(agreement, name)
        ],
        "text_title": _("The programme's own words"),
        "text": agreement.text.body if agreement.text else None,
        "signatures_title": _("Signatures"),
        "signers": [
            {
                "name": person.name,
                "role": role,
                "signed": signed[person.pk].at if person.pk in signed else None,
            }
            for person, role in people
        ],
    }
