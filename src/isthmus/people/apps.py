"""Django's name for this floor."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "isthmus.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
