"""The inbox is one's own; the outbox is for those who keep the deployment running."""

from django.db.models import Q

from wayfellow.access.policy import Rule, grant, platform_admin
from wayfellow.notifications.models import Letter, Notification, Undeliverable

reader = Rule(lambda person: Q(to=person.pk))
owner = Rule(lambda person: Q(address=person.get_username().lower()))

grant(Notification, {"view": reader, "open": reader, "read": reader})
grant(Letter, dict.fromkeys(("view", "retry", "release", "set_aside"), platform_admin))
grant(Undeliverable, dict.fromkeys(("view", "try_again"), owner | platform_admin))
