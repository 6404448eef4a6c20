"""The story's people and what they do, step by step, against the real services and the sandbox."""

import base64
from typing import Any
from uuid import UUID

from isthmus.bridge import connections
from isthmus.bridge.models import Connection
from isthmus.bridge.postings import health
from isthmus.hiring import decisions, viewing
from isthmus.hiring.models import Application, Job
from isthmus.sync import lanes
from isthmus.sync.models import Delivery, Issue, Mirror, Outbox
from tests import builders
from tests.cast import Cast
from tests.sandbox_process import Sandbox

LISTED_WITHIN_SECONDS = 10
ROUNDS = 6


class Story:
    """Larkfield and the sandbox. Every method that looks returns plain values read anew."""

    def __init__(self, cast: Cast, sandbox: Sandbox) -> None:
        self.cast, self.sandbox = cast, sandbox
        self.company_id = cast.larkfield.id
        self.job_id: UUID
        self.resume = builders.a_pdf()
        self.member = self.noor()["id"]

    def noor(self) -> dict[str, Any]:
        found: dict[str, Any] = self.sandbox.look("members?q=noor")["members"][0]
        return found

    @property
    def organization(self) -> str:
        return f"urn:li:organization:{self.sandbox.organization_id}"

    def connect(self) -> None:
        with self.cast.acting(self.cast.ines):
            connections.connect_direct(
                self.organization, self.sandbox.child_client_id, self.sandbox.child_client_secret
            )
            connections.set_apply_connect(True)

    def publish(self, **changes: Any) -> None:
        with self.cast.acting():
            job, _ = builders.a_published_job(**changes)
            builders.some_questions(job)
            self.job_id = job.id

    def settle(self, rounds: int = ROUNDS) -> None:
        """Let both programs do what is due, until the sandbox's tasks and our polls have met."""
        for _ in range(rounds):
            lanes.run_due()
            self.sandbox.advance(LISTED_WITHIN_SECONDS / 2)
        lanes.run_due()

    def answers(self) -> dict[str, Any]:
        from isthmus.hiring import questions

        with self.cast.acting():
            why, years, strongest, skills, right = questions.asked_now(self.job_id)
            return {
                str(why.id): "I like greenhouses – and “honest” queues.",
                str(years.id): "6",
                str(strongest.id): strongest.options[1]["id"],
                str(skills.id): [option["id"] for option in skills.options[:2]],
                str(right.id): "yes",
            }

    def noor_applies(self, **more: Any) -> str:
        resume = {"filename": "Noor Peeters.pdf", "base64": base64.b64encode(self.resume).decode()}
        answers = {"resume": resume, "questions": self.answers(), **more}
        return self.sandbox.apply(self.member, str(self.job_id), **answers)

    def application(self) -> Application:
        with self.cast.acting():
            return Application.objects.select_related("candidate", "profile").get()

    def view(self) -> None:
        application = self.application()
        with self.cast.acting():
            viewing.record_view(application.id)

    def reject(self) -> None:
        application = self.application()
        with self.cast.acting():
            decisions.reject(application.id)

    def reopen(self) -> None:
        application = self.application()
        with self.cast.acting():
            decisions.reopen(application.id)

    def mirror(self) -> Mirror:
        with self.cast.acting():
            return Mirror.objects.get()

    def posting(self) -> health.PostingHealth:
        with self.cast.acting():
            return health.of_jobs([self.job_id])[self.job_id]

    def connection(self) -> Connection:
        with self.cast.acting():
            found = connections.current()
            assert found is not None
            return found

    def job(self) -> Job:
        with self.cast.acting():
            return Job.objects.get(id=self.job_id)

    def facts(self) -> list[tuple[str, str]]:
        with self.cast.acting():
            return [(row.action, row.state) for row in Outbox.objects.filter(resource="lifecycle").order_by("seq")]

    def deliveries(self) -> list[Delivery]:
        with self.cast.acting():
            return list(Delivery.objects.order_by("received_at"))

    def issues(self) -> list[Issue]:
        with self.cast.acting():
            return list(Issue.objects.filter(state="ongoing").order_by("first_seen_at"))

    def operations(self) -> list[str]:
        """What was asked of LinkedIn for postings, in order: CREATE, UPDATE, CLOSE."""
        tasks = self.sandbox.look("tasks")["tasks"]
        return [task["operation"] for task in sorted(tasks, key=lambda task: task["seq"])]

    def sent(self, operation: str) -> int:
        """How many requests of an operation the sandbox has seen."""
        return len(self.sandbox.look(f"requests?operation={operation}&limit=1000")["requests"])

    def lifecycle(self) -> list[str]:
        """What LinkedIn was told, in order."""
        return [action["action"] for action in reversed(self.sandbox.look("lifecycle")["actions"])]

    def her_page(self) -> dict[str, Any]:
        """Noor's own view of her application."""
        (application,) = self.sandbox.look(f"members/{self.member}/applications")["applications"]
        return dict(application)

    def her_mails(self) -> list[str]:
        """What Noor's mails are about, oldest first."""
        return [mail["kind"] for mail in reversed(self.sandbox.look(f"members/{self.member}/mailbox")["mails"])]
