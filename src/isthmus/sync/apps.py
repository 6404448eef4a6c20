"""Django's name for this floor."""

from django.apps import AppConfig


class SyncConfig(AppConfig):
    name = "isthmus.sync"
    label = "sync"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from isthmus.sync import followers, importing, inbox, lanes, mail
        from isthmus.sync.watching import house, looking, receivers, spools

        house.register(looking.no_worker)
        house.register(receivers.troubles)
        house.register(spools.troubles)
        lanes.register("inbox", inbox.process)
        lanes.register(mail.LANE, mail.run)
        followers.register(mail.READER, mail.follow)
        lanes.register(importing.LANE, importing.run)
