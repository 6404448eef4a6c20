"""One sandbox in-process, a webhook receiver that knows the child's secret, and a short way to talk to both."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
from starlette.testclient import TestClient

from linkedin_sandbox import seed
from linkedin_sandbox.app import create_app
from linkedin_sandbox.settings import Settings
from linkedin_sandbox.tick import tick

CONTRACTS = Path(__file__).parents[2] / "contracts" / "linkedin"
HOOK = "http://127.0.0.1:9/hook?company=larkfield"
PDF = b"%PDF-1.4\nNoor's r\xe9sum\xe9\n%%EOF\n"
LARKFIELD = "urn:li:organization:2414183"
CONTRACT, SLOTS, PAY_PER_RESULT = "urn:li:contract:209001", "urn:li:contract:209011", "urn:li:contract:209021"


class Receiver:
    """A webhook that answers challenges with `secret` and deliveries with the next of `answers` (a status, an
    answer, or no answer at all), else 200."""

    def __init__(self) -> None:
        self.secret = ""
        self.answers: list[int | httpx2.Response | Exception] = []
        self.challenges: list[httpx2.Request] = []
        self.deliveries: list[httpx2.Request] = []
        self.is_down = False

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        if self.is_down:
            raise httpx2.ConnectError("down", request=request)
        code = request.url.params.get("challengeCode")
        if code is not None:
            self.challenges.append(request)
            digest = hmac.new(self.secret.encode(), code.encode(), hashlib.sha256).hexdigest()
            return httpx2.Response(200, json={"challengeCode": code, "challengeResponse": digest})
        self.deliveries.append(request)
        answer = self.answers.pop(0) if self.answers else 200
        if isinstance(answer, Exception):
            raise answer
        return httpx2.Response(answer) if isinstance(answer, int) else answer

    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(request.content) for request in self.deliveries]


class Sandbox:
    """The stand-in under test, spoken to as a client would, plus its operator's door."""

    generation = "v2"

    def __init__(self, data: Path, **choices: Any) -> None:
        self.receiver = Receiver()
        settings = Settings(data=data, choices={"task_delay_seconds": 0, **choices})
        self.app = create_app(settings, httpx2.MockTransport(self.receiver))
        self.world = self.app.state.world
        self.credentials = seed.credentials(self.world)
        self.receiver.secret = self.credentials["child_client_secret"]
        self.http = TestClient(self.app, follow_redirects=False)
        self._tokens: dict[str, str] = {}

    def now(self) -> int:
        return self.world.clock.now_ms()

    def tick(self) -> int:
        return tick(self.world)

    def advance(self, seconds: float) -> None:
        self.world.clock.advance(seconds)
        self.tick()

    def token(self, who: str = "child") -> str:
        if who not in self._tokens:
            form = {
                "grant_type": "client_credentials",
                "client_id": self.credentials[f"{who}_client_id"],
                "client_secret": self.credentials[f"{who}_client_secret"],
            }
            self._tokens[who] = self.http.post("/oauth/v2/accessToken", data=form).json()["access_token"]
        return self._tokens[who]

    def forget_tokens(self) -> None:
        self._tokens.clear()

    def call(
        self, method: str, path: str, who: str = "child", headers: dict[str, str] | None = None, **more: Any
    ) -> Any:
        mine = {"Authorization": f"Bearer {self.token(who)}", **(headers or {})}
        if path.startswith("/rest/"):
            mine.setdefault("LinkedIn-Version", "202504")
        return self.http.request(method, path, headers=mine, **more)

    def post(self, *elements: dict[str, Any], generation: str = "", **more: Any) -> Any:
        """Post elements through one generation of the API, by default this sandbox's own."""
        generation = generation or self.generation
        if generation == "rest":
            elements = tuple(_for_rest(element) for element in elements)
        headers = {"x-restli-method": "batch_create", **more.pop("headers", {})}
        return self.call(
            "POST", f"/{generation}/simpleJobPostings", headers=headers, json={"elements": list(elements)}, **more
        )

    def settle(self, element: dict[str, Any], generation: str = "") -> dict[str, Any]:
        """Post one element, let its task end, and return the task."""
        answer = self.post(element, generation=generation).json()["elements"][0]
        assert answer["status"] == 202, answer
        self.tick()
        return self.task(answer["id"])

    def task(self, urn: str) -> dict[str, Any]:
        path = f"/{self.generation}/simpleJobPostingTasks"
        return self.call("GET", path, params={"ids": urn}).json()["results"][urn]

    def status(self, external_id: str) -> dict[str, Any]:
        return self.call("GET", "/v2/jobPostingStatus", params={"ids": external_id}).json()["results"][external_id]

    def status_of(self, external_id: str) -> tuple[str, str]:
        """Where a job stands and whether it is promoted."""
        record = self.status(external_id)
        return record["listingStatus"], record["promotionStatus"]

    def changed(self, work: Callable[..., Any], *arguments: Any, **more: Any) -> Any:
        """Do something that LinkedIn, its members or its customer would do, in a transaction of its own."""
        with self.world.store.write() as conn:
            return work(conn, *arguments, **more)

    def happens(self, transition: Callable[..., Any], number: int, *arguments: Any, **more: Any) -> Any:
        """Something happens to the posting with that LinkedIn job number."""
        return self.changed(transition, self.world, number, *arguments, **more)

    def fault(self, kind: str, operation: str = "", times: int = 1, **params: Any) -> None:
        order = {"kind": kind, "operation": operation, "times": times, "params": params}
        assert self.http.post("/_sandbox/faults", json=order).status_code == 201

    def choose(self, **choices: Any) -> None:
        assert self.http.post("/_sandbox/choices", json=choices).status_code == 200

    def apply(self, member: int = 1, job: str = "J-1001", **answers: Any) -> Any:
        answers.setdefault("resume", {"filename": "noor.pdf", "base64": base64.b64encode(PDF).decode()})
        return self.http.post(f"/_sandbox/members/{member}/apply", json={"job": job, "answers": answers})

    def applied(self, member: int = 1, **answers: Any) -> str:
        """Apply, deliver, and return the application's URN."""
        answer = self.apply(member, **answers)
        assert answer.status_code == 201, answer.text
        self.tick()
        return str(answer.json()["jobApplicationId"])

    def lifecycle(self, application: str, action: str = "APPLICATION_VIEWED", **more: Any) -> Any:
        body = {
            "jobApplicationId": application,
            "action": action,
            "performedAt": self.now(),
            "integrationContext": LARKFIELD,
        }
        headers = {"x-restli-method": "create"}
        who = more.pop("who", "child")
        return self.call("POST", "/v2/jobApplicationLifecycleActions", who, headers, json={**body, **more})

    def history(self, member: int = 1) -> list[str]:
        found = self.http.get(f"/_sandbox/members/{member}/applications").json()["applications"]
        return [line["status"] for line in found[0]["history"]]

    def mails(self, member: int = 1) -> list[str]:
        return [mail["kind"] for mail in self.http.get(f"/_sandbox/members/{member}/mailbox").json()["mails"]]

    def provision(self, foreign_id: str = "orrin-foods") -> dict[str, str]:
        """Another child application; its credentials are reachable as `who=foreign_id`."""
        body = {"uniqueForeignId": foreign_id, "name": f"Isthmus - {foreign_id}", "description": "Another customer"}
        made = self.call("POST", "/v2/provisionedApplications", "parent", json=body).json()
        for name in ("client_id", "client_secret"):
            self.credentials[f"{foreign_id}_{name}"] = made["credentials"][name]
        return made["credentials"]


