"""Jobs and their postings."""

from django.urls import path

from isthmus.web.jobs import bulk, editing, placing, views

app_name = "jobs"
urlpatterns = [
    path("", views.job_list, name="list"),
    path("bulk/", bulk.choose, name="bulk"),
    path("bulk/<uuid:change_id>/", bulk.look, name="bulk_change"),
    path("bulk/<uuid:change_id>/apply/", bulk.apply, name="bulk_apply"),
    path("bulk/<uuid:change_id>/stop/", bulk.stop, name="bulk_stop"),
    path("new/", editing.new_job, name="new"),
    path("places/", placing.suggest, name="places"),
    path("<uuid:job_id>/", views.job_page, name="job"),
    path("<uuid:job_id>/edit/", editing.edit_job, name="edit"),
    path("<uuid:job_id>/form/", views.form_preview, name="form"),
    path("<uuid:job_id>/posting/", views.posting_panel, name="posting"),
    path("<uuid:job_id>/linkedin/", views.on_linkedin, name="linkedin"),
    path("<uuid:job_id>/linkedin/again/", views.send_again, name="send_again"),
    path("<uuid:job_id>/publish/", views.publish, name="publish"),
    path("<uuid:job_id>/unpublish/", views.unpublish, name="unpublish"),
    path("<uuid:job_id>/open/", views.open_job, name="open"),
    path("<uuid:job_id>/close/", views.close_job, name="close"),
]
