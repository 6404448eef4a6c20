"""One line of Activity: what it carried, masked by role, opened on demand, downloaded, replayed; looks are recorded."""

import json

import pytest

from isthmus.base import secrets
from isthmus.base.ids import new_id
from isthmus.bridge.apply_connect import LIFECYCLE
from isthmus.bridge.postings import RESOURCE
from isthmus.store.models import Audit
from isthmus.sync import outbox
from isthmus.sync.models import Delivery, Exchange, Mirror, Outbox
from tests.web.activity.test_activity import a_delivery
from tests.web.rooms import said, words

SAID = {
    "externalJobId": "J-1",
    "questionResponses": {
        "contactInformationQuestionResponses": {"firstName": "<b>Noor</b>", "email": "noor@t.example"}
    },
}
PERSONAL = (b"Noor", b"noor@t.example")


def a_posting(rooms, **changes) -> Mirror:
    connection, job = rooms.connect(), rooms.published_job()
    with rooms.cast.acting() as acting:
        body = json.dumps({"title": job.title, "posterEmail": "tomas@larkfield.example"}).encode()
        sealed = secrets.seal(body, company=acting.company_id, field="mirror")
        fields = {"resource": RESOURCE, "entity_id": job.id, "external_id": str(job.id), "sealed_sent": sealed}
        return Mirror.objects.create(connection_id=connection.id, **fields, **changes)


def audited(rooms) -> list[tuple[str, str, list[str]]]:
    with rooms.cast.acting():
        return list(Audit.objects.order_by("at").values_list("action", "entity", "fields"))


def at(rooms, name: str, kind: str, row) -> str:
    return rooms.at(f"activity:{name}", kind=kind, row_id=row.id)


def test_what_an_applicant_said_is_hidden_until_an_admin_asks(rooms, recruiter, admin):
    delivery = a_delivery(rooms, visible=SAID)
    address = at(rooms, "line", "deliveries", delivery)
    for client in (recruiter, admin):
        page = client.get(address)
        assert b"J-1" in page.content
        assert not any(value in page.content for value in PERSONAL)
    page = admin.get(address, {"personal": "1"})
    assert b"&lt;b&gt;Noor" in page.content
    assert ("unmasked", "delivery", ["came", "personal"]) in audited(rooms)


@pytest.mark.parametrize("name", ["line", "download"])
def test_a_recruiter_who_asks_for_personal_data_is_refused(rooms, recruiter, name):
    delivery = a_delivery(rooms, visible=SAID)
    assert recruiter.get(at(rooms, name, "deliveries", delivery), {"personal": "1"}).status_code == 403
    assert [action for action, _, _ in audited(rooms) if action == "unmasked"] == []


def test_what_was_sent_is_opened_on_demand_and_that_is_recorded(rooms, recruiter):
    row = a_posting(rooms)
    address = at(rooms, "line", "postings", row)
    assert b"Senior Backend Engineer&quot;" not in recruiter.get(address).content
    opened = recruiter.get(address, {"sent": "1"}).content
    assert b"&quot;title&quot;: &quot;Senior Backend Engineer&quot;" in opened
    assert b"tomas@larkfield.example" not in opened.partition(b"<main")[2]
    assert [action for action, entity, _ in audited(rooms) if entity == "posting"] == ["unsealed"]


def test_a_fact_shows_what_was_told(rooms, recruiter):
    connection, application = rooms.connect(), rooms.application()
    with rooms.cast.acting():
        body = {"job_application_id": "urn:li:jobApplication:7", "performed_at": 1}
        outbox.tell(connection.id, LIFECYCLE, application.id, "k", "APPLICATION_VIEWED", body)
        row = Outbox.objects.get(resource=LIFECYCLE)
    page = recruiter.get(at(rooms, "line", "facts", row)).content
    assert b"APPLICATION_VIEWED" in page
    assert b"urn:li:jobApplication:7" in page


