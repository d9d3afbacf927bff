"""How often somebody wants mail, about each thing that concerns them."""

from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext_lazy as _

from wayfellow.notifications.categories import Category, Channel
from wayfellow.notifications.preferences import asked_about, channels

HINTS = {
    Category.JOINING: _("Where your application stands, requests, proposed mentors and students."),
    Category.GROUP: _("Who joins and leaves, the agreement, reminders of what is next."),
    Category.MEETINGS: _(
        "Planned, changed and cancelled meetings with an entry for your calendar, and reminders."
    ),
    Category.WRITING: _("What waits to be written, read or answered."),
    Category.MESSAGES: _("That somebody wrote in your group’s conversation."),
    Category.CHARGE: _("What staff should know of the groups that they look after."),
    Category.RUNNING: _("Cohorts, matching runs, companies, imports, invitations."),
    Category.NEWS: _("What staff write to many people at once, such as dates and news."),
}


class MailForm(forms.Form):
    """One choice for each category that concerns the person."""

    def __init__(self, person: AbstractBaseUser, data: Any = None) -> None:
        super().__init__(data)
        chosen = channels(person)
        for category in asked_about(person):
            self.fields[category.value] = forms.ChoiceField(
                label=category.label,
                help_text=HINTS[category],
                choices=Channel.choices,
                initial=chosen[category].value,
            )

    def values(self) -> dict[Category, Channel]:
        """What was chosen."""
        return {Category(name): Channel(channel) for name, channel in self.cleaned_data.items()}


class InboxForm(forms.Form):
    """What the inbox shows."""

    show = forms.CharField(required=False, widget=forms.HiddenInput)
    about = forms.ChoiceField(
        label=_("About"), required=False, choices=[("", _("Everything")), *Category.choices]
    )

    def category(self) -> str:
        """The category that was chosen; empty for all, and for what is none."""
        self.is_valid()
        return str(self.cleaned_data.get("about", ""))
