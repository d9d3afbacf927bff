from django.urls import path

from wayfellow.notifications import mail_views, outsiders, views
from wayfellow.notifications.stopping import PURPOSE

app_name = "notifications"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("badge/", views.badge, name="badge"),
    path("mail/", mail_views.mail, name="mail"),
    path("read/", views.read_all, name="read-all"),
    path("<int:pk>/open/", views.open_, name="open"),
    path("<int:pk>/read/", views.read, name="read"),
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/retry/", views.retry_all, name="retry-all"),
    path("outbox/<int:pk>/retry/", views.retry, name="retry"),
    path("outbox/<int:pk>/release/", views.release, name="release"),
    path("outbox/<int:pk>/set-aside/", views.set_aside, name="set-aside"),
    path("addresses/<int:pk>/try-again/", views.try_again, name="try-again"),
]
link_urlpatterns = [
    path("stop-mail/<str:token>/", mail_views.stop, name=PURPOSE),
    path("stop-letters/<str:token>/", mail_views.stop_outside, name=outsiders.PURPOSE),
]
"""The pages behind the addresses that mails carry for those who want no more of them: people with
an account, and people without."""
