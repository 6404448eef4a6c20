"""Activity: what came, what went, what waits."""

from django.urls import path

from isthmus.web.activity import views

app_name = "activity"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("deliveries/<uuid:delivery_id>/", views.delivery, name="delivery"),
    path("<slug:kind>/<uuid:row_id>/retry/", views.retry, name="retry"),
]
