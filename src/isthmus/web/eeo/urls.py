"""Equal opportunity: counts alone."""

from django.urls import path

from isthmus.web.eeo import views

app_name = "eeo"
urlpatterns = [path("", views.report, name="report")]
