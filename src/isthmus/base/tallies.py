"""What this process counts and times for Prometheus, by kinds of things alone: no company, no person, no id."""

from prometheus_client import Counter, Histogram

RECEIVED = Counter(
    "isthmus_received", "Deliveries answered by this process, by HTTP status.", ["address", "status"], registry=None
)
RECEIVE_SECONDS = Histogram(
    "isthmus_receive_seconds",
    "Time to verify, store and answer a delivery.",
    registry=None,
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 3.0, 10.0),
)
SPOOLED = Counter("isthmus_spooled", "Deliveries put on disk while the database was away.", registry=None)
CALLS = Counter(
    "isthmus_calls", "Calls to LinkedIn, by operation and class of answer.", ["operation", "answer"], registry=None
)
CALL_SECONDS = Histogram(
    "isthmus_call_seconds",
    "Time a call to LinkedIn took, by operation.",
    ["operation"],
    registry=None,
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0),
)
LANE_SECONDS = Histogram(
    "isthmus_lane_run_seconds",
    "Time a run of a lane took, by kind of lane.",
    ["lane"],
    registry=None,
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0),
)
ALL = (RECEIVED, RECEIVE_SECONDS, SPOOLED, CALLS, CALL_SECONDS, LANE_SECONDS)
TOO_MANY = 429


def answer_class(status: int) -> str:
    """A status as its class: `2xx`, `4xx`, `5xx`; `429` by itself, `none` for a call that got no answer."""
    if status == TOO_MANY:
        return "429"
    return f"{status // 100}xx" if status else "none"
