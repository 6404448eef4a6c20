"""Activity → Health: what waits, since when, against which objective, whose move; and the last day, drawn and told."""

from datetime import timedelta

import pytest

from isthmus.base.clock import now
from isthmus.base.failures import Failure, Kind
from isthmus.bridge import connections, outflow
from isthmus.bridge.postings import RESOURCE
from isthmus.sync import freshness
from isthmus.sync.models import Alarm, Delivery, HealthSample, Heartbeat, Mirror
from isthmus.sync.watching import looking
from isthmus.sync.watching.heartbeats import Pulse
from tests.web.rooms import words


@pytest.fixture
def worker(db) -> None:
    Pulse().beat("worker")


@pytest.fixture
def behind(rooms):
    """`behind(minutes)` leaves an application of that age unhandled."""
    connection = rooms.connect()

    def leave(minutes: float) -> None:
        moment = now() - timedelta(minutes=minutes)
        with rooms.cast.acting():
            Delivery.objects.create(
                source=connections.SOURCE,
                connection_id=connection.id,
                endpoint_id=connection.id,
                digest=str(minutes),
                genuine=True,
                sealed_body=b"",
                size=0,
                received_at=moment,
                last_received_at=moment,
                next_attempt_at=now(),
            )
            freshness.failed(connection.id, "applications", Failure(Kind.TRANSIENT, "LinkedIn does not answer."))

    return leave


def health(rooms, client) -> str:
    return words(client.get(rooms.at("activity:health")))


def test_a_stream_that_is_behind_says_how_far_why_and_whose_move(rooms, recruiter, behind, worker):
    behind(4)
    said = health(rooms, recruiter)
    assert "1 application waits, the oldest since 4 min; objective 60 s. LinkedIn does not answer." in said
    assert "Whose move: Isthmus waits and tries again" in said
    assert "1 worker is at work." in said


def test_when_the_worker_is_gone_it_says_since_when_and_whose_move_that_is(rooms, recruiter, behind, worker):
    Heartbeat.objects.update(seen_at=now() - timedelta(minutes=6), worked_at=now() - timedelta(minutes=6))
    behind(4)
    said = health(rooms, recruiter)
    assert "The worker has not been seen for 6 min." in said
    assert "Whose move: whoever runs Isthmus" in said


def test_the_strip_turns_amber_and_then_red_by_objective_with_a_word(rooms, recruiter, behind, worker):
    def strip():
        page = recruiter.get(rooms.at("home:home")).context["page"]
        shown = next(stream for stream in page.streams if stream.title == "Applications")
        return shown.tone, str(shown.state_words)

    rooms.connect()
    with rooms.cast.acting():
        Delivery.objects.all().delete()
    behind(0)
    with rooms.cast.acting():
        freshness.worked(connections.current().id, "applications")
    assert strip() == ("accent", "Waiting")
    with rooms.cast.acting():
        Delivery.objects.update(received_at=now() - timedelta(minutes=2))
    assert strip() == ("warn", "Behind")
    with rooms.cast.acting():
        Delivery.objects.update(received_at=now() - timedelta(minutes=6))
    assert strip() == ("bad", "Far behind")
    assert "the oldest since 6 min; objective 60 s." in words(recruiter.get(rooms.at("home:home")))


def test_the_last_day_is_drawn_and_told_as_a_table(rooms, recruiter, worker):
    with rooms.cast.acting():
        for minutes, lag in ((10, 0), (20, 90), (30, 3600)):
            at = looking.sample_moment(now() - timedelta(minutes=minutes))
            HealthSample.objects.create(at=at, lags={"applications": lag})
    page = recruiter.get(rooms.at("activity:health")).context["page"]
    day = next(stream.day for stream in page.streams if stream.name == "applications")
    assert [bar.look for bar in day.bars[-4:-1]] == ["far", "behind", "kept"]
    assert {bar.look for bar in day.bars[:100]} == {"unwatched"}
    assert day.words == (
        "Last 24 h: the oldest waited 60 min at worst. In 2 of the ten-minute samples that was longer than the present"
        " objective of 60 s."
    )
    assert len(day.hours) == 24
    assert any(hour.is_behind and "60 min" in hour.words for hour in day.hours)


@pytest.mark.parametrize(
    ("lags", "said"),
    [
        ([], "Nobody has watched yet."),
        ([0], "Last 24 h: nothing was seen waiting."),
        ([60], "Last 24 h: the oldest waited 60 s at worst."),
        (
            [0, 90],
            "Last 24 h: the oldest waited 1 min at worst. In one of the ten-minute samples that was longer than the"
            " present objective of 60 s.",
        ),
    ],
)
def test_the_last_day_claims_no_more_than_its_samples_tell(rooms, recruiter, worker, lags, said):
    with rooms.cast.acting():
        for place, lag in enumerate(lags, start=1):
            at = looking.sample_moment(now() - timedelta(minutes=10 * place))
            HealthSample.objects.create(at=at, lags={"applications": lag})
    page = recruiter.get(rooms.at("activity:health")).context["page"]
    assert next(stream.day.words for stream in page.streams if stream.name == "applications") == said


def test_alarms_stand_here_open_ones_first(rooms, recruiter, worker):
    with rooms.cast.acting():
        Alarm.objects.create(about="b", kind="bug", title="Was so", words=".", since=now(), resolved_at=now())
        Alarm.objects.create(about="a", kind="bug", title="Is so", words=".", since=now())
    said = health(rooms, recruiter)
    assert said.index("Is so") < said.index("Was so")


def test_the_part_that_is_asked_for_again_is_the_part_alone(rooms, recruiter, worker):
    body = recruiter.get(rooms.at("activity:health") + "?part=now").content.decode()
    assert body.lstrip().startswith('<div class="stack" id="health-now"')


def test_what_an_admin_has_stopped_on_purpose_is_not_behind(rooms, recruiter, worker):
    connection = rooms.connect()
    with rooms.cast.acting():
        moment = now() - timedelta(minutes=30)
        row = {"entity_id": connection.id, "external_id": "x", "marked_at": moment, "next_attempt_at": moment}
        Mirror.objects.create(connection_id=connection.id, resource=RESOURCE, **row)
        assert "postings" in {health.name for health in freshness.report() if health.is_behind}
        outflow.stop()
        assert not any(health.is_behind for health in freshness.report())
