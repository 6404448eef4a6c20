"""A small storm: applications twice, late and forged, while web and worker are killed and the database is away."""

from pathlib import Path

import pytest

from tests.chaos.playing import LONGEST, figures, play

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(LONGEST + 20)]


def test_nothing_is_lost_doubled_or_let_in(tmp_path: Path) -> None:
    run = play("storm", tmp_path)
    told = figures(run)
    assert told["applications submitted"] == run["size"]["applications"]
    assert sorted(blow.partition(" after")[0] for blow in run["blows"]) == [
        "database away for 4 s",
        "web killed -9",
        "worker killed -9",
        "worker killed -9",
    ]
    happened = (
        "delivered twice on purpose",
        "delivered out of order on purpose",
        "attempts that had to be made again",
        "forged deliveries",
        "forged refused, kept and shown here",
        "facts to tell",
        "e-mails due",
    )
    assert {name: told[name] for name in happened if not told[name]} == {}, "a storm in which this did not happen"
