"""What load balancers and Prometheus see."""

import dataclasses
from unittest.mock import Mock

import pytest
from django.conf import settings as django_settings
from django.db import OperationalError, connection

from isthmus.api import metrics
from isthmus.base.clock import now
from isthmus.base.ids import new_id
from isthmus.sync.models import Budget
from tests.api.conftest import away


def test_health_says_that_process_and_database_answer(db, client):
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok", "database": "ok"})
    assert "no-store" in response["Cache-Control"]


def test_health_fails_while_the_database_is_away(db, client):
    with connection.execute_wrapper(away):
        response = client.get("/healthz")
    assert (response.status_code, response.json()["database"]) == (503, "unreachable")


def test_metrics_count_what_is_due(db, client):
    text = client.get("/metrics").content.decode()
    assert "isthmus_database_up 1.0" in text
    assert "# TYPE isthmus_lanes_due gauge" in text
    assert "process_cpu_seconds_total" in text


def test_metrics_tell_what_is_used_of_the_limits(cast, client):
    with cast.acting():
        Budget.objects.create(
            connection_id=new_id(), application="app", resource="things", day=now().date(), records=7, throttled=2
        )
    text = client.get("/metrics").content.decode()
    assert 'isthmus_budget_used{resource="things",window="day_records"} 7.0' in text
    assert 'isthmus_budget_throttled{resource="things"} 2.0' in text


def test_metrics_still_answer_while_the_database_is_away_and_ask_it_once(db, client):
    """Each question takes as long as a connection may take, and Prometheus does not wait for many."""
    asked = Mock(side_effect=OperationalError("the database is away"))
    with connection.execute_wrapper(asked):
        response = client.get("/metrics")
    assert (response.status_code, asked.call_count) == (200, 1)
    for number in (b"isthmus_database_up 0.0", b"isthmus_spool_deliveries 0.0", b"process_cpu_seconds_total"):
        assert number in response.content
    assert b"isthmus_database_up 1.0" in client.get("/metrics").content


def test_metrics_ask_no_further_once_the_database_goes_away(db, client):
    asked = Mock(side_effect=lambda execute, *given: execute(*given) if asked.call_count == 1 else away())
    with connection.execute_wrapper(asked):
        text = client.get("/metrics").content.decode()
    assert "isthmus_database_up 1.0" in text
    assert asked.call_count == 3


def test_metrics_name_no_company_and_no_person(cast, client):
    text = client.get("/metrics").content.decode()
    for word in ("Larkfield", "larkfield", "Orrin", str(cast.larkfield.id), "Tomas"):
        assert word not in text


@pytest.mark.parametrize(
    "came", [{"REMOTE_ADDR": "203.0.113.9"}, {"REMOTE_ADDR": ""}, {"HTTP_X_FORWARDED_FOR": "203.0.113.9"}]
)
def test_metrics_are_for_this_machine(db, client, came):
    assert client.get("/metrics", **came).status_code == 404


def test_with_a_token_metrics_are_for_whoever_holds_it(db, client, settings):
    settings.CONFIG = dataclasses.replace(django_settings.CONFIG, metrics_token="open-sesame")
    far = {"REMOTE_ADDR": "203.0.113.9"}
    assert client.get("/metrics", headers={"Authorization": "Bearer open-sesame"}, **far).status_code == 200
    assert client.get("/metrics", headers={"Authorization": "Bearer guess"}).status_code == 404
    assert client.get("/metrics").status_code == 404


def test_the_registry_is_our_own(db):
    assert metrics.REGISTRY.get_sample_value("isthmus_database_up") == 1.0
