"""Django's name for this floor."""

from django.apps import AppConfig


class BridgeConfig(AppConfig):
    name = "isthmus.bridge"
    label = "bridge"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from isthmus.bridge import registration

        registration.register()
