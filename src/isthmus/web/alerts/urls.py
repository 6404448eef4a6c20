"""Settings → Alerts."""

from django.urls import path

from isthmus.web.alerts import views

app_name = "alerts"
urlpatterns = [
    path("", views.settings, name="settings"),
    path("mail/", views.wish, name="wish"),
    path("mail/test/", views.test_mail, name="test_mail"),
    path("endpoints/add/", views.add, name="add"),
    path("endpoints/<uuid:endpoint_id>/test/", views.test, name="test"),
    path("endpoints/<uuid:endpoint_id>/enable/", views.enable, name="enable"),
    path("endpoints/<uuid:endpoint_id>/remove/", views.remove, name="remove"),
]
