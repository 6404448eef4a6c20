"""Settings → Notices, and the templates e-mails are written from."""

from django.urls import path

from isthmus.web.notice_settings import views

app_name = "notice_settings"
urlpatterns = [
    path("", views.settings, name="settings"),
    path("templates/new/", views.new_template, name="new"),
    path("templates/<uuid:template_id>/", views.template, name="template"),
    path("templates/<uuid:template_id>/retire/", views.retire, name="retire"),
    path("templates/<uuid:template_id>/restore/", views.restore, name="restore"),
]
