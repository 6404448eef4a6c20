"""Plays members, recruiters and an attacker, strikes the house, and writes all of it into the history."""

import base64
import hashlib
import hmac
import html
import json
import random
import re
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

import httpx2

from tests.chaos import evidence
from tests.chaos.history import ILL, REJECTED, VIEWED, Applied, Forged, History, Look, Wanted
from tests.chaos.house import LOOKS, PAUSE, House, NotReadyError, wait_until
from tests.documents import pdf_resume

Result = TypeVar("Result")

COMPANY = "Larkfield Robotics"
RECRUITER = "tomas@larkfield.example"
TRADES = ("Engineer", "Welder", "Planner", "Buyer", "Painter", "Fitter", "Tester", "Driver", "Baker", "Gardener")
FORGERIES = ("no signature", "wrong secret", "another body", "bare digest", "parent's secret", "empty signature")
STEP_SECONDS, LONGEST_STEP_SECONDS = 3.0, 300.0
LONG = 12_000
STREAM_ON_PAGE = re.compile(
    r'<span class="strong">([^<]+)</span>\s*<span class="tag[^>]*>(?:\s*<svg.*?</svg>)?([^<]*)<', re.DOTALL
)


@dataclass
class Director:
    """Everybody outside the house. Chances come from one seeded source, so that a run can be played again."""

    house: House
    history: History
    chance: random.Random
    company_id: UUID
    user_id: UUID
    slug: str
    jobs: list[str] = field(default_factory=list)
    arrived: dict[str, UUID] = field(default_factory=dict)
    begun: float = field(default_factory=time.monotonic)

    # members

    def member_applies(
        self, member: int, job: str, *, twice: bool = False, late: bool = False, resume: bool = False
    ) -> str:
        """A member applies; LinkedIn is made to deliver it twice, or after the next one, where asked."""
        if twice:
            self.house.sandbox.fault("duplicate_delivery", evidence.APPLICATION_EVENT)
        if late:
            self.house.sandbox.fault("reordered_delivery", evidence.APPLICATION_EVENT, seconds=20)
        answers = {"resume": _resume()} if resume else {}
        urn = self.house.sandbox.apply(member, job, **answers)
        self.history.applied[urn] = Applied(member, job, twice, late)
        self.history.documents += resume
        return urn

    # the attacker

    def attacker_forges(self, how: str | None = None) -> Forged:
        """Somebody who knows the address sends an application that LinkedIn never sent."""
        chosen = how or self.chance.choice(FORGERIES)
        urn = f"urn:li:jobApplication:98{self.chance.randrange(10**9):09d}"
        body = json.dumps(_invented(urn, self.chance.choice(self.jobs))).encode()
        status = self._send(body, _forged_signature(chosen, body, self.house.sandbox.ids))
        forged = Forged(urn, chosen, status)
        self.history.forged.append(forged)
        return forged

    def _send(self, body: bytes, signature: str | None) -> int:
        headers = {"Content-Type": "application/json", **({} if signature is None else {"X-LI-Signature": signature})}
        try:
            return httpx2.post(self.address, content=body, headers=headers, timeout=10, trust_env=False).status_code
        except httpx2.HTTPError:
            return 0

    @property
    def address(self) -> str:
        """Where LinkedIn sends this company's applications."""
        from isthmus.bridge import connections

        if not hasattr(self, "_address"):
            self._address = self.acts(lambda: connections.webhook_url(connections.current()))
        return self._address

    # recruiters

    def acts(self, act: Callable[[], Result]) -> Result:
        """A recruiter does something, again and again while the database is away; a bounded number of times."""
        from django.db import Error, connection

        from isthmus.store.tenancy import acting_for

        for _ in range(LOOKS):
            try:
                with acting_for(self.company_id, user_id=self.user_id, cause="chaos"):
                    return act()
            except Error:
                connection.close()
                threading.Event().wait(PAUSE)
        raise NotReadyError("the database did not come back")

    def publishes(self, count: int) -> list[str]:
        """New jobs, published with LinkedIn Apply. Returns their external ids."""
        fresh = [self._publish(len(self.jobs) + number) for number in range(count)]
        self.jobs += fresh
        return fresh

    def _publish(self, number: int) -> str:
        from isthmus.hiring import jobs, postings

        title = f"{TRADES[number % len(TRADES)]} of shift {number}"

        def act() -> UUID:
            job = jobs.create_job(_draft(title, number))
            postings.publish(job.id, linkedin_apply=True)
            return job.id

        job_id = str(self.acts(act))
        self.history.postings[job_id] = Wanted(title)
        self.history.changes += 1
        return job_id

    def edits(self, job: str) -> None:
        """Another title."""
        from isthmus.hiring import jobs
        from isthmus.hiring.models import Job

        self.history.changes += 1
        title = f"{self.history.postings[job].title.partition(' – ')[0]} – as of change {self.history.changes}"

        def act() -> None:
            found = Job.objects.get(id=job)
            jobs.update_job(found.id, jobs.draft_of(found, title=title))

        self.acts(act)
        self.history.postings[job].title = title

    def closes(self, job: str) -> None:
        """The job is filled: closed here, and on LinkedIn."""
        from isthmus.hiring import jobs

        self.acts(lambda: jobs.close_job(UUID(job)))
        self.history.postings[job].listed = False
        self.history.changes += 1
        self.jobs.remove(job)

    def finds_arrived(self) -> dict[str, UUID]:
        """Which applications are here by now."""
        from isthmus.hiring.models import Application

        self.arrived = self.acts(lambda: dict(Application.objects.values_list("external_id", "id")))
        return self.arrived

    def views(self, urn: str) -> None:
        """Opens an application."""
        from isthmus.hiring import viewing

        self.acts(lambda: viewing.record_view(self.arrived[urn]))
        self.history.fact(urn, VIEWED)
        self.history.changes += 1

    def rejects(self, urn: str, *, by_letter: bool) -> None:
        """Not selected, with or without an e-mail of ours."""
        from isthmus.hiring import decisions

        self.acts(lambda: decisions.reject(self.arrived[urn], send_email=by_letter))
        self.history.fact(urn, REJECTED)
        self.history.changes += 1
        if by_letter:
            self.history.letters.add(urn)

    def decides_something(self) -> None:
        """One recruiter's act about a chosen application that is here and not yet decided."""
        undecided = [urn for urn in self.arrived if REJECTED not in self.history.facts.get(urn, [])]
        if not undecided:
            return
        urn = self.chance.choice(undecided)
        if urn in self.history.facts or self.chance.random() < 0.4:
            self.rejects(urn, by_letter=self.chance.random() < 0.5)
        else:
            self.views(urn)

    # blows

    def strikes(self, words: str, blow: Callable[[], Any]) -> None:
        """Something happens to the house; it is written down and said."""
        self.history.blows.append(words)
        self.says(words)
        blow()

    def says(self, words: str) -> None:
        """Tell whoever watches how far the run is."""
        print(f"  {time.monotonic() - self.begun:5.0f} s  {words}", file=sys.stderr, flush=True)

    # looking and waiting

    def looks(self, during: str, *, keep: bool = True) -> list[Look]:
        """How every stream is said to stand now: by our own report, and on the page a recruiter has open."""
        from isthmus.base.clock import now
        from isthmus.sync import freshness

        second, strip = int(now().timestamp()), self._strip() if keep else {}
        found = [
            Look(second, during, one.name, one.state, one.words, one.backlog, strip.get(one.title, ""))
            for one in self.acts(freshness.report)
        ]
        if keep:
            self.history.looks += found
        return found

    def _strip(self) -> dict[str, str]:
        """The strip of streams on Home, as the web process draws it: each title with its word."""
        url = f"{self.house.url}/c/{self.slug}/health/"
        cookies = {"sessionid": self.acts(self._session)}
        page = httpx2.get(url, cookies=cookies, timeout=20, trust_env=False).raise_for_status().text
        return {html.unescape(title): word.strip() for title, word in STREAM_ON_PAGE.findall(page)}

    def _session(self) -> str:
        from django.conf import settings
        from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
        from django.contrib.sessions.backends.db import SessionStore

        from isthmus.accounts.models import User

        user, session = User.objects.get(id=self.user_id), SessionStore()
        session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session.create()
        return str(session.session_key)

    def until_listed(self, jobs: list[str] | None = None) -> None:
        """Return when LinkedIn shows these jobs and takes applications for them; the clock moves on while only
        waiting is left."""
        wanted = set(self.jobs if jobs is None else jobs)
        wait_until("the jobs are listed", lambda: self._step() and wanted <= self._open_at_linkedin())

    def _open_at_linkedin(self) -> set[str]:
        shown = evidence.theirs(self.house.sandbox).postings
        return {one["external_id"] for one in shown if one["state"] == "LISTED" and one["apply_status"] == "ENABLED"}

    def until_calm(self, *, step: float = STEP_SECONDS) -> None:
        """Return when neither side has anything left to do; the clock moves on meanwhile. Everything must run."""
        what = "both sides have nothing left to do"
        wait_until(what, lambda: self._step_on(step) and self.is_calm() and self.is_calm(), looks=LONG)

    def until_well(self, *, step: float = STEP_SECONDS) -> None:
        """Return when no stream is said to be in trouble; what comes again and again has had its turn by then."""

        def are_well() -> bool:
            return not any(look.state in ILL for look in self.looks("", keep=False))

        wait_until("the streams are well", lambda: self._step(step) and are_well())

    def _step(self, seconds: float = STEP_SECONDS) -> bool:
        self.house.move_clock(seconds)
        return True

    def _step_on(self, seconds: float) -> bool:
        """One step, or a longer one when nothing is due before: pauses after refusals add up to hours."""
        from isthmus.base.clock import now
        from isthmus.sync import lanes

        following = self.acts(lambda: None if lanes.due() else lanes.next_due())
        idle = (following - now()).total_seconds() if following else 0.0
        return self._step(min(max(idle, seconds), LONGEST_STEP_SECONDS))

    def is_calm(self) -> bool:
        """Whether everything that was done has been told, fetched and handled, as far as both sides' rows say."""
        return self.pending_there() == 0 and not any(self.waiting_here().values()) and self._all_facts_noted()

    def pending_there(self) -> int:
        """How many events LinkedIn still has to deliver."""
        return int(self.house.sandbox.look("")["deliveries"].get("pending", 0))

    def waiting_here(self) -> dict[str, int]:
        """How many rows still wait for a lane."""
        return self.acts(evidence.unfinished_here)

    def _all_facts_noted(self) -> bool:
        """Whether the followers have seen every change: each fact is in the outbox, each job in the mirror."""
        from isthmus.sync.models import Mirror, Outbox

        def noted() -> tuple[int, int]:
            return Outbox.objects.filter(resource="lifecycle").count(), Mirror.objects.count()

        facts, postings = self.acts(noted)
        due = sum(len(done) for done in self.history.facts.values())
        return facts >= due and postings >= len(self.history.postings) and not self._unread()

    def _unread(self) -> bool:
        """Whether some follower has changes to read; asked past the walls, since they are every company's."""
        import psycopg

        with psycopg.connect(self.house.database.server.dsn("isthmus_superuser")) as connection:
            found = connection.execute(UNREAD).fetchone()
        return bool(found and found[0])


