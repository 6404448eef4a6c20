"""Every address of the bridge: pages, public job pages, API and webhooks."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("isthmus.api.urls")),
    path("", include("isthmus.web.urls")),
]
