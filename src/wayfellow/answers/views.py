"""The page behind a mailed answer: looking changes nothing, one click answers."""

from django.contrib.auth.models import AbstractBaseUser
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from wayfellow.access.doors import public
from wayfellow.access.refusals import Invalid, Refused
from wayfellow.answers.questions import Question, Standing, UsedUp, find, give
from wayfellow.kernel.lifecycle import IllegalStep

STATUS = {
    Standing.USED: 410,
    Standing.EXPIRED: 410,
    Standing.GONE: 403,
    Standing.DECIDED: 409,
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public
def answer(request: HttpRequest, purpose: str, token: str) -> HttpResponse:
    """Say what the button does, and do it when it is pressed; mail scanners press nothing."""
    question = find(purpose, token)
    if question is None:
        return render(request, "answers/unknown.html", status=404)
    language = question.person.language
    with translation.override(language), timezone.override(question.person.time_zone):
        response = _answer(request, question)
    response.headers["Content-Language"] = language
    return response


def _answer(request: HttpRequest, question: Question) -> HttpResponse:
    standing = question.standing
    if standing != Standing.OPEN:
        return _over(request, question, standing)
    if request.method != "POST":
        return _ask(request, question, question.answer.form())
    form = question.answer.form(request.POST)
    if not form.is_valid():
        return _ask(request, question, form)
    return _take(request, question, form)


def _take(request: HttpRequest, question: Question, form: Form) -> HttpResponse:
    try:
        give(question, form.cleaned_data)
    except UsedUp:
        return _over(request, question, Standing.USED)
    except IllegalStep:
        # Somebody else decided while the page was open.
        question.row.refresh_from_db()
        return _over(request, question, Standing.DECIDED)
    except (Refused, Invalid) as refused:
        return _page(request, question, "refused", 409, reason=str(refused))
    return _page(request, question, "done", 200, text=question.answer.done(question.row))


def _ask(request: HttpRequest, question: Question, form: Form) -> HttpResponse:
    answer, row = question.answer, question.row
    words = {"asks": answer.asks(row), "says": list(answer.says(row)), "form": form}
    return _page(request, question, "ask", 422 if form.errors else 200, **words)


def _over(request: HttpRequest, question: Question, standing: Standing) -> HttpResponse:
    reason = question.answer.over(question.row) if standing == Standing.DECIDED else ""
    return _page(request, question, "over", STATUS[standing], standing=standing, reason=reason)


def _page(
    request: HttpRequest, question: Question, name: str, status: int, **words: object
) -> HttpResponse:
    reader: AbstractBaseUser = question.person
    # Who may not see the row is not told where it is.
    shown = question.row is not None and words.get("standing") != Standing.GONE
    page = question.answer.page(question.row) if shown else "/"
    context = {"answer": question.answer, "reader": reader, "page": page, **words}
    return render(request, f"answers/{name}.html", context, status=status)
