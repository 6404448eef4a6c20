"""Account → Preferences."""

from django.urls import path

from isthmus.web.preferences import views

app_name = "preferences"
urlpatterns = [path("", views.mine, name="mine")]
