"""Settings → People."""

from django.urls import path

from isthmus.web.members import views

app_name = "members"
urlpatterns = [
    path("", views.member_list, name="list"),
    path("add/", views.add, name="add"),
    path("<uuid:membership_id>/role/", views.change_role, name="role"),
    path("<uuid:membership_id>/remove/", views.remove, name="remove"),
    path("<uuid:membership_id>/link/", views.new_link, name="link"),
]
