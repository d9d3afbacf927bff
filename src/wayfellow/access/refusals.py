"""Refusals: what was asked cannot be done, said so that a person can go on."""

from django.utils.functional import Promise


class Refused(Exception):
    """A verb was refused for a reason the person can read; the page answers 409."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(str(message))


class Invalid(Exception):
    """Input that a form would not have let through; the page answers 422."""

    def __init__(self, message: str | Promise, *, field: str = "") -> None:
        super().__init__(str(message))
        self.field = field


class TooOften(Exception):
    """Asked too many times; the page answers 429, in words of its own where there are any."""

    def __init__(self, message: str | Promise = "") -> None:
        super().__init__(str(message))
