"""The operator's door: faults, clock, reset, log; and what the API says about what it does not imitate."""

from __future__ import annotations

from typing import Any

import pytest

from linkedin_sandbox.seed import names
from tests.sandbox.desk import Sandbox, contract, job, onsite

STATUS = "/v2/jobPostingStatus"


@pytest.mark.parametrize("status", [401, 429, 500, 504])
def test_an_ordered_status_strikes_the_named_operation_n_times(sandbox: Sandbox, status: int) -> None:
    sandbox.settle(job())
    sandbox.fault("http_status", "jobPostingStatus.batch_get", times=2, status=status)
    answers = [sandbox.call("GET", STATUS, params={"ids": "J-1001"}).status_code for _ in range(3)]
    assert answers == [status, status, 200]
    assert sandbox.post(job("J-2")).status_code == 200


def test_a_throttle_may_say_when_to_come_back(sandbox: Sandbox) -> None:
    sandbox.fault("http_status", "jobPostingStatus.batch_get", status=429, retry_after=30)
    answer = sandbox.call("GET", STATUS, params={"ids": "J"})
    assert answer.headers["retry-after"] == "30"
    assert answer.json()["status"] == 429


def test_an_answer_can_be_lost_after_its_effect(sandbox: Sandbox) -> None:
    sandbox.fault("http_status", "simpleJobPostings.batch_create", status=500, apply=True)
    assert sandbox.post(job()).status_code == 500
    sandbox.tick()
    assert sandbox.status("J-1001")["listingStatus"] == "LISTED"


def test_a_timeout_holds_the_answer_and_ends_in_504(sandbox: Sandbox) -> None:
    sandbox.fault("timeout", "jobPostingStatus.batch_get", seconds=0.01)
    assert sandbox.call("GET", STATUS, params={"ids": "J"}).status_code == 504


def test_an_expired_token_stays_expired(sandbox: Sandbox) -> None:
    sandbox.fault("expired_token", "jobPostingStatus.batch_get")
    for _ in range(2):
        assert sandbox.call("GET", STATUS, params={"ids": "J"}).json()["serviceErrorCode"] == 65602
    sandbox.forget_tokens()
    assert sandbox.call("GET", STATUS, params={"ids": "J"}).status_code == 200


def test_unknown_faults_cannot_be_ordered(sandbox: Sandbox) -> None:
    answer = sandbox.http.post("/_sandbox/faults", json={"kind": "gremlins"})
    assert answer.status_code == 400
    assert "http_status" in answer.json()["error"]


def test_faults_can_be_cancelled(sandbox: Sandbox) -> None:
    sandbox.fault("http_status", status=500)
    assert sandbox.http.request("DELETE", "/_sandbox/faults").json() == {"cancelled": 1}
    assert sandbox.http.get("/_sandbox/faults").json()["faults"] == []


def test_every_answer_carries_a_trace_id(sandbox: Sandbox) -> None:
    answers = [sandbox.call("GET", STATUS, params={"ids": "J"}), sandbox.http.get("/v2/nothing")]
    traces = {answer.headers["x-li-uuid"] for answer in answers}
    assert len(traces) == 2


def test_what_is_documented_but_not_imitated_is_501_by_name(sandbox: Sandbox) -> None:
    for method, path, name in (
        ("GET", "/v2/exportedCandidates", "exportedCandidates.get"),
        ("PUT", "/rest/candidates", "candidates.batch_update"),
    ):
        answer = sandbox.call(method, path, headers={"x-restli-method": "batch_update"} if method == "PUT" else None)
        assert answer.status_code == 501
        assert name in answer.json()["message"]


def test_an_unknown_resource_is_404(sandbox: Sandbox) -> None:
    answer = sandbox.call("GET", "/v2/simpleJobPosting")
    assert answer.status_code == 404
    assert answer.json() == contract("postings/unknown-resource-404.json")


def test_the_log_keeps_requests_without_secrets(sandbox: Sandbox) -> None:
    sandbox.provision("orrin-foods")
    sandbox.post(job())
    text = sandbox.http.get("/_sandbox/requests").text
    assert sandbox.token() not in text
    for name, value in sandbox.credentials.items():
        assert not name.endswith("_secret") or value not in text
    newest = sandbox.http.get("/_sandbox/requests").json()["requests"][0]
    assert newest["operation"] == "simpleJobPostings.batch_create"
    assert newest["request_headers"]["authorization"] == "Bearer [hidden]"


def test_the_log_is_read_from_a_line_on(sandbox: Sandbox) -> None:
    sandbox.call("GET", STATUS, params={"ids": "J"})
    newest = sandbox.http.get("/_sandbox/requests").json()["requests"][0]["id"]
    sandbox.call("GET", "/v2/me")
    later = sandbox.http.get(f"/_sandbox/requests?after={newest}").json()["requests"]
    assert [line["path"] for line in later] == ["/v2/me"]


