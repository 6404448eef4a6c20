"""The worker dies after every commit, and before and after every request of the story; run again, it ends the same."""

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from django.db import connections as databases
from django.db.backends.base.base import BaseDatabaseWrapper

from isthmus.hiring import decisions, files, viewing
from isthmus.hiring.models import Application, File
from isthmus.sync import lanes
from tests.bridge.story import Story

pytestmark = pytest.mark.chaos
FEWEST_POINTS = 11


class KilledError(BaseException):
    """The process ends here: nothing that follows happens."""


class Killer:
    """Ends the worker again and again, ever more seldom; points are commits, and the moments around a request."""

    def __init__(self) -> None:
        self.kills = 0
        self.working = False
        self.left = self.pause = 0

    def arm(self, first: int) -> None:
        """The first kill comes at that point, the next ones after ever longer pauses, so that work gets on."""
        self.left, self.pause = first, FEWEST_POINTS

    def point(self) -> None:
        if self.working:
            self.left -= 1
            if self.left == 0:
                self.kills += 1
                self.pause += 3
                self.left = self.pause
                raise KilledError

    def work(self) -> None:
        """Run the worker; when it is killed, a new one starts with nothing but what is in the database."""
        self.working = True
        try:
            while not self._survives():
                databases.close_all()
        finally:
            self.working = False

    def _survives(self) -> bool:
        try:
            lanes.run_due()
        except KilledError:
            return False
        return True


@pytest.fixture
def killer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Killer]:
    made = Killer()
    commit, handle = BaseDatabaseWrapper._commit, httpx2.HTTPTransport.handle_request

    def committing(self: Any) -> Any:
        done = commit(self)
        made.point()
        return done

    def handling(self: Any, request: httpx2.Request) -> httpx2.Response:
        made.point()
        answer = handle(self, request)
        made.point()
        return answer

    monkeypatch.setattr(BaseDatabaseWrapper, "_commit", committing)
    monkeypatch.setattr(httpx2.HTTPTransport, "handle_request", handling)
    yield made


def settle(story: Story, killer: Killer, rounds: int) -> None:
    for _ in range(rounds):
        killer.work()
        story.sandbox.advance(5)
    killer.work()


def tell_the_story(story: Story, killer: Killer) -> Application:
    story.publish()
    settle(story, killer, 4)
    story.noor_applies()
    settle(story, killer, 1)
    with story.cast.acting():
        application = Application.objects.get(job_id=story.job_id)
        viewing.record_view(application.id)
    settle(story, killer, 1)
    with story.cast.acting():
        decisions.reject(application.id)
    settle(story, killer, 1)
    return application


def how_it_ended(story: Story, application: Application) -> dict[str, Any]:
    number = int(application.external_id.rpartition(":")[2])
    actions = [action for action in story.sandbox.look("lifecycle")["actions"] if action["application_id"] == number]
    with story.cast.acting():
        (resume,) = File.objects.filter(application=application)
        whole = files.content(resume.id) == story.resume
        applications = Application.objects.filter(job_id=story.job_id).count()
    return {
        "posting": story.posting().state,
        "postings there": len(story.sandbox.look(f"jobs?external_id={story.job_id}")["jobs"]),
        "applications": applications,
        "resume": whole,
        "she was told": sorted(action["action"] for action in actions if action["effect"] == "notified"),
        "rejection mails": story.her_mails().count("APPLICATION_REJECTED"),
        "issues": len(story.issues()),
    }


def test_it_ends_the_same_wherever_the_worker_dies(connected: Story, killer: Killer):
    for first in range(1, FEWEST_POINTS + 1):
        killer.arm(first)
        application = tell_the_story(connected, killer)
        assert how_it_ended(connected, application) == {
            "posting": "listed",
            "postings there": 1,
            "applications": 1,
            "resume": True,
            "she was told": ["APPLICATION_REJECTED", "APPLICATION_VIEWED"],
            "rejection mails": first,
            "issues": 0,
        }, f"killed first at point {first}"
    assert killer.kills > 3 * FEWEST_POINTS
