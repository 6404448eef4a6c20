"""A company with an application that waits, seen by a watchman whose clock can be moved."""

import dataclasses
from datetime import timedelta

import pytest
from django.conf import settings as django_settings

from isthmus.base.clock import now
from isthmus.base.ids import new_id
from isthmus.bridge import connections
from isthmus.sync.models import Delivery, Heartbeat
from isthmus.sync.watching import watchman
from isthmus.sync.watching.heartbeats import Pulse
from tests.smtp_server import mail_server
from tests.webhook_listener import listener


@pytest.fixture
def cast(committed_cast):
    return committed_cast


@pytest.fixture
def server(settings):
    """A mail server that the settings name, and an operator."""
    with mail_server() as running:
        settings.CONFIG = dataclasses.replace(
            django_settings.CONFIG, mail_url="smtp://mail", operator_email="operator@isthmus.example"
        )
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield running


@pytest.fixture
def hook():
    with listener() as told:
        yield told


@pytest.fixture
def worker(committed_cast):
    """A worker that lives: `worker.beat()` gives a sign of it."""

    class Alive:
        pulse = Pulse()

        def beat(self):
            self.pulse.came_around()
            self.pulse.beat("worker")

    alive = Alive()
    alive.beat()
    return alive


@pytest.fixture
def look(worker, move_clock):
    """`look(minutes)` lets so much time pass, with the worker alive unless told otherwise, and keeps watch once."""

    def after(minutes=0.0, *, alive=True):
        move_clock(minutes * 60)
        if alive:
            worker.beat()
        assert watchman.look_once()
        watchman.tell_once()

    def once(minutes=0.0, *, alive=True):
        Heartbeat.objects.filter(id=watchman.LOOK_ID).delete()
        after(minutes, alive=alive)

    return once


@pytest.fixture
def waiting(cast):
    """`waiting()` leaves a delivery of Larkfield's that nobody has handled; `waiting.done()` handles them all."""

    class Waiting:
        def __call__(self, company=None, *, minutes=0.0):
            moment = now() - timedelta(minutes=minutes)
            with cast.acting(company=company):
                Delivery.objects.create(
                    source=connections.SOURCE,
                    connection_id=new_id(),
                    endpoint_id=new_id(),
                    digest=new_id().hex,
                    genuine=True,
                    sealed_body=b"",
                    size=0,
                    received_at=moment,
                    last_received_at=moment,
                    next_attempt_at=moment,
                )

        def done(self):
            with cast.acting():
                Delivery.objects.update(state="done")

    return Waiting()
