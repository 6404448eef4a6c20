"""Applications as LinkedIn would deliver them, signed, for benches that need very many different ones."""

import json
from uuid import UUID, uuid4

SECRET = "bench-secret"


def headers(body: bytes) -> dict[str, str]:
    """What LinkedIn sends beside the body."""
    from isthmus.linkedin import sign

    return {"X-LI-Signature": sign(body, SECRET)}


def application(job_id: UUID, number: int) -> bytes:
    """A delivery of one application of a person of its own."""
    contact = {
        "firstNameAnswer": {"value": f"Noor{number}"},
        "lastNameAnswer": {"value": "Peeters"},
        "emailAnswer": {"value": f"noor.peeters{number}@tessel.example"},
    }
    return json.dumps(
        {
            "type": "EXPORT_JOB_APPLICATION",
            "jobApplicationId": f"urn:li:jobApplication:{uuid4().int}",
            "jobApplicant": f"urn:li:person:bench{number}",
            "appliedAt": 1767600000000,
            "externalJobId": str(job_id),
            "questionResponses": {"contactInformationQuestionResponses": contact},
        }
    ).encode()


def endpoint(company_id: UUID, connection_id: UUID | None = None) -> str:
    """A new address of the company's that takes such deliveries. Returns its token."""
    from isthmus.base.ids import new_id
    from isthmus.store.tenancy import acting_for
    from isthmus.sync import inbox

    with acting_for(company_id, cause="bench"):
        return inbox.open_endpoint("linkedin_apply", connection_id or new_id(), [inbox.Key("1", SECRET)])
