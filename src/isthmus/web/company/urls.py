"""Settings → Company."""

from django.urls import path

from isthmus.web.company import views

app_name = "company"
urlpatterns = [path("", views.settings, name="settings")]
