"""How the account library writes: through our actions and our outbox."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from wayfellow.access import rates
from wayfellow.people import actions, devices
from wayfellow.people.models import User

_SURPRISES = "wayfellow.sign_in_surprises"
"""Where a request notes that its owner would like to hear of a browser that is new."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from invitations and applications, and their mail leaves by the outbox."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "This address and this password do not belong together. Check both, or let us mail "
            "you a sign-in link."
        ),
        "enter_current_password": _("This is not your current password."),
        "incorrect_password": _("This is not your password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Never: every mail about accounts is one of our own letters."""
        raise NotImplementedError(template_prefix)

    def set_password(self, user: User, password: str) -> None:
        actions.secure(user, password, by=user)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Only wrong passwords count, by our own rule instead of the library's."""
        email = str(credentials.get("email", ""))
        spent = actions.try_password(email, rates.network(request))
        found: User | None = super().authenticate(request, **credentials)
        if found is not None:
            rates.give_back(spent)
            # A first sign-in is no surprise, and one by a mailed link is told by that mail.
            request.META[_SURPRISES] = found.last_login is not None
        return found

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse:
        """Tell the owner of an account that is used in a browser for the first time."""
        answer: HttpResponse = super().post_login(request, user, **options)
        if request.META.get(_SURPRISES) and not devices.is_known(request, user.pk):
            actions.tell_new_device(user)
        devices.remember(request, answer, user.pk)
        return answer

    def reauthenticate(self, user: User, password: str) -> bool:
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def get_client_ip(self, request: HttpRequest) -> str:
        return rates.origin(request)

    def add_message(self, request: HttpRequest, *args: Any, **options: Any) -> None:
        """The pages say themselves what happened."""
        template = str(args[1] if len(args) > 1 else options.get("message_template", ""))
        if "password" in template:
            super().add_message(request, *args, **options)
