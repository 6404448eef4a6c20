"""Home."""

from django.urls import path

from isthmus.web.home import views

app_name = "home"
urlpatterns = [path("", views.home, name="home"), path("health/", views.health, name="health")]
