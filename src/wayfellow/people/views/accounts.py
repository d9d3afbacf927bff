from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.i18n import set_language

from wayfellow.access import links
from wayfellow.access.doors import door, may, public, signed_in
from wayfellow.access.models import Link
from wayfellow.access.rates import network
from wayfellow.people import actions
from wayfellow.people.forms import BirthdayForm, ProfileForm, SignInLinkForm, profile_values
from wayfellow.people.http import PersonRequest
from wayfellow.people.models import Profile, User
from wayfellow.people.sessions import let_in


@require_safe
@signed_in
def me(request: PersonRequest) -> HttpResponse:
    """One's own profile, roles and account."""
    person = User.objects.select_related("profile").prefetch_related("memberships__institution")
    return render(request, "people/me.html", {"person": person.get(pk=request.user.pk)})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit(request: PersonRequest) -> HttpResponse:
    """Change one's own profile."""
    form = ProfileForm(
        request.POST if request.method == "POST" else None, initial=profile_values(request.user)
    )
    if request.method == "POST" and form.is_valid():
        actions.edit(request.user, form.cleaned_data, by=request.user)
        messages.success(request, _("Your profile is saved."))
        return redirect("people:me")
    status = 422 if form.errors else 200
    return render(request, "people/edit.html", {"form": form}, status=status)


@require_safe
@door("user.view")
def show(request: PersonRequest, person: User) -> HttpResponse:
    """Somebody's profile, as far as they show it to this reader."""
    profile = person.profile
    near = may(request.user, "user.contact", person)
    context = {
        "person": person,
        "profile": profile,
        "phone": profile.phone if near and _shown(profile.phone_for) else "",
        "email": person.email if near and _shown(profile.email_for) else "",
    }
    return render(request, "people/show.html", context)


def birthday_page(request: PersonRequest, person: User, back: str) -> HttpResponse:
    """Correct somebody's date of birth; the rooms above open doors to it."""
    form = BirthdayForm(
        request.POST if request.method == "POST" else None,
        initial={"born_on": person.profile.born_on},
    )
    if request.method == "POST" and form.is_valid():
        actions.correct_birthday(person, form.cleaned_data["born_on"], by=request.user)
        messages.success(request, _("The date of birth is corrected."))
        return redirect(back)
    context = {"form": form, "person": person, "back": back}
    return render(request, "people/birthday.html", context, status=422 if form.errors else 200)


def _shown(audience: str) -> bool:
    return audience == Profile.Audience.GROUP


@require_http_methods(["GET", "HEAD", "POST"])
@public
def link(request: HttpRequest) -> HttpResponse:
    """Ask for a mailed sign-in link; the answer is the same for every address."""
    typed = request.POST.copy()
    if "login" in typed and "email" not in typed:
        # The button stands in the sign-in form too, whose field has the library's name.
        typed["email"] = str(typed["login"])
    form = SignInLinkForm(typed if request.method == "POST" else None)
    path = actions.local(request.POST.get("next", request.GET.get("next", "")))
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        actions.send_sign_in_link(email, path=path, network=network(request))
        return redirect("people:link-sent")
    status = 422 if form.errors else 200
    return render(request, "people/link.html", {"form": form, "next": path}, status=status)


@require_safe
@public
def link_sent(request: HttpRequest) -> HttpResponse:
    """What happens next, whoever asked."""
    return render(request, "people/link_sent.html")


@require_POST
@public
def language(request: HttpRequest) -> HttpResponseBase:
    """Show pages in another language; who is signed in keeps it, and gets mails in it too."""
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and chosen in dict(settings.LANGUAGES):
        actions.edit(request.user, {"language": chosen}, by=request.user)
    return set_language(request)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public
def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a mailed link; only its button signs in, so that no robot uses it up."""
    found = links.find(token, actions.SIGN_IN)
    if found is None or found.person is None or not _is_usable(found):
        return render(request, "people/link_over.html", status=404 if found is None else 410)
    if request.method == "POST":
        person = actions.sign_in(found)
        return let_in(request, person, found.path)
    return render(request, "people/sign_in.html", {"person": found.person})


def _is_usable(found: Link) -> bool:
    return links.is_open(found) and found.person is not None and found.person.is_active


@never_cache
@require_safe
@public
def password(request: HttpRequest, token: str) -> HttpResponse:
    """From our mailed link to the library's page; a new password ends both."""
    found = links.find(token, actions.PASSWORD)
    if found is None or not _is_usable(found):
        return render(request, "people/password_over.html", status=404 if found is None else 410)
    key = default_token_generator.make_token(found.person)
    uid = user_pk_to_url_str(found.person)
    return redirect(reverse("account_reset_password_from_key", args=[uid, key]))
