"""The inbox is one's own; the outbox is for those who keep the deployment running."""

from django.db.models import Q

from wayfellow.access.policy import Rule, grant, platform_admin
from wayfellow.notifications.models import Letter, Notification

reader = Rule(lambda person: Q(to=person.pk))

grant(Notification, {"view": reader, "open": reader, "read": reader})
grant(Letter, {"view": platform_admin, "retry": platform_admin})
