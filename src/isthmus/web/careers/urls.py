"""Public job pages."""

from django.urls import path

from isthmus.web.careers import views

app_name = "careers"
urlpatterns = [
    path("jobs/<slug:slug>", views.index, name="index"),
    path("jobs/<slug:slug>/<uuid:job_id>", views.job, name="job"),
    path("jobs/<slug:slug>/<uuid:job_id>/thanks", views.thanks, name="thanks"),
]
