"""Every address of the bridge; each screen's folder lists its own."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
]
