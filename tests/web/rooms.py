"""What the page tests share: addresses by name, records made through the services, text as a reader sees it."""

import html
import re
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from isthmus.bridge import connections
from isthmus.bridge.models import Connection
from isthmus.hiring.models import Application, Job
from tests import builders
from tests.cast import Cast

ORGANIZATION = "urn:li:organization:2414183"


@dataclass(frozen=True)
class Rooms:
    """Larkfield's pages and records."""

    cast: Cast

    def at(self, name: str, **ids: Any) -> str:
        """The address of a page of Larkfield."""
        return reverse(name, kwargs={"slug": self.cast.larkfield.slug, **ids})

    def job(self, **changes: Any) -> Job:
        with self.cast.acting():
            return builders.a_job(**changes)

    def published_job(self, **changes: Any) -> Job:
        with self.cast.acting():
            return builders.a_published_job(**changes)[0]

    def application(self, job: Job | None = None, **changes: Any) -> Application:
        with self.cast.acting():
            return builders.a_received_application(job, **changes)

    def connect(self, *, apply_connect: bool = True) -> Connection:
        """LinkedIn connected as a partner would, without asking anybody."""
        with self.cast.acting(self.cast.ines):
            connection = connections.connect_partner(ORGANIZATION)
            connections.complete(
                connection, application="urn:li:developerApplication:7", client_id="c7", secret="the-client-secret"
            )
            if apply_connect:
                connections.set_apply_connect(True)
            return connection


def words(response: HttpResponse) -> str:
    """What the page says, without its markup, in single spaces."""
    main = response.content.decode().partition("<main")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", main)).split())


def said(response: HttpResponse) -> list[str]:
    """The messages a redirect leaves for the next page."""
    return [str(message) for message in response.wsgi_request._messages]  # type: ignore[attr-defined]
