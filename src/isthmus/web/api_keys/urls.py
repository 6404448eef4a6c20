"""Settings → API keys."""

from django.urls import path

from isthmus.web.api_keys import views

app_name = "api_keys"
urlpatterns = [
    path("", views.key_list, name="list"),
    path("issue/", views.issue, name="issue"),
    path("<uuid:key_id>/revoke/", views.revoke, name="revoke"),
]
