"""Guides: one page for each role."""

from django.urls import path

from isthmus.web.guides import views

app_name = "guides"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("recruiter/", views.recruiter, name="recruiter"),
    path("hiring-manager/", views.hiring_manager, name="hiring_manager"),
    path("admin/", views.admin, name="admin"),
]
