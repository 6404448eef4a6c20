"""Settings → Apps & integrations → LinkedIn."""

from django.urls import path

from isthmus.web.linkedin import views

app_name = "linkedin"
urlpatterns = [
    path("", views.settings, name="settings"),
    path("connect/partner/", views.connect_partner, name="connect_partner"),
    path("connect/direct/", views.connect_direct, name="connect_direct"),
    path("connect/again/", views.start_over, name="start_over"),
    path("connect/secret/", views.enter_secret, name="enter_secret"),
    path("apply-connect/", views.switch_apply_connect, name="apply_connect"),
    path("apply-connect/default/", views.switch_default, name="default"),
    path("webhook/check/", views.check_webhook, name="check_webhook"),
    path("stop/", views.stop, name="stop"),
]
