"""The pages as a plain WSGI application, for tests and tools; `isthmus serve` serves `isthmus.asgi`."""

import logging

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from isthmus.base.process import die_with_parent

die_with_parent()
application = get_wsgi_application()


def _say_that_nobody_drains() -> None:
    """What this process puts on disk while the database is away is brought in by others of its host, if any run."""
    from isthmus.sync import inbox, keeper

    logger = logging.getLogger("isthmus.spool")
    logger.warning("isthmus.wsgi drains no spool; let isthmus serve or isthmus ingest run on this host too")
    try:
        keeper.receive_unkept(inbox.shelter())
    except OSError as error:
        logger.error("this host's spool cannot be written: %s", type(error).__name__)


if settings.CONFIG.spool_bytes:
    _say_that_nobody_drains()
