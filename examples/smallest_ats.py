"""The smallest hiring system that works with Apply Connect: one file, nothing but Python's standard library.

It publishes one job, answers LinkedIn's challenges, receives signed applications, fetches each résumé, and tells
LinkedIn what it does with them. It keeps nothing and forgives nothing: an example to read, not a product to run.

    python examples/smallest_ats.py http://127.0.0.1:8700

The credentials come from the sandbox's own door, which LinkedIn does not have: there they come from its developer
portal, API and media live on two hosts, and the webhook needs a public https address.
"""

import argparse
import hashlib
import hmac
import json
import queue
import sys
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import Request, urlopen

Json = dict[str, Any]
DESCRIPTION = """<p>You look after the services that plan the routes of small machines in greenhouses, together with
people who review each other's work kindly and go home on time.</p>"""
SCREENING = {
    "partnerQuestionIdentifier": "years",
    "required": True,
    "questionText": "How many years have you worked with databases?",
    "questionDetails": {"numericQuestionDetails": {"integerQuestionDetails": {"minValue": 0, "maxValue": 50}}},
}


class LinkedIn:
    """LinkedIn's API in the name of one application; it keeps its token until 30 seconds before that expires."""

    def __init__(self, url: str, client_id: str, client_secret: str) -> None:
        self.url, self.client_id, self.secret = url, client_id, client_secret.encode()
        self._token, self._good_until = "", 0.0

    def token(self) -> str:
        """A token by client credentials; they travel in the form body, never in the address."""
        if time.time() >= self._good_until:
            form = {
                "grant_type": "client_credentials",
                "client_id": self.client_id,
                "client_secret": self.secret.decode(),
            }
            with urlopen(f"{self.url}/oauth/v2/accessToken", urlencode(form).encode()) as answer:
                given = json.load(answer)
            self._token, self._good_until = given["access_token"], time.time() + given["expires_in"] - 30
        return self._token

    def call(self, path: str, body: Json | None = None, method: str = "") -> bytes:
        """One call; `method` is Rest.li's. Raises HTTPError with LinkedIn's words for a refusal."""
        headers = {"Authorization": f"Bearer {self.token()}", "Content-Type": "application/json"}
        if method:
            headers["x-restli-method"] = method
        data = None if body is None else json.dumps(body).encode()
        with urlopen(Request(self.url + path, data, headers)) as answer:
            return bytes(answer.read())

    def media(self, address: str) -> bytes:
        """A file of an application; the token goes to LinkedIn's own host and nowhere else."""
        if not address.startswith(self.url + "/"):
            raise SystemExit(f"That is no address of LinkedIn's: {address}")
        return self.call(address.removeprefix(self.url))

    def post_job(self, operation: str, job: Json) -> str:
        """Create, update or close a job. 202 is not acceptance yet: what comes back is the task to watch."""
        batch = {"elements": [{**job, "jobPostingOperationType": operation}]}
        item = json.loads(self.call("/v2/simpleJobPostings", batch, "batch_create"))["elements"][0]
        if item["status"] != 202:
            raise SystemExit(f"LinkedIn refused the job: {item['error']['message']}")
        return str(item["id"])

    def wait_for(self, task: str) -> None:
        """Look at a task until it has ended. LinkedIn asks to wait five minutes first; the sandbox needs seconds."""
        while True:
            found = json.loads(self.call(f"/v2/simpleJobPostingTasks?{urlencode({'ids': task})}"))
            state = found["results"][task]
            if state["status"] == "SUCCEEDED":
                return
            if state["status"] != "IN_PROGRESS":
                raise SystemExit(f"The job was not posted: {state['status']} {state.get('errorMessage', '')}")
            time.sleep(0.5)

    def tell(self, application: str, action: str) -> None:
        """One fact about one application, such as APPLICATION_VIEWED."""
        fact = {"jobApplicationId": application, "action": action, "performedAt": int(time.time() * 1000)}
        self.call("/v2/jobApplicationLifecycleActions", fact, "create")

    def digest(self, message: bytes) -> str:
        """What LinkedIn signs with and wants its challenges answered with: HMAC-SHA256 in lower-case hex."""
        return hmac.new(self.secret, message, hashlib.sha256).hexdigest()


