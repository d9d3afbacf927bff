"""The one page for a small form, used by all lists of a programme."""

from dataclasses import dataclass

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class FormPage:
    """What stands around a form: title, where it leads back to, and what its button does."""

    title: str | Promise
    button: str | Promise
    back_url: str
    back: str | Promise
    lead: str | Promise = ""


def form_page(request: HttpRequest, page: FormPage, form: BaseForm) -> HttpResponse:
    """The form on a page of its own; 422 when it was refused, with everything typed kept."""
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "programmes/form.html", {"page": page, "form": form}, status=status)
