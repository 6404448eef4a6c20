"""Candidates: the list, one person's page, and what is decided there."""

from django.urls import path

from isthmus.web.candidates import files, views

app_name = "candidates"
urlpatterns = [
    path("", views.candidate_list, name="list"),
    path("<uuid:candidate_id>/", views.candidate_page, name="candidate"),
    path("<uuid:candidate_id>/notes/", views.add_note, name="note"),
    path("applications/<uuid:application_id>/", views.application, name="application"),
    path("applications/<uuid:application_id>/notices/", views.notices, name="notices"),
    path("applications/<uuid:application_id>/documents/", views.application_documents, name="documents"),
    path("applications/<uuid:application_id>/move/", views.move, name="move"),
    path("applications/<uuid:application_id>/reject/", views.reject, name="reject"),
    path("applications/<uuid:application_id>/reopen/", views.reopen, name="reopen"),
    path("files/<uuid:file_id>/", files.read, name="file"),
    path("files/<uuid:file_id>/download/", files.download, name="download"),
]
