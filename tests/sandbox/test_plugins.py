"""Plugins in a real browser: `in.js` on a page of an ATS, frames from the sandbox, the page's functions called."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect, sync_playwright

from linkedin_sandbox.ids import person_id
from tests.e2e.conftest import CHROMIUM, QUIET
from tests.sandbox.desk import LARKFIELD, Sandbox, contract, onsite
from tests.sandbox.plugin_page import Site, loader, site, tag

pytestmark = pytest.mark.e2e

ONBOARDING = "ATSIntegrationWidget@https://platform.linkedin.com/rsc/extensions/onboarding-widget"
HIGHLIGHTS = "ApplicantHighlights@https://www.linkedin.com/talentwidgets/extensions/applicant-highlights-widget"
PROFILE = "HcmWidget@https://platform.linkedin.com/rsc/extensions/profile-widget"
CHILD = 217_402
NOOR, TOMAS = 1, 2
APPLICATION = "urn:li:jobApplication:7200000001"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: plugins in a real browser are skipped")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@dataclass
class Bench:
    """A browser at an ATS page, with the sandbox beside it."""

    sandbox: Sandbox
    url: str
    site: Site
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)
    thrown: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.sandbox.credentials["child_client_id"]

    def open(self, body: str, extensions: str = "", **more: str) -> None:
        self.site.body = (loader(self.url, self.key, extensions, **more) if extensions else "") + body
        self.page.goto(self.site.origin)

    def become(self, member: int) -> None:
        self.context.add_cookies([{"name": "sandbox_member", "value": str(member), "url": self.url}])

    def allow(self, *domains: str) -> None:
        patch = {"patch": {"$set": {"validJsSdkDomains": list(domains)}}}
        path = f"/v2/provisionedApplications/urn:li:developerApplication:{CHILD}"
        assert self.sandbox.call("POST", path, "parent", json=patch).status_code == 204

    def heard(self) -> Any:
        return self.page.evaluate("window.heard")

    def loads(self) -> list[dict[str, Any]]:
        return self.sandbox.http.get("/_sandbox/widget-loads").json()["loads"]

    def inside(self) -> FrameLocator:
        return self.page.frame_locator("iframe")

    def hover(self) -> FrameLocator:
        self.page.get_by_role("button", name="Applicant highlights").first.hover()
        return self.inside()


@pytest.fixture
def bench(chromium: Browser, sandbox: Sandbox) -> Iterator[Bench]:
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(sandbox.app, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    context = chromium.new_context()
    with site() as ats:
        made = Bench(sandbox, f"http://127.0.0.1:{listener.getsockname()[1]}", ats, context, context.new_page())
        made.page.on(
            "console", lambda message: made.complaints.append(message.text) if message.type == "error" else None
        )
        made.page.on("pageerror", lambda error: made.thrown.append(error.message))
        made.allow(ats.origin)
        yield made
    context.close()
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture
def applied(bench: Bench) -> Bench:
    """Noor has applied, Tomas looks."""
    bench.sandbox.settle(onsite(skillsDescription="<p>Python, PostgreSQL.</p>"))
    assert bench.sandbox.applied() == APPLICATION
    bench.become(TOMAS)
    return bench


def highlight(**changes: str) -> str:
    return tag(
        "ApplicantHighlights", **{"integration_context": LARKFIELD, "li_job_application_id": APPLICATION} | changes
    )


def profile(**changes: str) -> str:
    usual = {
        "widget_type": "ATS",
        "integration_context": LARKFIELD,
        "li_job_application_id": APPLICATION,
        "show_unlink_url": "true",
        "confirm_unlink": "true",
        "onlink": "onLink",
        "onunlink": "onUnlink",
        "width": "800",
    }
    return tag("HcmWidget", **usual | changes)


def onboard(bundles: str = "APPLY_CONNECT,RECRUITER_SYSTEM_CONNECT_CONTRACT", **more: str) -> str:
    return tag(
        "ATSIntegrationWidget",
        supported_bundled_integration_types=bundles,
        onintegrate="onIntegrate",
        width="500",
        **more,
    )


def apply_package(bench: Bench, *, notify: bool) -> None:
    frame = bench.inside()
    frame.get_by_label("Larkfield Recruiter", exact=True).check()
    frame.get_by_label("Applicant notifications").set_checked(notify)
    frame.get_by_role("button", name="Apply package").click()
    expect(frame.get_by_role("heading", name="Package applied")).to_be_visible()


def test_a_package_is_applied_and_the_page_hears_the_keys(bench: Bench) -> None:
    bench.open(onboard(), ONBOARDING)
    bench.inside().get_by_role("button", name="Continue as Tomas Brandt").click()
    apply_package(bench, notify=False)
    bench.page.wait_for_function("window.heard.length === 1")
    apply_connect = {"integrationContext": LARKFIELD, "integrationType": "APPLY_CONNECT", "tenantType": "JOBS"}
    csa = {"integrationContext": "urn:li:contract:209001", "integrationType": "CSA_API", "tenantType": "RECRUITER"}
    both = [{**one, "dataProvider": "ATS"} for one in (apply_connect, csa)]
    assert both[:1] == contract("integrations/onboarding-callback.json")
    assert bench.heard() == [["integrate", both]]
    listed = bench.sandbox.http.get("/_sandbox/integrations").json()["integrations"]
    child = bench.sandbox.credentials["child_client_id"]
    rows = {row["integration_type"]: row for row in listed if row["client_id"] == child}
    assert (rows["CSA_API"]["state"], rows["CSA_API"]["package"]) == ("PENDING", "urn:li:contract:209001")
    assert rows["APPLY_CONNECT"]["applicant_notifications"] is False
    assert rows["APPLY_CONNECT"]["state"] == "ENABLED"


def test_from_provisioning_to_the_customers_switch(bench: Bench) -> None:
    """A new child: authorised in the plugin, named by the parent, switched on by the customer, then it shows people."""
    sandbox = bench.sandbox
    body = {"uniqueForeignId": "acme-1", "name": "Your ATS - Acme", "description": "Acme"}
    body |= {"validJsSdkDomains": [bench.site.origin]}
    made = sandbox.call("POST", "/v2/provisionedApplications", "parent", json=body).json()["credentials"]
    bench.become(TOMAS)
    bench.open(loader(bench.url, made["client_id"], ONBOARDING) + onboard("APPLY_CONNECT"))
    apply_package(bench, notify=True)
    bench.page.wait_for_function("window.heard.length === 1")
    (key,) = bench.heard()[0][1]
    widgets = loader(bench.url, made["client_id"], HIGHLIGHTS) + highlight(
        li_job_application_id="", ats_job_posting_id="J-1001", applicant_email="noor.peeters@tessel.example"
    )
    bench.open(widgets)
    expect(bench.hover().get_by_role("heading", name="Not switched on")).to_be_visible()
    bench.page.goto(bench.url + "/recruiter/integrations")
    mine = bench.page.get_by_role("listitem").filter(has_text="Your ATS - Acme")
    expect(mine.get_by_role("button")).to_be_disabled()
    written = "&".join(f"{name}={value}" for name, value in key.items())
    ids = "&".join(f"ids[0].{name}={value}" for name, value in key.items())
    named = {"entities": {written: {"patch": {"$set": {"integrationName": "Acme and Your ATS"}}}}}
    method = {"x-restli-method": "batch_partial_update"}
    answer = sandbox.call("POST", f"/v2/atsIntegrations?{ids}", "parent", method, json=named)
    assert answer.json()["results"] == {written: {"status": 204}}
    bench.page.reload()
    bench.page.get_by_role("button", name="Switch Acme and Your ATS on").click()
    expect(bench.page.get_by_role("button", name="Switch Acme and Your ATS off")).to_be_visible()
    bench.open(widgets)
    expect(bench.hover().get_by_role("heading", name="Unknown job")).to_be_visible()


def test_the_callback_may_hear_two_fields_alone(bench: Bench) -> None:
    bench.sandbox.choose(onboarding_callback="two")
    bench.become(TOMAS)
    bench.open(onboard("APPLY_CONNECT"), ONBOARDING)
    apply_package(bench, notify=True)
    bench.page.wait_for_function("window.heard.length === 1")
    assert bench.heard() == [["integrate", [{"integrationContext": LARKFIELD, "integrationType": "APPLY_CONNECT"}]]]


def test_contracts_that_cannot_be_chosen_say_why(bench: Bench) -> None:
    bench.become(TOMAS)
    bench.open(onboard(), ONBOARDING)
    frame = bench.inside()
    frame.get_by_text("contracts cannot be chosen").click()
    for words in (
        "Orrin Recruiter: belongs to Orrin Foods, not to Larkfield Robotics",
        "Larkfield Recruiter Lite: Recruiter Lite has no integrations",
        "Larkfield Recruiter 2024: has expired",
    ):
        expect(frame.get_by_text(words)).to_be_visible()
    bench.sandbox.http.cookies.set("sandbox_member", str(TOMAS))
    refused = bench.sandbox.http.post(
        "/plugins/onboarding",
        params={
            "api_key": bench.key,
            "origin": bench.site.origin,
            "supported-bundled-integration-types": "APPLY_CONNECT",
        },
        data={"contract": "209002"},
    )
    assert "belongs to Orrin Foods" in refused.text


def test_only_a_seat_holder_can_onboard(bench: Bench) -> None:
    bench.become(NOOR)
    bench.open(onboard(), ONBOARDING)
    expect(bench.inside().get_by_role("heading", name="No Recruiter seat")).to_be_visible()


def test_a_bundle_nobody_knows_is_named(bench: Bench) -> None:
    bench.become(TOMAS)
    bench.open(onboard("SOMETHING_ELSE"), ONBOARDING)
    expect(bench.inside().get_by_text("SOMETHING_ELSE")).to_be_visible()
    expect(bench.inside().get_by_role("button", name="Apply package")).to_be_disabled()


def test_a_page_of_another_origin_draws_nothing(bench: Bench) -> None:
    for domains in ([], ["https://127.0.0.1"], ["http://localhost:5000"], ["http://127.0.0.1"]):
        bench.allow(*domains)
        with bench.page.expect_console_message(lambda message: "validJsSdkDomains" in message.text):
            bench.open(onboard(), ONBOARDING)
        assert bench.page.locator("iframe").count() == 0
    assert bench.loads()[0]["origin"] == bench.site.origin
    assert "validJsSdkDomains" in bench.loads()[0]["shown"]


def test_a_key_that_is_no_childs_draws_nothing(bench: Bench) -> None:
    key = bench.sandbox.credentials["parent_client_id"]
    with bench.page.expect_console_message(lambda message: "child application" in message.text):
        bench.open(loader(bench.url, key, ONBOARDING) + onboard())
    assert bench.page.locator("iframe").count() == 0


def test_a_frame_itself_is_refused_to_another_origin(sandbox: Sandbox) -> None:
    query = {"api_key": sandbox.credentials["child_client_id"], "origin": "https://elsewhere.example"}
    for name in ("onboarding", "highlights", "profile"):
        answer = sandbox.http.get(f"/plugins/{name}", params=query)
        assert answer.status_code == 403
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_frames_may_be_drawn_in_the_childs_domains_alone(bench: Bench) -> None:
    query = {"api_key": bench.key, "origin": bench.site.origin}
    policy = bench.sandbox.http.get("/plugins/profile", params=query).headers["content-security-policy"]
    assert policy.endswith(f"frame-ancestors {bench.site.origin}")
    assert bench.sandbox.http.get("/jobs").headers["content-security-policy"].endswith("frame-ancestors 'self'")


def test_many_tags_load_it_once(bench: Bench) -> None:
    bench.become(TOMAS)
    again = loader(bench.url, bench.key, PROFILE, "/in.js")
    bench.open(loader(bench.url, bench.key, ONBOARDING) + again + onboard(), ONBOARDING)
    expect(bench.page.locator("iframe")).to_have_count(1)
    expect(bench.inside().get_by_role("heading", name="Connect your contract")).to_be_visible()
    assert len([line for line in bench.loads() if line["widget"] == "onboarding"]) == 1


@pytest.mark.parametrize(
    ("extension", "body"),
    [
        (ONBOARDING, onboard()),
        ("ATSIntegrationWidget@https://www.linkedin.com/recruiter/widget/ATSIntegration", onboard()),
        (PROFILE, profile()),
        ("HcmWidget@https://www.linkedin.com/recruiter/widget/hcm", profile()),
        ("HcmWidget@https://www.linkedin.com/talent/widgets/assets/javascripts/profile-widget.js", profile()),
        (HIGHLIGHTS, highlight()),
        (HIGHLIGHTS.replace("ApplicantHighlights", "APPLICANT_HIGHLIGHTS"), highlight()),
    ],
)
def test_every_generation_of_extension_addresses_is_accepted(bench: Bench, extension: str, body: str) -> None:
    bench.open(body, extension, path="/in.js")
    if "IGHLIGHTS" in extension or "Highlights" in extension:
        bench.hover()
    expect(bench.inside().get_by_role("heading", name="Sign in")).to_be_visible()


@pytest.mark.parametrize(
    "extension", ["", "HcmWidget@https://www.linkedin.com/elsewhere", "AwliWidget@https://x.example/y"]
)
def test_a_tag_without_its_extension_is_not_drawn(bench: Bench, extension: str) -> None:
    with bench.page.expect_console_message(lambda message: "no extension for IN/HcmWidget" in message.text):
        bench.open(loader(bench.url, bench.key, extension) + profile())
    assert bench.page.locator("iframe").count() == 0


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (tag("ApplicantHighlights", li_job_application_id=APPLICATION), "data-integration-context"),
        (tag("ApplicantHighlights", integration_context=LARKFIELD), "data-ats-job-posting-id is required"),
        (tag("ApplicantHighlights", integration_context=LARKFIELD, ats_job_posting_id="J"), "data-applicant-email"),
        (profile(widget_type="CRM"), "data-widget-type"),
        (profile(integration_context=""), "data-integration-context"),
        (profile(li_job_application_id=""), "data-ats-job-posting-id is required"),
    ],
)
def test_a_tag_without_its_parameters_throws(bench: Bench, body: str, words: str) -> None:
    with bench.page.expect_event("pageerror", lambda error: words in error.message):
        bench.open(body + profile(), f"{HIGHLIGHTS},\n    {PROFILE}")
    expect(bench.page.locator("iframe")).to_have_count(1)


def test_highlights_of_an_applicant_through_linkedin(applied: Bench) -> None:
    applied.open(highlight(), HIGHLIGHTS)
    frame = applied.hover()
    expect(frame.get_by_role("heading", name="Noor Peeters")).to_be_visible()
    expect(frame.get_by_text("2 of 3 skills are named in the job")).to_be_visible()
    box = applied.page.locator("iframe").bounding_box()
    assert box and (box["width"], box["height"]) == (420, 650)
    applied.page.keyboard.press("Escape")
    expect(applied.page.locator("iframe")).to_be_hidden()
    line = applied.loads()[0]
    assert (line["shown"], line["origin"], line["api_key"]) == ("matched", applied.site.origin, applied.key)
    assert line["attributes"]["li-job-application-id"] == APPLICATION


@pytest.mark.parametrize(
    ("changes", "heading"),
    [
        ({"li_job_application_id": "urn:li:jobApplication:1"}, "Unknown application"),
        ({"li_job_application_id": "nonsense"}, "Unknown application"),
        ({"integration_context": "urn:li:organization:5077120"}, "No Recruiter seat"),
        (
            {
                "li_job_application_id": "",
                "ats_job_posting_id": "J-1001",
                "applicant_email": "noor.peeters@tessel.example",
            },
            "Noor Peeters",
        ),
        (
            {
                "li_job_application_id": "",
                "ats_job_posting_id": "J-1001",
                "li_applicant_profile_url": "https://www.linkedin.com/in/noor-peeters/",
            },
            "Noor Peeters",
        ),
        (
            {"li_job_application_id": "", "ats_job_posting_id": "J-1001", "applicant_email": "x@y.example"},
            "No LinkedIn member found",
        ),
        ({"li_job_application_id": "", "ats_job_posting_id": "J-9", "applicant_email": "x@y.example"}, "Unknown job"),
    ],
)
def test_highlights_in_every_other_state(applied: Bench, changes: dict[str, str], heading: str) -> None:
    applied.open(highlight(**changes), HIGHLIGHTS)
    expect(applied.hover().get_by_role("heading", name=heading)).to_be_visible()


def test_highlights_need_the_customers_switch(applied: Bench) -> None:
    order = {"client_id": applied.key, "context": LARKFIELD, "enabled": False}
    applied.sandbox.http.post("/_sandbox/integrations", json=order)
    applied.open(highlight(), HIGHLIGHTS)
    expect(applied.hover().get_by_role("heading", name="Not switched on")).to_be_visible()


def test_highlights_of_another_childs_application_are_unknown(applied: Bench) -> None:
    other = applied.sandbox.provision("orrin-foods")
    found = {"q": "credentialsByUniqueForeignId", "uniqueForeignId": "orrin-foods"}
    key = applied.sandbox.call("GET", "/v2/provisionedApplications", "parent", params=found).json()["elements"][0][
        "key"
    ]
    patch = {"patch": {"$set": {"validJsSdkDomains": [applied.site.origin]}}}
    applied.sandbox.call("POST", f"/v2/provisionedApplications/{key}", "parent", json=patch)
    applied.open(loader(applied.url, other["client_id"], HIGHLIGHTS) + highlight())
    expect(applied.hover().get_by_role("heading", name="Unknown application")).to_be_visible()


def test_a_full_profile_is_unlinked_and_linked_by_hand(applied: Bench) -> None:
    applied.open(profile(), PROFILE)
    frame = applied.inside()
    expect(frame.get_by_role("heading", name="Noor Peeters")).to_be_visible()
    expect(frame.get_by_text("Tessel Labs").first).to_be_visible()
    frame.get_by_role("button", name="This is someone else").click()
    frame.get_by_role("button", name="Yes, unlink").click()
    expect(frame.get_by_role("heading", name="No LinkedIn profile is linked")).to_be_visible()
    frame.get_by_label("Search members").fill("Peeters")
    frame.get_by_role("button", name="Search").click()
    frame.get_by_role("button", name="Link Noor Peeters").click()
    expect(frame.get_by_role("heading", name="Noor Peeters")).to_be_visible()
    applied.page.wait_for_function("window.heard.length === 2")
    noor = f"urn:li:person:{person_id(NOOR, CHILD)}"
    assert applied.heard() == [["unlink", noor], ["link", noor]]
    applied.page.reload()
    expect(applied.inside().get_by_role("heading", name="Noor Peeters")).to_be_visible()


def test_a_candidate_of_the_ats_is_linked_by_hand(applied: Bench) -> None:
    applied.open(profile(li_job_application_id="", ats_candidate_id="C1", confirm_unlink="false"), PROFILE)
    frame = applied.inside()
    frame.get_by_label("Search members").fill("Noor")
    frame.get_by_role("button", name="Search").click()
    frame.get_by_role("button", name="Link Noor Peeters").click()
    frame.get_by_role("button", name="Unlink").click()
    expect(frame.get_by_role("heading", name="No LinkedIn profile is linked")).to_be_visible()
    applied.page.wait_for_function("window.heard.length === 2")


def test_a_callback_that_is_not_there_is_complained_about(applied: Bench) -> None:
    applied.open(profile(onunlink="noSuchFunction", confirm_unlink="false"), PROFILE)
    with applied.page.expect_console_message(lambda message: "noSuchFunction" in message.text):
        applied.inside().get_by_role("button", name="Unlink").click()


def test_a_strict_page_needs_the_script_and_the_frame_alone(applied: Bench) -> None:
    applied.site.policy = f"default-src 'none'; script-src {applied.url} 'unsafe-inline'; frame-src {applied.url}"
    applied.open(profile(), PROFILE)
    expect(applied.inside().get_by_role("heading", name="Noor Peeters")).to_be_visible()


def test_the_recruiters_page_switches_what_has_a_name(sandbox: Sandbox) -> None:
    sandbox.http.cookies.set("sandbox_member", str(TOMAS))
    order = {"client_id": sandbox.credentials["child_client_id"], "context": LARKFIELD, "state": "PENDING"}
    number = sandbox.http.post("/_sandbox/integrations", json={**order, "integration_type": "PROFILE_PLUGIN"}).json()[
        "id"
    ]
    shown = sandbox.http.get("/recruiter/integrations").text
    assert "must send a name (integrationName)" in shown
    assert "Sandbox Apply Connect" in shown
    path = f"/recruiter/integrations/{number}"
    assert sandbox.http.post(path, data={"on": "1"}).status_code == 409
    named = {**order, "integration_type": "PROFILE_PLUGIN", "name": "Acme profiles"}
    sandbox.http.post("/_sandbox/integrations", json=named)
    assert sandbox.http.post(path, data={"on": "1"}).status_code == 303
    sandbox.http.cookies.set("sandbox_member", str(NOOR))
    assert sandbox.http.post(path, data={"on": "0"}).status_code == 404
    assert "holds no Recruiter seat" in sandbox.http.get("/recruiter/integrations").text


def test_the_operator_sees_what_was_drawn(sandbox: Sandbox) -> None:
    sandbox.http.get("/plugins/check.js", params={"api_key": "nobody", "origin": "https://ats.example"})
    shown = sandbox.http.get("/_sandbox/plugins").text
    assert "api_key is no child application" in shown
    assert "https://ats.example" in shown
