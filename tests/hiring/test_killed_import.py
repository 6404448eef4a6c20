"""An import that is killed goes on: every listing comes in, and none of them twice."""

import json
import signal
import subprocess
import sys

from isthmus.hiring.models import Job
from isthmus.store.tenancy import acting_for
from isthmus.sync import lanes

LINES = 400


def a_line(number: int) -> dict[str, object]:
    return {
        "id": f"l-{number}",
        "title": f"Job {number}",
        "active": number % 2 == 0,
        "url": f"https://jobs.larkfield.example/{number}",
        "locations": ["Ghent, Belgium"],
        "company_name": "Larkfield Robotics",
    }


def test_a_killed_import_goes_on_without_doubles(committed_cast, places_of_the_world, tmp_path):
    path = tmp_path / "listings.json"
    path.write_text(json.dumps([a_line(number) for number in range(LINES)]))
    command = [sys.executable, "-m", "isthmus", "import-jobs", str(path), "--company", "Larkfield Robotics", "--json"]

    def brought_in() -> int:
        with acting_for(committed_cast.larkfield.id):
            return Job.objects.count()

    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while not brought_in():
            assert process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
    before = brought_in()
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    counts = json.loads(told.splitlines()[-1])
    assert (counts["total"], counts["added"] + counts["unchanged"], counts["refused"]) == (LINES, LINES, 0)
    assert 0 < before <= counts["unchanged"]
    lanes.run_due()
    assert brought_in() == LINES
    with acting_for(committed_cast.larkfield.id):
        assert Job.objects.values("external_id").distinct().count() == LINES
