"""The applications granian serves. A serving process ends with the one that started it."""

from importlib import import_module
from typing import TYPE_CHECKING

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application

from isthmus.base import heap, tracing
from isthmus.base.process import die_with_parent

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from isthmus.ingest.front import Front


def web() -> "Front":
    """Pages, API and webhooks."""
    die_with_parent()
    pages = get_wsgi_application()
    import_module(settings.ROOT_URLCONF)
    from isthmus.api.v1 import errors
    from isthmus.ingest.app import serving_app
    from isthmus.ingest.front import Front
    from isthmus.sync.watching import heartbeats
    from isthmus.web.errors import limits

    tracing.set_up(settings.CONFIG.traces, service="isthmus-web")
    receiver = serving_app(settings.CONFIG.database_url, keeps_shelter=bool(settings.CONFIG.spool_bytes))
    _keep_watch(heartbeats.WEB)
    heap.settle()
    return Front(
        receiver,
        pages,
        threads=settings.CONFIG.web_threads,
        refusals=limits.at_the_front(),
        refusals_of_the_api=errors.at_the_front(),
    )


def ingest() -> "Starlette":
    """Webhooks alone."""
    die_with_parent()
    django.setup()
    from isthmus.ingest.app import serving_app
    from isthmus.sync.watching import heartbeats

    tracing.set_up(settings.CONFIG.traces, service="isthmus-ingest")
    _keep_watch(heartbeats.INGEST)
    return serving_app(settings.CONFIG.database_url, keeps_shelter=bool(settings.CONFIG.spool_bytes))


def _keep_watch(kind: str) -> None:
    """Notice that the workers are gone, and tell; see docs/how-to/watch.md."""
    from isthmus.sync.watching.watchman import Watchman

    if settings.CONFIG.mode != "test":
        Watchman(kind).start()
