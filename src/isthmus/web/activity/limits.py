"""How much of LinkedIn's limits the company has used, as a page."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from isthmus.bridge import connections, metering
from isthmus.sync.budgets import Reading

NEARLY = 0.75


@dataclass(frozen=True)
class Bar:
    """One limit: how much of it is used. `most` is None where LinkedIn publishes no figure."""

    words: str
    used: int
    most: int | None

    @property
    def is_nearly_used(self) -> bool:
        return self.most is not None and self.used >= self.most * NEARLY


@dataclass(frozen=True)
class Resource:
    """The limits on one resource."""

    title: str
    name: str
    bars: list[Bar]
    reading: Reading


@dataclass(frozen=True)
class LimitsPage:
    """Every resource that was ever called, most used first; none while LinkedIn is not connected."""

    resources: list[Resource]
    is_connected: bool


def limits_page() -> LimitsPage:
    """What the acting company's connection has used."""
    connection = connections.current()
    found = metering.readings(connection) if connection is not None else []
    return LimitsPage([_resource(reading) for reading in found], connection is not None)


def _resource(reading: Reading) -> Resource:
    bars = [
        Bar(_("Calls today"), reading.requests, reading.requests_a_day),
        Bar(_("Records today"), reading.records, reading.records_a_day),
        Bar(_("Records this minute"), reading.in_the_minute, reading.records_a_minute),
    ]
    shown = [bar for bar in bars if bar.most is not None] or bars[:1]
    return Resource(_titles().get(reading.resource, reading.resource), reading.resource, shown, reading)


def _titles() -> dict[str, str]:
    return {
        "simpleJobPostings": _("Postings"),
        "simpleJobPostingTasks": _("Questions how a posting’s task went"),
        "jobPostingStatus": _("Questions how postings stand"),
        "jobApplicationLifecycleActions": _("Notices to applicants"),
        "provisionedApplications": _("Setting applications up"),
        "developerWebhooks": _("Webhooks: finding and checking them"),
        "accessToken": _("Signing in to LinkedIn (access tokens)"),
        "integrations": _("Integrations"),
        "integrationConfigurations": _("Integration settings"),
    }
