"""The worker process: runs what is due until it is told to stop, or once for `isthmus drain`."""

from isthmus.sync import lanes, ticker
from isthmus.sync.watching import heartbeats
from isthmus.sync.watching.watchman import Watchman


def run() -> None:
    """Run lanes as they fall due; returns after SIGTERM or SIGINT, when the work in hand is finished."""
    watchman = Watchman(heartbeats.WORKER).start()
    try:
        ticker.run_worker()
    finally:
        watchman.stop()


def drain_once(*, rounds: int = 1000) -> int:
    """Run everything due now until nothing is, for at most so many rounds. Returns how many lane runs that took."""
    runs = 0
    for _ in range(rounds):
        done = lanes.run_due()
        runs += done
        if not done:
            break
    return runs
