"""Both sides compared, over the API."""

import pytest

from isthmus.base.clock import now
from isthmus.base.ids import new_id
from isthmus.bridge.models import Connection, ReconcileGap, ReconcileRun
from isthmus.bridge.reconcile import RESOURCES


@pytest.fixture
def connected(cast) -> None:
    with cast.acting():
        Connection.objects.create(kind="direct", state="complete", client_id="x", connected_at=now())
        ReconcileGap.objects.create(
            key="k",
            kind="changed",
            resource="postings",
            entity="posting",
            entity_id=new_id(),
            name="Welder",
            owner="bug",
            last_run_id=new_id(),
        )


def test_a_comparison_is_begun_once_and_read(cast, issue, connected):
    api = issue()
    first, second = (api.post("/reconcile", {"resources": ["postings"]}) for _ in range(2))
    assert (first.status_code, second.json()["id"]) == (202, first.json()["id"])
    told = api.get("/reconcile").json()
    assert (told["last"]["state"], told["gaps"]) == ("running", {"changed": 1})
    (gap,) = api.get("/reconcile/gaps").json()["items"]
    assert (gap["name"], gap["owner"], gap["times"]) == ("Welder", "bug", 1)


@pytest.mark.parametrize("body", [None, {}, {"resources": []}])
def test_everything_is_compared_when_nothing_is_named(cast, issue, connected, body):
    api = issue()
    begun = api.post("/reconcile", body)
    assert (begun.status_code, begun.json()["resources"]) == (202, list(RESOURCES))
    assert api.get("/reconcile").json()["last"]["resources"] == list(RESOURCES)
    with cast.acting():
        ReconcileGap.objects.update(kind="integration_differs", resource="integration")
    (gap,) = api.get("/reconcile/gaps").json()["items"]
    assert gap["resource"] == "integration"


def test_reading_does_not_let_one_compare(cast, issue, connected):
    assert issue("sync:read").post("/reconcile", {}).status_code == 403
    assert issue("sync:write").get("/reconcile").status_code == 403
    with cast.acting():
        assert ReconcileRun.objects.count() == 0


def test_nonsense_is_refused_and_another_company_sees_nothing(cast, issue, connected):
    for nonsense in ({"resources": ["salaries"]}, {"resource": ["postings"]}, []):
        assert issue().post("/reconcile", nonsense).status_code == 422
    other = issue(company=cast.orrin)
    assert other.get("/reconcile").json() == {"last": None, "gaps": {}}
    assert other.get("/reconcile/gaps").json()["items"] == []
    assert other.post("/reconcile", {}).status_code == 422
