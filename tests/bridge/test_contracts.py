"""The contract of Apply Connect: exactly one, of the own organization, confirmed by LinkedIn before it is believed."""

import json

import pytest

from isthmus.base.failures import IsthmusError
from isthmus.bridge import capabilities, connections, contracts, integrations
from isthmus.bridge.models import Contract
from isthmus.sync import lanes
from tests.bridge import onboarding

OTHER = "urn:li:organization:5077120"


@pytest.fixture
def customer(story):
    """Larkfield as a customer of the parent, Apply Connect on, no contract."""
    with story.cast.acting(story.cast.ines):
        connections.connect_partner(story.organization)
    lanes.run_due()
    with story.cast.acting(story.cast.ines):
        connections.set_apply_connect(True)
    return story


def choose(story, callback: str) -> Contract:
    with story.cast.acting(story.cast.ines):
        return contracts.choose(callback)


def kept(story) -> list[Contract]:
    with story.cast.acting():
        return list(Contract.objects.all())


def package(story) -> contracts.Package:
    with story.cast.acting():
        return contracts.package(story.connection())


def can(story) -> dict[str, str]:
    with story.cast.acting():
        return {one.name: one.standing.value for one in capabilities.of(story.connection())}


def test_without_a_contract_posting_and_receiving_work_and_the_rest_says_why_not(customer):
    ours = {"client_id": customer.sandbox.child_client_id, "context": customer.organization}
    customer.sandbox.act("integrations", **ours, enabled=False)
    with customer.cast.acting(customer.cast.ines):
        integrations.ask_now(customer.connection().id)
    lanes.run_due()
    assert package(customer).state == "no_contract"
    found = can(customer)
    assert (found["post"], found["receive"], found["tell"]) == ("on", "on", "on")
    assert (found["highlights"], found["profile"], found["notices"]) == ("off", "off", "off")


@pytest.mark.parametrize("members", ["four", "two"])
def test_what_the_window_tells_is_read_back_and_kept_then_active_when_switched_on(customer, members):
    customer.sandbox.choose(onboarding_callback=members)
    callback, _ = onboarding.window(customer, "209001")
    contract = choose(customer, callback)
    assert (contract.organization, contract.contract, contract.notifications) == (customer.organization, "", None)
    assert contract.chosen_by == customer.cast.ines.id
    assert package(customer).state == "waiting"
    assert can(customer)["highlights"] == "off"
    lanes.run_due()
    onboarding.switch(customer, on=True)
    customer.sandbox.advance(7 * 86_400)
    lanes.run_due()
    assert package(customer).is_active
    found = can(customer)
    assert (found["highlights"], found["profile"], found["notices"]) == ("on", "on", "theirs")


@pytest.mark.parametrize(
    ("contract", "words"),
    [("209002", "belongs to Orrin Foods"), ("209041", "has expired"), ("209031", "Recruiter Lite")],
)
def test_linkedins_own_window_refuses_and_nothing_is_handed_over(customer, contract, words):
    callback, shown = onboarding.window(customer, contract)
    assert words in shown
    with pytest.raises(IsthmusError):
        choose(customer, callback)
    assert kept(customer) == []


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"integrationContext": OTHER, "integrationType": "APPLY_CONNECT"}, "other_organization"),
        ({"context": "{ours}", "type": "APPLY_CONNECT", "company": "urn:li:company:5077120"}, "other_organization"),
        ({"integrationContext": "{ours}", "integrationType": "CSA_API"}, "no_package"),
        ({"integrationContext": "{ours}", "contract": {"type": "RECRUITER_LITE"}}, "lite"),
        ({"integrationContext": "{ours}", "contractName": "Larkfield Recruiter Lite"}, "lite"),
        ({"integrationContext": "{ours}", "contract": {"expiresAt": 1_735_689_600_000}}, "expired"),
        ({"integrationContext": "{ours}", "contractEndDate": "2024-12-31"}, "expired"),
        ({"integrationContext": "{ours}", "contractStatus": "EXPIRED"}, "expired"),
        (
            {"integrationContext": "{ours}", "contracts": ["urn:li:contract:1", "urn:li:contract:2"]},
            "several_contracts",
        ),
        ({"integrationContext": "urn:li:contract:99", "integrationType": "APPLY_CONNECT"}, "no_package"),
    ],
)
def test_a_forged_callback_is_refused_with_the_reason(customer, members, code):
    text = onboarding.forged(**members).replace("{ours}", customer.organization)
    with pytest.raises(IsthmusError) as refused:
        choose(customer, text)
    assert refused.value.failure.code == code
    assert "Nothing was saved" in refused.value.failure.message
    assert kept(customer) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "unreadable"),
        ("{", "unreadable"),
        ("[" * 100_000, "unreadable"),
        ("[" * 9_000, "unreadable"),
        ("null", "nothing_chosen"),
        ("[]", "nothing_chosen"),
        ("[1, null, [], {}]", "nothing_chosen"),
        ('"urn:li:contract:1"', "nothing_chosen"),
        (json.dumps([{"a": 1}] * 50), "unreadable"),
    ],
)
def test_what_is_no_answer_of_linkedins_is_refused(customer, text, code):
    with pytest.raises(IsthmusError) as refused:
        choose(customer, text)
    assert refused.value.failure.code == code


