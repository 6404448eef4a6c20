"""Which company to work in, and where its settings begin."""

from django.urls import path

from isthmus.web.companies import views

app_name = "companies"
urlpatterns = [
    path("", views.choose, name="choose"),
    path("c/<slug:slug>/settings/", views.settings, name="settings"),
]
