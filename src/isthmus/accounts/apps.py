"""Django's name for this floor."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "isthmus.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
