"""What a sandbox starts with: dealt from a seed, varied, as many as asked, with several customers."""

from __future__ import annotations

from collections import Counter

from linkedin_sandbox.seed import names
from tests.sandbox.desk import Sandbox, job, onsite


def test_the_same_seed_deals_the_same_people_and_another_deals_others() -> None:
    first, again, other = (list(names.people(seed, 60)) for seed in (5, 5, 6))
    assert first == again
    assert first[2:] != other[2:]
    assert first[:2] == other[:2]


def test_profiles_vary() -> None:
    people = list(names.people())
    for part in ("work", "education", "skills"):
        assert len(Counter(len(person["profile"][part]) for person in people)) > 2
    told = {name for person in people for name in (person["first_name"], person["last_name"])}
    assert {"李", "الخطيب", "<script>alert(1)</script>"} <= told
    assert max(len(name) for name in told) > 90


def test_every_member_can_be_looked_at_and_can_apply(sandbox: Sandbox) -> None:
    unusual = [
        member["id"]
        for member in sandbox.http.get("/_sandbox/members").json()["members"]
        if (member["first_name"], member["last_name"]) in names.UNUSUAL
    ]
    assert len(unusual) > 8
    found = sandbox.http.get("/members").text
    assert "<script>alert(1)" not in found
    assert "李" in found
    sandbox.settle(onsite())
    assert {sandbox.apply(member).status_code for member in unusual} == {201}
    sandbox.tick()
    assert len(sandbox.receiver.deliveries) == len(unusual)


def test_a_reset_fills_the_sandbox_as_asked(sandbox: Sandbox) -> None:
    told = sandbox.http.post("/_sandbox/reset", json={"seed": 11, "members": 300, "jobs": 25}).json()
    assert told == {"reset": True, "seed": 11, "members": 300, "jobs": 25}
    counts = sandbox.http.get("/_sandbox/").json()["counts"]
    assert (counts["members"], counts["postings"], counts["tasks"]) == (300, 25, 25)
    assert sandbox.http.get("/jobs").status_code == 200
    assert sandbox.http.get("/_sandbox/credentials").json() == sandbox.credentials


def test_a_seeded_job_stands_like_one_that_was_posted(sandbox: Sandbox) -> None:
    sandbox.http.post("/_sandbox/reset", json={"jobs": 3})
    sandbox.forget_tokens()
    first = sandbox.http.get("/_sandbox/jobs").json()["jobs"][-1]["external_id"]
    assert sandbox.status(first)["listingStatus"] == "LISTED"
    assert sandbox.settle(job(first, "CLOSE"))["status"] == "SUCCEEDED"
    assert sandbox.settle(job())["status"] == "SUCCEEDED"


def test_other_customers_have_applications_that_work_and_last(sandbox: Sandbox) -> None:
    def children() -> dict[str, str]:
        made = sandbox.http.get("/_sandbox/applications").json()["applications"]
        return {one["client_id"]: one["client_secret"] for one in made if one["audience"] == "child"}

    before = children()
    assert len(before) == 3
    for client_id, client_secret in before.items():
        form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": client_secret}
        assert sandbox.http.post("/oauth/v2/accessToken", data=form).status_code == 200
    sandbox.http.post("/_sandbox/reset")
    assert children() == before
