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