UNREAD = (
    "SELECT EXISTS (SELECT 1 FROM store_changecursor reader JOIN store_change change"
    " ON change.era = reader.era AND (change.xid, change.seq) > (reader.xid, reader.seq))"
)


def found_company(house: House, *, seed: int, members: int) -> Director:
    """Django in this process, an empty migrated house with one company connected to LinkedIn, and its director."""
    import django

    django.setup()
    from isthmus.accounts.models import User
    from isthmus.bridge import connections as linkedin
    from isthmus.hiring import notice_settings
    from isthmus.house import migrate_as_owner
    from isthmus.operator import add_person, company_named
    from isthmus.store.tenancy import acting_for

    migrate_as_owner()
    house.sandbox.act("reset", members=max(members, 2))
    house.sandbox.choose(free_applicant_cap=1_000_000, request_log_rows=1_000_000)
    add_person(COMPANY, email=RECRUITER, name="Tomas Brandt", role="recruiter", password="x" * 12)
    company_id, slug = company_named(COMPANY)
    user_id = User.objects.get().id
    ids = house.sandbox.ids
    with acting_for(company_id, user_id=user_id, cause="chaos"):
        notice_settings.change(delay_rejections=False)
        linkedin.connect_direct(
            f"urn:li:organization:{ids['organization_id']}", ids["child_client_id"], ids["child_client_secret"], ""
        )
        linkedin.set_apply_connect(True)
    return Director(house, History(seed), random.Random(seed), company_id, user_id, slug)