class Webhook(BaseHTTPRequestHandler):
    """Where LinkedIn sends applications."""

    linkedin: LinkedIn
    arrived: "queue.Queue[Json]"

    def do_GET(self) -> None:
        """A challenge. Anything but a canonical UUID is refused: answering it would sign forged deliveries."""
        code = parse_qs(urlsplit(self.path).query).get("challengeCode", [""])[0]
        if not _is_uuid(code):
            return self._answer(400, {})
        return self._answer(200, {"challengeCode": code, "challengeResponse": self.linkedin.digest(code.encode())})

    def do_POST(self) -> None:
        """An application: the signature covers the bytes as they came. A product stores them before it answers 200."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        signature = self.headers.get("X-LI-Signature", "")
        if not hmac.compare_digest(self.linkedin.digest(b"hmacsha256=" + body), signature):
            return self._answer(401, {"errorCode": "BAD_SIGNATURE", "additionalErrorDetails": "wrong secret?"})
        self.arrived.put(json.loads(body))
        return self._answer(200, {})

    def _answer(self, status: int, body: dict[str, str]) -> None:
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: object) -> None:
        """Say nothing: applications are personal."""


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def listen(linkedin: LinkedIn, port: int) -> tuple[str, "queue.Queue[Json]"]:
    """Begin to listen in the background; the webhook's address, and where applications arrive."""
    arrived: queue.Queue[Json] = queue.Queue()
    hook = type("Hook", (Webhook,), {"linkedin": linkedin, "arrived": arrived})
    server = ThreadingHTTPServer(("127.0.0.1", port), hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/applications", arrived


def the_job(organization: str, webhook: str) -> Json:
    """One job, asking for a résumé and one number."""
    return {
        "externalJobPostingId": f"smallest-{uuid.uuid4()}",
        "integrationContext": f"urn:li:organization:{organization}",
        "title": "Database Keeper <TEST>",
        "description": DESCRIPTION,
        "location": "Ghent, Belgium",
        "workplaceTypes": ["Hybrid"],
        "availability": "PUBLIC",
        "companyApplyUrl": "https://jobs.larkfield.example/keeper",
        "listedAt": int(time.time() * 1000),
        "posterEmail": "tomas@larkfield.example",
        "onsiteApplyConfiguration": {
            "jobApplicationWebhookUrl": webhook,
            "questions": {
                "resumeQuestions": {"resumeQuestionRequirement": "REQUIRED"},
                "additionalQuestions": {"customQuestionSets": [{"questions": [SCREENING]}]},
            },
        },
    }


def consider(linkedin: LinkedIn, application: Json, *, decline: bool) -> None:
    """Do what a recruiter does: open the application, take the résumé, and decline it if a person said so."""
    urn, said = application["jobApplicationId"], application["questionResponses"]
    contact = said["contactInformationQuestionResponses"]
    name = f"{contact['firstNameAnswer']['value']} {contact['lastNameAnswer']['value']}"
    linkedin.tell(urn, "APPLICATION_VIEWED")
    resume = linkedin.media(said["resumeQuestionResponses"]["resumeQuestionAnswer"]["mediaUrl"])
    linkedin.tell(urn, "RESUME_DOWNLOADED")
    [answers] = said["additionalQuestionResponses"]["customQuestionSetResponses"]
    years = answers["customQuestionResponses"][0]["answer"]["numericAnswerValue"]["integerValue"]
    say(f"{name} applied: {years} years with databases, a résumé of {len(resume)} bytes")
    if decline:
        linkedin.tell(urn, "APPLICATION_REJECTED")


def say(line: str) -> None:
    """One line on standard output, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def run(linkedin: LinkedIn, organization: str, port: int, applications: int, *, decline: bool) -> None:
    """Publish, consider what arrives, and close the job after that many applications, or when stopped (0)."""
    webhook, arrived = listen(linkedin, port)
    job = the_job(organization, webhook)
    linkedin.wait_for(linkedin.post_job("CREATE", job))
    say(f"listed as {job['externalJobPostingId']}")
    considered: set[str] = set()
    try:
        while not applications or len(considered) < applications:
            application = arrived.get()
            if application["jobApplicationId"] not in considered:
                consider(linkedin, application, decline=decline)
                considered.add(application["jobApplicationId"])
    finally:
        linkedin.wait_for(linkedin.post_job("CLOSE", job))
        say("closed")


def main() -> None:
    """Read the command line and the sandbox's credentials, then run."""
    parser = argparse.ArgumentParser(description="The smallest hiring system that works with Apply Connect.")
    parser.add_argument("sandbox", help="where the sandbox answers, such as http://127.0.0.1:8700")
    parser.add_argument("--port", type=int, default=0, help="port of the webhook; 0 picks a free one")
    parser.add_argument("--applications", type=int, default=0, help="stop after that many; 0 goes on")
    parser.add_argument("--decline", action="store_true", help="tell every applicant that they were not selected")
    options = parser.parse_args()
    with urlopen(f"{options.sandbox}/_sandbox/credentials") as answer:
        known = json.load(answer)
    linkedin = LinkedIn(options.sandbox, known["child_client_id"], known["child_client_secret"])
    try:
        run(linkedin, known["organization_id"], options.port, options.applications, decline=options.decline)
    except KeyboardInterrupt:
        say("")
    except HTTPError as error:
        raise SystemExit(f"LinkedIn said {error.code}: {error.read().decode()}") from None


if __name__ == "__main__":
    main()
