"""The pipeline board, of one job or of all of one's own."""

from django.urls import path

from isthmus.web.board import views

app_name = "board"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("column/", views.more, name="more"),
    path("<uuid:job_id>/", views.job, name="job"),
    path("<uuid:job_id>/column/", views.more_of_job, name="more_of_job"),
    path("applications/<uuid:application_id>/move/", views.move, name="move"),
    path("applications/<uuid:application_id>/reject/", views.reject, name="reject"),
]
