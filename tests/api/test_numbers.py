"""The numbers Prometheus reads: streams against objectives, work by state, signs of life, and what a process counts."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from isthmus.api import metrics
from isthmus.base import tallies
from isthmus.base.clock import now
from isthmus.base.failures import Failure, Kind
from isthmus.base.ids import new_id
from isthmus.bridge import connections
from isthmus.sync import exchanges, issues
from isthmus.sync.exchanges import Call
from isthmus.sync.models import Alarm, Delivery, Heartbeat, Objective
from isthmus.sync.watching.heartbeats import PULSE, Pulse

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "metrics.md"
RULES = ROOT / "examples" / "prometheus-alerts.yml"


def read(client) -> dict[str, float]:
    lines = client.get("/metrics").content.decode().splitlines()
    return {line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1]) for line in lines if not line.startswith("#")}


def a_delivery(minutes: float, state: str = "received") -> None:
    moment = now() - timedelta(minutes=minutes)
    Delivery.objects.create(
        source=connections.SOURCE,
        connection_id=new_id(),
        endpoint_id=new_id(),
        digest=new_id().hex,
        genuine=True,
        sealed_body=b"",
        size=0,
        state=state,
        received_at=moment,
        last_received_at=moment,
        next_attempt_at=moment,
    )


def test_every_number_stands_in_the_reference_with_its_sentence_and_no_other(db):
    shown = {
        family.name: family.documentation for family in metrics.REGISTRY.collect() if family.name.startswith("isthmus_")
    }
    rows = re.findall(r"^\| `(isthmus_\w+)` \|.*\| ([^|]+) \|$", PAGE.read_text(), re.MULTILINE)
    assert dict(rows) == shown


def test_the_example_rules_use_numbers_that_exist(db):
    names = {family.name for family in metrics.REGISTRY.collect()}
    rules = yaml.safe_load(RULES.read_text())["groups"][0]["rules"]
    assert len(rules) > 5
    for rule in rules:
        used = {name.removesuffix("_total") for name in re.findall(r"isthmus_\w+", rule["expr"])}
        assert used
        assert used <= names, rule["alert"]


def test_lag_is_the_worst_and_behind_counts_companies_by_their_own_objective(cast, client):
    with cast.acting():
        a_delivery(3)
        a_delivery(1)
    with cast.acting(cast.dele, cast.orrin):
        a_delivery(7)
        Objective.objects.create(stream="applications", seconds=3600)
    said = read(client)
    assert 420 <= said['isthmus_stream_lag_seconds{stream="applications"}'] < 440
    assert said['isthmus_stream_objective_seconds{stream="applications"}'] == 60
    assert said['isthmus_streams_behind{stream="applications"}'] == 1
    assert said['isthmus_streams_behind{stream="postings"}'] == 0


def test_work_is_counted_by_state_and_alarms_by_what_they_are_about(cast, client):
    with cast.acting():
        a_delivery(1)
        a_delivery(1, "failed")
        Alarm.objects.create(about="stream:applications", kind="transient", title="x", words="x", since=now())
    said = read(client)
    assert said['isthmus_work{state="received",work="deliveries"}'] == 1
    assert said['isthmus_work{state="failed",work="deliveries"}'] == 1
    assert said['isthmus_alarms_open{about="stream"}'] == 1
    assert said['isthmus_alarms_open{about="installation"}'] == 0


def test_a_heartbeat_grows_old_and_its_process_dead(db, client):
    Pulse().beat("worker")
    assert read(client)['isthmus_processes_alive{kind="worker"}'] == 1
    Heartbeat.objects.update(seen_at=now() - timedelta(minutes=9), worked_at=now() - timedelta(minutes=9))
    said = read(client)
    assert said['isthmus_processes_alive{kind="worker"}'] == 0
    assert said['isthmus_heartbeat_age_seconds{kind="worker"}'] >= 540


@pytest.mark.parametrize(
    ("status", "answer"), [(200, "2xx"), (202, "2xx"), (404, "4xx"), (429, "429"), (503, "5xx"), (0, "none")]
)
def test_calls_are_counted_by_operation_and_class_of_answer(cast, client, status, answer):
    name = f'isthmus_calls_total{{answer="{answer}",operation="an_operation"}}'
    before = read(client).get(name, 0)
    with cast.acting():
        exchanges.record(new_id(), Call("an_operation", 1, status, 250))
    said = read(client)
    assert said[name] == before + 1
    assert said['isthmus_call_seconds_bucket{le="0.25",operation="an_operation"}'] > 0


def test_runs_of_lanes_and_answers_to_deliveries_are_timed(db, client):
    with PULSE.busy("a_lane"):
        pass
    client.post("/webhooks/linkedin/apply/nobody", data=b"{}", content_type="application/json")
    said = read(client)
    assert said['isthmus_lane_run_seconds_count{lane="a_lane"}'] >= 1
    assert said['isthmus_received_total{address="linkedin_apply",status="404"}'] >= 1
    assert said["isthmus_receive_seconds_count"] >= 1


def test_no_label_names_a_company_or_anything_of_one(cast, client):
    with cast.acting():
        a_delivery(3)
        issues.raise_issue(issues.Cause("x"), Failure(Kind.BUG, "Engineer in Ghent"))
    labels = {
        value
        for family in metrics.REGISTRY.collect()
        if family.name.startswith("isthmus_")
        for sample in family.samples
        for value in sample.labels.values()
    }
    for word in (str(cast.larkfield.id), "larkfield", "Ghent", "Tomas"):
        assert not any(word in label for label in labels)


def test_ready_tells_whether_anybody_works(db, client):
    said = client.get("/healthz/ready").json()
    assert (said["status"], said["workers"]) == ("degraded", 0)
    Pulse().beat("worker")
    said = client.get("/healthz/ready").json()
    assert (said["status"], said["workers"], said["worker_seen_seconds_ago"]) == ("ok", 1, 0)


def test_answers_fall_into_classes():
    assert [tallies.answer_class(status) for status in (0, 200, 429, 500)] == ["none", "2xx", "429", "5xx"]
