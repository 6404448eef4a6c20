"""The schema against the API itself: generated requests, in-process, find no surprise and no undeclared answer."""

import os

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import CHECKS, load_all_checks

from isthmus.accounts import counting
from isthmus.api.v1 import sections
from isthmus.api.v1.service import API

EXAMPLES = int(os.environ.get("ISTHMUS_SCHEMA_EXAMPLES", "6"))
CHAINS = int(os.environ.get("ISTHMUS_SCHEMA_CHAINS", "8"))
load_all_checks()
CHOSEN = CHECKS.get_by_names(
    [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
        "unsupported_method",
        "ignored_auth",
    ]
)

schema = schemathesis.openapi.from_dict(API.get_openapi_schema(path_prefix="api/v1/"))
schema.app = get_wsgi_application()


@pytest.fixture(autouse=True)
def _keep_the_connection(monkeypatch) -> None:
    """A plain WSGI call begins and ends by closing connections; the test's own transaction lives on one."""
    monkeypatch.setattr(BaseDatabaseWrapper, "close_if_unusable_or_obsolete", lambda self: None)


@pytest.fixture
def known(story, api, monkeypatch) -> dict[str, str]:
    """Ids that exist, so that generated requests reach past the first look-up."""
    monkeypatch.setattr(sections.PerKey, "allow_request", lambda self, request: True)
    monkeypatch.setitem(counting.LIMITS, "api_key", "100000/5m/ip")
    ids = {name: str(getattr(story, name)) for name in ("job_id", "application_id", "candidate_id", "file_id")}
    return ids | {"stage_id": api.get("/stages").json()["items"][0]["id"]}


@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_generated_request_surprises(case, known, api):
    for name in case.path_parameters or {}:
        case.path_parameters[name] = known.get(name, case.path_parameters[name])
    if isinstance(case.body, dict) and "stage_id" in case.body:
        case.body["stage_id"] = known["stage_id"]
    case.call_and_validate(checks=CHOSEN, headers={"Authorization": f"Bearer {api.key}"})


def test_no_chain_of_requests_surprises(known, api):
    """What one answer names is asked for in the next request: a job that was made is changed, published and closed."""
    reached: set[str] = set()

    class Chains(schema.as_state_machine()):
        def setup(self):
            self.undone = transaction.atomic()
            self.undone.__enter__()

        def teardown(self):
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)
            super().teardown()

        def get_call_kwargs(self, case):
            return {"headers": {"Authorization": f"Bearer {api.key}"}}

        def validate_response(self, response, case, **_):
            if response.status_code < 300:
                reached.add(case.operation.label)
            case.validate_response(response, checks=CHOSEN, headers=self.get_call_kwargs(case)["headers"])

    Chains.run(
        settings=settings(
            max_examples=CHAINS,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
            database=None,
        )
    )
    assert any("{" in label for label in reached), "no request found what another had named"