def contract(path: str) -> Any:
    """A shared example payload."""
    return json.loads((CONTRACTS / path).read_text(encoding="utf-8"))


def _for_rest(element: dict[str, Any]) -> dict[str, Any]:
    """The element as `/rest` names things: `company` for `integrationContext`; one that names both stays."""
    if not isinstance(element, dict) or "integrationContext" not in element or "company" in element:
        return element
    return {"company" if name == "integrationContext" else name: value for name, value in element.items()}


def job(
    external_id: str = "J-1001", operation: str = "CREATE", generation: str = "v2", **changes: Any
) -> dict[str, Any]:
    """A complete off-site job; members set to None are left out."""
    element = contract("postings/element-v2-off-site.json") | {"externalJobPostingId": external_id}
    element["jobPostingOperationType"] = operation
    element["companyApplyUrl"] = f"https://jobs.larkfield.example/{external_id}"
    if generation == "rest":
        element["company"] = element.pop("integrationContext")
    return {name: value for name, value in {**element, **changes}.items() if value is not None}


def premium(
    external_id: str = "J-1001", operation: str = "CREATE", generation: str = "v2", **changes: Any
) -> dict[str, Any]:
    """A job in a slot of a contract."""
    return job(external_id, operation, generation, **{"listingType": "PREMIUM", "contract": CONTRACT, **changes})


def upgraded(external_id: str = "J-1001", generation: str = "v2", **changes: Any) -> dict[str, Any]:
    """The element that makes a basic job premium, as each generation has it."""
    operation = "UPGRADE" if generation == "rest" else "UPDATE"
    return premium(external_id, operation, generation, **changes)


def downgraded(external_id: str = "J-1001", generation: str = "v2", **changes: Any) -> dict[str, Any]:
    """The element that makes a premium job basic."""
    return job(external_id, "DOWNGRADE" if generation == "rest" else "UPDATE", generation, **changes)


def per_result(external_id: str = "J-1001", amount: str | None = "500.00", **changes: Any) -> dict[str, Any]:
    """A job paid for by results."""
    money = {"payForPerformanceTotalBudget": {"amount": amount, "currencyCode": "EUR"}} if amount else None
    return premium(external_id, **{"contract": PAY_PER_RESULT, "budget": money, **changes})


def onsite(external_id: str = "J-1001", questions: Any = None, hook: str = HOOK, **changes: Any) -> dict[str, Any]:
    """A job with LinkedIn Apply; by default it asks for contact details and a résumé."""
    asked = questions if questions is not None else {"contactInformationQuestions": {}, "resumeQuestions": {}}
    return job(external_id, onsiteApplyConfiguration={"jobApplicationWebhookUrl": hook, "questions": asked}, **changes)


def ask(identifier: str, required: bool = True, **details: Any) -> dict[str, Any]:
    """A custom question; `details` is its one questionDetails member."""
    kind, detail = next(iter(details.items()))
    return {
        "partnerQuestionIdentifier": identifier,
        "required": required,
        "questionText": f"Question {identifier}",
        "questionDetails": {f"{kind}QuestionDetails": detail},
    }


def asking(*questions: dict[str, Any], **question_set: Any) -> dict[str, Any]:
    """A questions object with one custom question set."""
    return {"additionalQuestions": {"customQuestionSets": [{"questions": list(questions), **question_set}]}}