def test_the_clock_moves_and_everything_due_happens(make_sandbox: Any) -> None:
    sandbox = make_sandbox(task_delay_seconds=300)
    urn = sandbox.post(job()).json()["elements"][0]["id"]
    before = sandbox.http.get("/_sandbox/clock").json()["now"]
    after = sandbox.http.post("/_sandbox/clock", json={"advance_seconds": 301}).json()["now"]
    assert after - before >= 301_000
    assert sandbox.task(urn)["status"] == "SUCCEEDED"


def test_the_clock_can_be_set(sandbox: Sandbox) -> None:
    assert (
        abs(sandbox.http.post("/_sandbox/clock", json={"set": 4_102_444_800_000}).json()["now"] - 4_102_444_800_000)
        < 5_000
    )


def test_reset_forgets_everything_but_the_credentials(sandbox: Sandbox) -> None:
    sandbox.settle(onsite())
    sandbox.applied()
    sandbox.choose(payload_shapes="second")
    sandbox.http.post("/_sandbox/reset")
    state = sandbox.http.get("/_sandbox/").json()
    assert {name: state["counts"][name] for name in ("postings", "applications", "members")} == {
        "postings": 0,
        "applications": 0,
        "members": 200,
    }
    assert state["choices"]["payload_shapes"] == "first"
    assert sandbox.http.get("/_sandbox/credentials").json() == sandbox.credentials
    sandbox.forget_tokens()
    assert sandbox.settle(job())["jobPosting"] == "urn:li:jobPosting:4100000001"


@pytest.mark.parametrize("change", [{"nonsense": 1}, {"payload_shapes": "fourth"}, {"task_delay_seconds": "soon"}])
def test_choices_refuse_what_they_cannot_be(sandbox: Sandbox, change: dict[str, Any]) -> None:
    before = sandbox.http.get("/_sandbox/choices").json()
    assert sandbox.http.post("/_sandbox/choices", json=change).status_code == 400
    assert sandbox.http.get("/_sandbox/choices").json() == before


@pytest.mark.parametrize(
    ("name", "words"), [("throttle_status_requests_a_day", "between 0 and"), ("media_expired_status", "one of [410")]
)
def test_a_refused_choice_says_what_it_may_be(sandbox: Sandbox, name: str, words: str) -> None:
    assert words in sandbox.http.post("/_sandbox/choices", json={name: -1}).json()["error"]


def test_an_organization_can_be_added_and_posted_for(sandbox: Sandbox) -> None:
    added = sandbox.http.post("/_sandbox/organizations", json={"name": "Marram Systems"}).json()
    assert sandbox.settle(job(integrationContext=added["urn"]))["status"] == "SUCCEEDED"
    assert sandbox.http.post("/_sandbox/organizations", json={"name": "Marram Systems"}).json() == added


def test_members_are_200_and_the_same_every_time(sandbox: Sandbox) -> None:
    found = sandbox.http.get("/_sandbox/members").json()["members"]
    dealt = list(names.people())
    assert [{name: one[name] for name in dealt[0]} for one in found] == dealt
    assert len(found) == len({member["email"] for member in found}) == 200
    assert found[0]["email"] == "noor.peeters@tessel.example"


def test_pages_of_other_sites_cannot_press_buttons(sandbox: Sandbox) -> None:
    answer = sandbox.http.post("/_sandbox/reset", headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403
    assert sandbox.http.post("/_sandbox/reset", headers={"Origin": "http://testserver"}).status_code == 200


@pytest.mark.parametrize("part", ["x" * 8193, "ids=" + "x" * 4093])
def test_oversized_queries_are_414(sandbox: Sandbox, part: str) -> None:
    assert sandbox.call("GET", f"{STATUS}?{part}").status_code == 414


def test_a_long_path_segment_is_414(sandbox: Sandbox) -> None:
    assert sandbox.call("GET", "/v2/" + "x" * 4097).status_code == 414


def test_a_folder_of_another_version_is_refused_in_words(sandbox: Sandbox) -> None:
    with sandbox.world.store.write() as conn:
        conn.exec_driver_sql("ALTER TABLE request_log DROP COLUMN cause")
    with pytest.raises(ValueError, match="another version of the sandbox"):
        Sandbox(sandbox.world.settings.data)


def test_what_it_holds_is_read_page_by_page(sandbox: Sandbox) -> None:
    for number in range(3):
        sandbox.settle(job(externalJobPostingId=f"J-{number}", title=f"Engineer {number}"))
    pages, before = [], 0
    while rows := sandbox.http.get(f"/_sandbox/jobs?limit=2&before={before}").json()["jobs"]:
        pages.append([row["external_id"] for row in rows])
        before = rows[-1]["id"]
    assert pages == [["J-2", "J-1"], ["J-0"]]
    for what in ("deliveries", "lifecycle", "jobs"):
        assert sandbox.http.get(f"/_sandbox/{what}?limit=0").status_code == 422
