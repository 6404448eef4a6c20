"""Every address of the bridge: pages, public job pages, API and webhooks."""

from django.urls import include, path

handler500 = "isthmus.web.errors.broken.broke"
handler429 = "isthmus.web.errors.limits.too_many"

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("isthmus.api.urls")),
    path("", include("isthmus.web.urls")),
]