def _draft(title: str, number: int) -> Any:
    from isthmus.hiring.jobs import JobDraft
    from isthmus.hiring.models import Requirement

    return JobDraft(
        title=title,
        code=f"C-{number}",
        description=f"<p>You keep shift {number} going, together with people who review each other kindly and who write"
        " down what they learn, so that nobody has to learn it twice.</p>",
        locations=["Ghent, Belgium"],
        poster_email=RECRUITER,
        resume_requirement=Requirement.OPTIONAL,
    )


def _resume() -> dict[str, str]:
    return {"filename": "CV.pdf", "base64": base64.b64encode(pdf_resume()).decode()}


def _invented(urn: str, job: str) -> dict[str, Any]:
    contact = {
        "firstNameAnswer": {"value": "Nobody"},
        "lastNameAnswer": {"value": "At All"},
        "emailAnswer": {"value": "nobody@nowhere.example"},
    }
    return {
        "type": evidence.APPLICATION_EVENT,
        "jobApplicationId": urn,
        "jobApplicant": "urn:li:person:Nobody",
        "appliedAt": 1767600000000,
        "externalJobId": job,
        "questionResponses": {"contactInformationQuestionResponses": contact},
    }


def _forged_signature(how: str, body: bytes, ids: dict[str, str]) -> str | None:
    """What somebody without the child's secret might put into the header; None for no header at all."""
    secret, parent = ids["child_client_secret"], ids["parent_client_secret"]
    made = {
        "wrong secret": _digest("guessed", b"hmacsha256=" + body),
        "another body": _digest(secret, b"hmacsha256=" + body.replace(b"Nobody", b"Somebody")),
        "bare digest": hashlib.sha256(b"hmacsha256=" + body).hexdigest(),
        "parent's secret": _digest(parent, b"hmacsha256=" + body),
        "empty signature": "",
    }
    return made.get(how)


def _digest(secret: str, message: bytes) -> str:
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()
