"""Which company to work in."""

from django.urls import path

from isthmus.web.companies import views

app_name = "companies"
urlpatterns = [path("", views.choose, name="choose")]
