"""Candidates: the list, one person's page, and what is decided there."""

from django.urls import path

from isthmus.web.candidates import bulk, files, marks, searches, talking, views, writing

app_name = "candidates"
urlpatterns = [
    path("", views.candidate_list, name="list"),
    path("bulk/", bulk.choose, name="bulk"),
    path("bulk/<uuid:action_id>/", bulk.look, name="bulk_action"),
    path("bulk/<uuid:action_id>/apply/", bulk.apply, name="bulk_apply"),
    path("bulk/<uuid:action_id>/stop/", bulk.stop, name="bulk_stop"),
    path("searches/", searches.tabs, name="searches"),
    path("searches/keep/", searches.keep, name="keep_search"),
    path("searches/<uuid:search_id>/", searches.change, name="change_search"),
    path("searches/<uuid:search_id>/delete/", searches.delete, name="delete_search"),
    path("<uuid:candidate_id>/", views.candidate_page, name="candidate"),
    path("<uuid:candidate_id>/mark/", marks.snippet, name="mark"),
    path("<uuid:candidate_id>/notes/", talking.add_note, name="note"),
    path("<uuid:candidate_id>/hand-over/", talking.hand_over, name="hand_over"),
    path("<uuid:candidate_id>/letter/", writing.letter, name="letter"),
    path("<uuid:candidate_id>/write/", writing.write, name="write"),
    path("notes/<uuid:note_id>/reply/", talking.reply, name="reply"),
    path("notes/<uuid:note_id>/change/", talking.change, name="change_note"),
    path("notes/<uuid:note_id>/remove/", talking.remove, name="remove_note"),
    *(
        path(f"hand-overs/<uuid:hand_over_id>/{step}/", talking.step, {"step": step}, name=f"hand_over_{step}")
        for step in talking.STEPS
    ),
    path("applications/<uuid:application_id>/", views.application, name="application"),
    path("applications/<uuid:application_id>/notices/", views.notices, name="notices"),
    path("applications/<uuid:application_id>/documents/", views.application_documents, name="documents"),
    path("applications/<uuid:application_id>/held/", views.application_held, name="held"),
    path("applications/<uuid:application_id>/move/", views.move, name="move"),
    path("applications/<uuid:application_id>/reject/", views.reject, name="reject"),
    path("applications/<uuid:application_id>/reopen/", views.reopen, name="reopen"),
    path("files/<uuid:file_id>/", files.read, name="file"),
    path("files/<uuid:file_id>/picture/", files.picture, name="picture"),
    path("files/<uuid:file_id>/download/", files.download, name="download"),
]
