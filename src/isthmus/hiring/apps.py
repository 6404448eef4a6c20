"""Django's name for this floor."""

from django.apps import AppConfig


class HiringConfig(AppConfig):
    name = "isthmus.hiring"
    label = "hiring"
    default_auto_field = "django.db.models.BigAutoField"
