from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest


class ReaderRequest(HttpRequest):
    """A request behind a door: somebody is signed in (who, only higher rooms know)."""

    user: AbstractBaseUser  # type: ignore[assignment] # the model is a higher room's
