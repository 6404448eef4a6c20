"""Jobs → Import, and the desk for jobs that an import holds."""

from django.urls import path

from isthmus.web.imports import desk, views

app_name = "imports"
urlpatterns = [
    path("import/", views.overview, name="overview"),
    path("import/<uuid:run_id>/", views.run_page, name="run"),
    path("import/<uuid:run_id>/stop/", views.stop, name="stop"),
    path("held/", desk.held_jobs, name="held"),
    path("held/preview/", desk.preview, name="preview"),
    path("held/complete/", desk.complete, name="complete"),
    path("held/place/", desk.fix_place, name="fix_place"),
]
