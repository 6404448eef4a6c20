"""My work: what colleagues want of the one who looks."""

from django.urls import path

from isthmus.web.work import views

app_name = "work"
urlpatterns = [path("", views.work_list, name="list"), path("read/", views.read, name="read")]
