"""Jobs and their postings."""

from django.urls import path

from isthmus.web.jobs import editing, placing, views

app_name = "jobs"
urlpatterns = [
    path("", views.job_list, name="list"),
    path("new/", editing.new_job, name="new"),
    path("places/", placing.suggest, name="places"),
    path("<uuid:job_id>/", views.job_page, name="job"),
    path("<uuid:job_id>/edit/", editing.edit_job, name="edit"),
    path("<uuid:job_id>/form/", views.form_preview, name="form"),
    path("<uuid:job_id>/posting/", views.posting_panel, name="posting"),
    path("<uuid:job_id>/publish/", views.publish, name="publish"),
    path("<uuid:job_id>/unpublish/", views.unpublish, name="unpublish"),
    path("<uuid:job_id>/open/", views.open_job, name="open"),
    path("<uuid:job_id>/close/", views.close_job, name="close"),
]
