"""Settings → Apps & integrations → LinkedIn."""

from django.urls import path

from isthmus.web.linkedin import apply, first_publish, views

app_name = "linkedin"
urlpatterns = [
    path("", views.settings, name="settings"),
    path("connect/partner/", views.connect_partner, name="connect_partner"),
    path("connect/direct/", views.connect_direct, name="connect_direct"),
    path("connect/again/", views.start_over, name="start_over"),
    path("connect/secret/", views.enter_secret, name="enter_secret"),
    path("webhook/check/", views.check_webhook, name="check_webhook"),
    path("stop/", views.stop, name="stop"),
    path("resume/", views.resume, name="resume"),
    path("opt-out/", views.opt_out, name="opt_out"),
    path("check/", views.check_set_up, name="check"),
    path("apply-connect/", apply.page, name="apply"),
    path("apply-connect/switch/", apply.switch, name="apply_connect"),
    path("apply-connect/default/", apply.switch_default, name="default"),
    path("apply-connect/contract/", apply.contract, name="contract"),
    path("apply-connect/contract/choose/", apply.choose_contract, name="choose_contract"),
    path("apply-connect/contract/remove/", apply.remove_contract, name="remove_contract"),
    path("apply-connect/ask/", apply.ask_again, name="ask_again"),
    path("first-publish/", first_publish.page, name="first_publish"),
    path("first-publish/send/", first_publish.send, name="first_publish_send"),
]
