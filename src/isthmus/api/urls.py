"""The REST API, the addresses other systems write to, and what operators watch."""

from django.urls import URLPattern, URLResolver, path

from isthmus.api import health, metrics, webhooks
from isthmus.api.v1 import service

urlpatterns: list[URLPattern | URLResolver] = [
    path("webhooks/linkedin/apply/<str:token>", webhooks.linkedin_apply, name="webhook-linkedin-apply"),
    path("webhooks/linkedin/events/<str:token>", webhooks.linkedin_events, name="webhook-linkedin-events"),
    path("webhooks/linkedin/portal/<str:token>", webhooks.linkedin_portal, name="webhook-linkedin-portal"),
    path("api/v1/", service.urls),
    path("healthz", health.healthz, name="healthz"),
    path("healthz/ready", health.ready, name="ready"),
    path("metrics", metrics.metrics, name="metrics"),
]
