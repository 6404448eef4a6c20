"""Jobs to post and an application to send, for tests that talk to the sandbox."""

from typing import Any

from isthmus.linkedin import JobPosting, LinkedInClient, Task
from tests.linkedin.fake_linkedin import example
from tests.linkedin.webhook_receiver import WebhookReceiver
from tests.sandbox_process import Sandbox

SETTLED = 600


def posting(external_id: str = "J-1001", name: str = "element-v2-off-site", **changes: Any) -> JobPosting:
    element = JobPosting.read(example(f"postings/{name}.json"))
    values = {"external_job_posting_id": external_id, "partner_requisition_id": "R-1"} | changes
    return element.model_copy(update=values)


def settled(stand_in: Sandbox, client: LinkedInClient, *postings: JobPosting) -> list[Task]:
    """The tasks of these postings once LinkedIn is done with them."""
    answers = client.create_postings(postings)
    assert [answer.failure for answer in answers] == [None] * len(postings)
    stand_in.advance(SETTLED)
    found = client.tasks([answer.task_urn for answer in answers])
    return [task for task in found.values() if isinstance(task, Task)]


def on_linkedin(webhook: WebhookReceiver) -> JobPosting:
    job = posting(name="element-v2")
    assert job.onsite_apply_configuration is not None
    form = job.onsite_apply_configuration.model_copy(update={"job_application_webhook_url": webhook.url})
    return job.model_copy(update={"onsite_apply_configuration": form})


APPLICATION = {
    "contact": {"location": "Ghent, Belgium"},
    "resume": {"filename": "Noor Peeters.pdf", "base64": "JVBERi0xLjQKJSVFT0YK"},
    "work": [{"title": "Backend engineer", "company": "Tessel Labs", "start": "2022-03"}],
    "selfIdentification": {"gender": "DECLINE", "race": "DECLINE", "disability": "DECLINE"},
    "questions": {"q-years": 6, "q-visa": "yes", "q-tools": ["python"], "q-why": "Zoë’s queues – ünd “honest” 🌱"},
}
