"""Aims, contacts and windows."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.forms import ModelForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wayfellow.access.doors import door
from wayfellow.people.http import PersonRequest
from wayfellow.programmes import actions, queries
from wayfellow.programmes.forms import AimForm, ContactForm, WindowForm
from wayfellow.programmes.models import Aim, Contact, Programme, Window
from wayfellow.programmes.views.forms import FormPage, form_page


@require_http_methods(["GET", "HEAD", "POST"])
@door("programme.add_aim")
def aims(request: PersonRequest, programme: Programme) -> HttpResponse:
    """What the programme is for, by audience; and one more."""
    form = AimForm(request.POST if request.method == "POST" else None)
    rows = {"aims": queries.aims(programme)}
    return _listed(request, programme, form, actions.add_aim, rows)


@require_http_methods(["GET", "HEAD", "POST"])
@door("aim.edit")
def edit_aim(request: PersonRequest, aim: Aim) -> HttpResponse:
    """Change one aim."""
    form = AimForm(request.POST if request.method == "POST" else None, instance=aim)
    page = _edit_page(aim.programme, "aims", _("Edit the aim"), _("Save the aim"))
    return _edited(request, page, form, actions.edit_aim)


@require_POST
@door("aim.edit")
def move_aim(request: PersonRequest, aim: Aim) -> HttpResponse:
    """One place up or down."""
    down = request.POST.get("direction") == "down"
    actions.move_aim(aim, "down" if down else "up", by=request.user)
    return redirect("programmes:aims", aim.programme_id)


@require_POST
@door("aim.remove")
def remove_aim(request: PersonRequest, aim: Aim) -> HttpResponse:
    """Take one aim out."""
    actions.remove_aim(aim, by=request.user)
    messages.success(request, _("The aim was removed."))
    return redirect("programmes:aims", aim.programme_id)


@require_http_methods(["GET", "HEAD", "POST"])
@door("programme.add_contact")
def contacts(request: PersonRequest, programme: Programme) -> HttpResponse:
    """Whom to ask; and one more."""
    form = ContactForm(request.POST if request.method == "POST" else None)
    rows = {"contacts": programme.contacts.all()}
    return _listed(request, programme, form, actions.add_contact, rows)


@require_http_methods(["GET", "HEAD", "POST"])
@door("contact.edit")
def edit_contact(request: PersonRequest, contact: Contact) -> HttpResponse:
    """Change one contact."""
    form = ContactForm(request.POST if request.method == "POST" else None, instance=contact)
    page = _edit_page(contact.programme, "contacts", _("Edit whom to ask"), _("Save whom to ask"))
    return _edited(request, page, form, actions.edit_contact)


@require_POST
@door("contact.remove")
def remove_contact(request: PersonRequest, contact: Contact) -> HttpResponse:
    """Take one contact out."""
    actions.remove_contact(contact, by=request.user)
    messages.success(request, _("The contact was removed."))
    return redirect("programmes:contacts", contact.programme_id)


@require_http_methods(["GET", "HEAD", "POST"])
@door("programme.add_window")
def windows(request: PersonRequest, programme: Programme) -> HttpResponse:
    """When mentors are recruited; and once more."""
    form = WindowForm(request.POST if request.method == "POST" else None)
    rows = {"windows": programme.windows.all()}
    return _listed(request, programme, form, actions.add_window, rows)


@require_http_methods(["GET", "HEAD", "POST"])
@door("window.edit")
def edit_window(request: PersonRequest, window: Window) -> HttpResponse:
    """Change one window."""
    form = WindowForm(request.POST if request.method == "POST" else None, instance=window)
    page = _edit_page(window.programme, "windows", _("Edit the window"), _("Save the window"))
    return _edited(request, page, form, actions.edit_window)


@require_POST
@door("window.remove")
def remove_window(request: PersonRequest, window: Window) -> HttpResponse:
    """Take one window out."""
    actions.remove_window(window, by=request.user)
    messages.success(request, _("The window was removed."))
    return redirect("programmes:windows", window.programme_id)


def _listed(
    request: PersonRequest,
    programme: Programme,
    form: "ModelForm[Any]",
    action: Callable[..., object],
    rows: Mapping[str, object],
) -> HttpResponse:
    """The rows under their name, which is also the page's, and a form for one more."""
    (name,) = rows
    if request.method == "POST" and form.is_valid():
        action(programme, form.cleaned_data, by=request.user)
        return redirect(f"programmes:{name}", programme.pk)
    context = {"programme": programme, "form": form, **rows}
    status = 422 if form.errors else 200
    return render(request, f"programmes/{name}.html", context, status=status)


def _edit_page(
    programme: Programme, name: str, title: str | Promise, button: str | Promise
) -> FormPage:
    back_url = reverse(f"programmes:{name}", args=[programme.pk])
    return FormPage(title=title, button=button, back_url=back_url, back=programme.name)


def _edited(
    request: PersonRequest, page: FormPage, form: "ModelForm[Any]", action: Callable[..., None]
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        action(form.instance, form.cleaned_data, by=request.user)
        return redirect(page.back_url)
    return form_page(request, page, form)