def test_a_download_is_an_attachment_masked_alike(rooms, recruiter, admin):
    delivery = a_delivery(rooms, visible=SAID)
    response = recruiter.get(at(rooms, "download", "deliveries", delivery))
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.json()["payload"]["came"]["externalJobId"] == "J-1"
    assert not any(value in response.content for value in PERSONAL)
    whole = admin.get(at(rooms, "download", "deliveries", delivery), {"personal": "1"})
    assert b"noor@t.example" in whole.content
    assert [action for action, _, _ in audited(rooms)] == ["downloaded", "downloaded"]


def test_a_support_bundle_names_the_failure_and_the_versions_and_nobody(rooms, recruiter):
    failure = {"failure_kind": "rejected", "failure_code": "location", "request_id": "req-1"}
    row = a_posting(
        rooms, state="failed", **failure, failure_message="Ask ann@x.example", failure_detail="+32 470 12 34 56"
    )
    bundle = recruiter.get(at(rooms, "bundle", "postings", row)).json()
    assert bundle["failure"]["request_id"] == "req-1"
    assert (bundle["failure"]["message"], bundle["failure"]["linkedin_said"]) == ("Ask •••", "•••")
    assert {"isthmus", "linkedin_api", "postgresql"} <= set(bundle["versions"])


@pytest.mark.parametrize("where", ["line", "overview"])
def test_what_linkedin_said_is_shown_without_addresses_and_numbers(rooms, recruiter, where):
    row = a_posting(
        rooms,
        state="failed",
        failure_kind="rejected",
        failure_code="location",
        failure_message="Ask ann@x.example",
        failure_detail="Bad: ann@x.example +32 470 12 34 56",
    )
    page = (
        rooms.at("activity:overview") + "?show=postings" if where == "overview" else at(rooms, where, "postings", row)
    )
    shown = recruiter.get(page).content.decode()
    assert "Bad: •••" in shown
    assert "ann@x.example" not in shown
    assert "470 12" not in shown


def test_hostile_payloads_are_shown_as_text_and_cut(rooms, admin):
    visible = {"outcome": "x" * 1_000_000, "ids": ["<script>alert(1)</script>"] * 5_000, "type": {"a": {"b": "<i>"}}}
    delivery = a_delivery(rooms, visible=visible)
    page = admin.get(at(rooms, "line", "deliveries", delivery), {"personal": "1"})
    assert page.status_code == 200
    assert len(page.content) < 200_000
    assert b"<script>alert" not in page.content


@pytest.mark.parametrize("kind", ["calls", "files", "secrets"])
def test_a_line_that_is_not_there_is_404(rooms, recruiter, kind):
    for name in ("line", "download", "bundle"):
        assert recruiter.get(rooms.at(f"activity:{name}", kind=kind, row_id=new_id())).status_code == 404


def test_a_call_has_a_page_and_leads_to_all_with_its_request_id(rooms, recruiter):
    connection = rooms.connect()
    with rooms.cast.acting():
        call = Exchange.objects.create(connection_id=connection.id, operation="create_postings", request_id="req-9")
    page = recruiter.get(at(rooms, "line", "calls", call)).content
    assert b"?q=req-9" in page


@pytest.mark.parametrize(("state", "may"), [("done", True), ("failed", True), ("refused", False), ("duplicate", False)])
def test_which_deliveries_may_be_handled_again_is_explained(rooms, admin, state, may):
    delivery = a_delivery(rooms, state=state)
    page = admin.get(at(rooms, "line", "deliveries", delivery))
    assert "Handling it again" in words(page)
    assert ("Handle it again" in words(page)) is may
    response = admin.post(at(rooms, "retry", "deliveries", delivery))
    with rooms.cast.acting():
        assert (Delivery.objects.get().state == "received") is may
    assert ("cannot be replayed" in said(response)[0]) is not may


def test_lines_of_another_company_are_not_there(rooms, signed_in):
    delivery = a_delivery(rooms, visible=SAID)
    dele = signed_in(rooms.cast.dele)
    for name in ("", "download/", "bundle/"):
        assert dele.get(f"/c/orrin-foods/activity/deliveries/{delivery.id}/{name}").status_code == 404
