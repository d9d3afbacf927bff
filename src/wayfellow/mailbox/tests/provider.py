"""The addresses of a site to which Postmark brings mail."""

from anymail.webhooks.postmark import PostmarkInboundWebhookView
from django.urls import path

from wayfellow.access.doors import public
from wayfellow.config.urls import urlpatterns as site

urlpatterns = [path("mail/postmark/", public(PostmarkInboundWebhookView.as_view())), *site]
