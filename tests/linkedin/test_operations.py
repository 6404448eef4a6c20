"""Operations, ids and shapes in both generations, against the sandbox and whichever way it reads the documentation."""

from typing import Any

import pytest

from isthmus.base.failures import Failure, IsthmusError
from isthmus.linkedin import JobPosting, LinkedInClient, Operation, PostingStatus, Task, task_failure
from isthmus.linkedin.config import ClientConfig
from tests.linkedin.jobs import SETTLED, posting, settled
from tests.linkedin.test_against_sandbox import client, config, tokens
from tests.sandbox_process import Sandbox

__all__ = ["client", "config"]

ODD_IDS = ["J,1", "J(2)", "J:3:x", "J=4&b", "J%205", "J 6", "J/7?#", "Jé8", "漢字9", "🌱10", "List(a,b)", "(a:b)", "'"]


@pytest.fixture
def stand_in(sandbox_in_process: Sandbox) -> Sandbox:
    return sandbox_in_process


def premium(stand_in: Sandbox, operation: Operation, **changes: Any) -> JobPosting:
    contract = f"urn:li:contract:{stand_in.contract_id}"
    return posting(operation=operation, contract=contract, alternate_locations=None, **changes)


def status_of(client: LinkedInClient, external_id: str = "J-1001") -> PostingStatus:
    found = client.posting_status([external_id])[external_id]
    assert isinstance(found, PostingStatus)
    return found


def refused(client: LinkedInClient, job: JobPosting) -> str:
    """The code of a refusal, whether LinkedIn refused the element or the call."""
    try:
        (answer,) = client.create_postings([job])
    except IsthmusError as error:
        return error.failure.code
    assert answer.failure is not None
    return answer.failure.code


def test_basic_job_is_upgraded_and_downgraded(stand_in: Sandbox, client: LinkedInClient) -> None:
    settled(stand_in, client, posting(alternate_locations=None, listing_type="BASIC"))
    basic = status_of(client)
    (upgrade,) = settled(stand_in, client, premium(stand_in, Operation.UPGRADE))
    assert task_failure(upgrade) is None
    promoted = status_of(client)
    assert (basic.promotion_status, promoted.promotion_status) == ("NOT_PROMOTED", "PROMOTED")
    assert promoted.job_posting_url != basic.job_posting_url
    (downgrade,) = settled(stand_in, client, posting(operation=Operation.DOWNGRADE, alternate_locations=None))
    assert task_failure(downgrade) is None
    demoted = status_of(client)
    assert (demoted.promotion_status, demoted.job_posting_url) == ("NOT_PROMOTED", promoted.job_posting_url)


def test_job_of_several_locations_is_not_upgraded(stand_in: Sandbox, client: LinkedInClient) -> None:
    places = ["Antwerp, Belgium"]
    settled(stand_in, client, posting(alternate_locations=places))
    job = premium(stand_in, Operation.UPGRADE).model_copy(update={"alternate_locations": places})
    answers = client.create_postings([job])
    stand_in.advance(SETTLED)
    urn = answers[0].task_urn
    found = client.tasks([urn])[urn] if urn else None
    failure = answers[0].failure or (task_failure(found) if isinstance(found, Task) else None)
    assert failure is not None
    assert failure.code == "several_locations"


@pytest.mark.parametrize("transport", ["item", "listed"])
def test_contract_of_somebody_else_is_refused(stand_in: Sandbox, client: LinkedInClient, transport: str) -> None:
    stand_in.choose(posting_error_transport=transport)
    job = posting(contract="urn:li:contract:404404", listing_type="PREMIUM", alternate_locations=None)
    assert refused(client, job) == "contract_not_ours"


@pytest.mark.parametrize("operation", [Operation.UPGRADE, Operation.DOWNGRADE])
def test_unknown_job_is_neither_upgraded_nor_downgraded(
    stand_in: Sandbox, client: LinkedInClient, operation: Operation
) -> None:
    (task,) = settled(stand_in, client, premium(stand_in, operation, external_id="J-9"))
    failure = task_failure(task)
    assert failure is not None
    assert failure.code == "unknown_posting"


def test_ids_of_any_signs_find_their_tasks_and_statuses(stand_in: Sandbox, client: LinkedInClient) -> None:
    jobs = [posting(external_id, title=f"Engineer {number}") for number, external_id in enumerate(ODD_IDS)]
    tasks = settled(stand_in, client, *jobs)
    assert [task.external_job_posting_id for task in tasks] == ODD_IDS
    found = client.posting_status(ODD_IDS)
    assert [said.external_job_posting_id for said in found.values() if isinstance(said, PostingStatus)] == ODD_IDS


def test_known_and_unknown_ids_are_answered_side_by_side(stand_in: Sandbox, client: LinkedInClient) -> None:
    settled(stand_in, client, posting("J-1"))
    found = client.posting_status(["J-1", "J-404"])
    assert isinstance(found["J-1"], PostingStatus)
    assert isinstance(found["J-404"], Failure)


@pytest.mark.parametrize("keys", ["fixture", "class"])
def test_company_page_is_read_under_either_name(stand_in: Sandbox, client: LinkedInClient, keys: str) -> None:
    stand_in.choose(company_details_keys=keys, numeric_external_ids=True)
    settled(stand_in, client, posting("1001"))
    info = status_of(client, "1001").job_posting_info
    assert info is not None
    assert info.company_details is not None
    assert info.company_details.name
    assert info.company_details.page_url


@pytest.mark.parametrize("shape", ["single", "list", "inside", "tasks"])
def test_job_of_several_locations_is_told_of_in_one_answer(
    stand_in: Sandbox, client: LinkedInClient, shape: str
) -> None:
    stand_in.choose(multi_location_tasks=shape)
    (task,) = settled(stand_in, client, posting(alternate_locations=["Antwerp, Belgium", "Leuven, Belgium"]))
    assert (task.status, task.external_job_posting_id) == ("SUCCEEDED", "J-1001")
    assert task.job_posting
    assert len(task.parts or ()) == (0 if shape == "single" else 3)


def test_query_at_the_edge_of_four_kilobytes_goes_through(stand_in: Sandbox, client: LinkedInClient) -> None:
    wanted = [f"{number:02d}{'é' * 30}" for number in range(22)]
    for count in range(19, 23):
        assert list(client.posting_status(wanted[:count])) == wanted[:count]


def test_version_nobody_speaks_is_the_operators_move(stand_in: Sandbox) -> None:
    old = ClientConfig(api_url=stand_in.url, www_url=stand_in.url, generation="rest", version="202001")
    with LinkedInClient(old, tokens(stand_in, old), stand_in.transport) as opened:
        assert refused(opened, posting()) == "version"
