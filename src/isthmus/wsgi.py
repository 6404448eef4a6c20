"""The WSGI application granian serves. The serving process ends with the one that started it."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from isthmus.base.process import die_with_parent

die_with_parent()
application = get_wsgi_application()


def _keep_shelter() -> None:
    """Look after what this host keeps on disk for the time while the database is away."""
    from isthmus.sync import inbox
    from isthmus.sync.keeper import Keeper

    if settings.CONFIG.spool_bytes:
        Keeper(inbox.shelter(), settings.CONFIG.database_url).start()


_keep_shelter()


def _keep_watch() -> None:
    """Notice that the workers are gone, and tell; see docs/how-to/watch.md."""
    from isthmus.sync.watching.heartbeats import WEB
    from isthmus.sync.watching.watchman import Watchman

    if settings.CONFIG.mode != "test":
        Watchman(WEB).start()


_keep_watch()
