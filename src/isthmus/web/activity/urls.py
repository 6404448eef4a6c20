"""Activity: what came, what went, what waits."""

from django.urls import path

from isthmus.web.activity import downloads, reconcile, views

app_name = "activity"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("health/", views.health_page, name="health"),
    path("limits/", views.limits_page, name="limits"),
    path("reconcile/", reconcile.overview, name="reconcile"),
    path("reconcile/progress/", reconcile.progress, name="reconcile_progress"),
    path("reconcile/run/", reconcile.run, name="reconcile_run"),
    path("reconcile/repair/", reconcile.repair_kind, name="reconcile_repair_kind"),
    path("reconcile/<uuid:gap_id>/repair/", reconcile.repair_one, name="reconcile_repair"),
    path("week/", views.week, name="week"),
    path("week/mail/", views.digest_wish, name="digest_wish"),
    path("week/time/", views.digest_time, name="digest_time"),
    path("deliveries/<uuid:delivery_id>/", views.delivery, name="delivery"),
    path("issues/<uuid:issue_id>/mute/", views.mute, name="mute"),
    path("issues/<uuid:issue_id>/unmute/", views.unmute, name="unmute"),
    path("<slug:kind>/<uuid:row_id>/", views.line, name="line"),
    path("<slug:kind>/<uuid:row_id>/retry/", views.retry, name="retry"),
    path("<slug:kind>/<uuid:row_id>/download/", downloads.download, name="download"),
    path("<slug:kind>/<uuid:row_id>/bundle/", downloads.bundle, name="bundle"),
]
