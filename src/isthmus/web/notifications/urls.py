"""Notices: the desk, what is done there, and the demo's mailbox."""

from django.urls import path

from isthmus.web.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("act/", views.act, name="act"),
    path("mailbox/", views.mailbox, name="mailbox"),
]