def test_a_contract_linkedin_does_not_know_of_is_refused(customer):
    records = [
        {"integrationContext": customer.organization, "integrationType": "APPLY_CONNECT"},
        {"integrationContext": "urn:li:contract:777", "integrationType": "PREMIUM_JOB_POSTING", "tenantType": "JOBS"},
    ]
    with pytest.raises(IsthmusError, match="does not know"):
        choose(customer, json.dumps({"integrations": records}))
    assert kept(customer) == []


def test_two_contracts_in_one_answer_are_refused(customer):
    callback, _ = onboarding.window(customer, "209001")
    more = [
        {"integrationContext": f"urn:li:contract:{number}", "integrationType": "CSA_API", "tenantType": "RECRUITER"}
        for number in (209001, 209011)
    ]
    with pytest.raises(IsthmusError, match="Only one contract"):
        choose(customer, json.dumps(json.loads(callback) + more))


def test_a_company_called_lite_is_no_recruiter_lite(customer):
    with customer.cast.acting():
        from isthmus.accounts.models import Company

        Company.objects.filter(id=customer.company_id).update(name="Lite Robotics")
    callback, _ = onboarding.window(customer, "209001")
    choose(customer, callback)
    lanes.run_due()
    choose(customer, callback)
    assert len(kept(customer)) == 1


def test_choosing_again_replaces_and_removing_forgets(customer):
    first = choose(customer, onboarding.window(customer, "209001")[0])
    second = choose(customer, onboarding.window(customer, "209011")[0])
    assert (len(kept(customer)), first.id) == (1, second.id)
    with customer.cast.acting(customer.cast.ines):
        assert contracts.remove()
        assert not contracts.remove()
    assert package(customer).state == "no_contract"


def test_when_linkedin_does_not_answer_nothing_is_saved(customer):
    callback, _ = onboarding.window(customer, "209001")
    for operation in ("atsIntegrations.get", "integrations.get"):
        customer.sandbox.fault("http_status", operation, times=9, status=500)
    with pytest.raises(IsthmusError):
        choose(customer, callback)
    assert kept(customer) == []


def test_an_application_that_may_not_read_integrations_cannot_have_a_contract_believed(connected):
    """One of the company's own, without a parent: LinkedIn does not let it ask."""
    with pytest.raises(IsthmusError):
        choose(connected, onboarding.forged(integrationContext=connected.organization, integrationType="APPLY_CONNECT"))
    assert kept(connected) == []


def test_another_companys_contract_is_not_seen(customer):
    choose(customer, onboarding.window(customer, "209001")[0])
    with customer.cast.acting(customer.cast.dele, customer.cast.orrin):
        assert not Contract.objects.exists()
        assert not contracts.remove()
    assert len(kept(customer)) == 1


def test_an_integration_that_is_on_at_linkedin_may_notify_though_no_contract_is_chosen_here(customer):
    with customer.cast.acting(customer.cast.ines):
        integrations.ask_now(customer.connection().id)
    lanes.run_due()
    assert package(customer).state == "no_contract"
    assert (can(customer)["highlights"], can(customer)["notices"]) == ("off", "theirs")
