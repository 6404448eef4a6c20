"""The story on listings nobody made for it: imported, completed by hand, published, and applied to with real documents.

The listings are read from the folder of shared data beside the repository, and never copied.
"""

import hashlib
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.demo_process import ROOT, Demo, clean_environment
from tests.documents import LINES, docx_resume, pdf_resume
from tests.e2e import actors
from tests.e2e.test_story import a_file, downloaded

LISTINGS = ROOT.parent / "shared" / "data" / "job_listings.json"
ADMIN = {"name": "Ada Rowe", "email": "ada@imported.example", "password": "imported-by-hand"}
DESCRIPTION = (
    "You would join a small team that keeps its promises: one release a week, tests before arguments, and nobody on "
    "call alone. Written by hand, because the listing came without a description."
)

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(not LISTINGS.exists(), reason=f"no listings at {LISTINGS.name}: the real listing is skipped"),
]


@pytest.fixture(scope="module")
def employer() -> str:
    """The employer with most open listings that give a place."""
    listings = json.loads(LISTINGS.read_text())
    counts = Counter(entry["company_name"] for entry in listings if entry["active"] and entry["locations"])
    return str(counts.most_common(1)[0][0])


def isthmus(demo: Demo, *arguments: str) -> str:
    """Run a command beside the demo."""
    command = [sys.executable, "-m", "isthmus", *arguments, "--data", str(demo.data)]
    answer = subprocess.run(command, cwd=ROOT, env=clean_environment(), capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def import_twice(demo: Demo, employer: str) -> tuple[dict[str, Any], dict[str, Any]]:
    arguments = ("import-jobs", str(LISTINGS), "--company", employer, "--only", employer, "--json")
    first, second = (json.loads(isthmus(demo, *arguments).splitlines()[-1]) for _ in range(2))
    return first, second


def connect(page: Page, demo: Demo, employer: str, slug: str) -> None:
    """As the admin: connect to the sandbox's organization of this employer, with Apply Connect."""
    with demo.sandbox() as sandbox:
        organization = sandbox.post("/_sandbox/organizations", json={"name": employer}).json()["id"]
    page.goto(f"{demo.bridge_url}/c/{slug}/settings/linkedin/")
    page.get_by_label("LinkedIn organization").first.fill(organization)
    page.get_by_role("button", name="Connect").first.click()
    for _ in range(60):
        page.reload()
        if "Connected" in page.locator("main").inner_text():
            break
        page.wait_for_timeout(500)
    page.goto(f"{demo.bridge_url}/c/{slug}/settings/linkedin/apply-connect/")
    switch = page.get_by_role("switch", name="Apply Connect", exact=True)
    expect(switch).to_be_visible(timeout=actors.PATIENCE_MS)
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "true")


def complete_by_hand(page: Page, demo: Demo, slug: str) -> str:
    """Write what the first held listing lacks; returns its title."""
    page.goto(f"{demo.bridge_url}/c/{slug}/jobs/?status=draft")
    row = page.locator("main table a").first
    title = row.inner_text().strip()
    row.click()
    page.get_by_role("link", name="Edit").or_(page.get_by_role("button", name="Edit")).first.click()
    page.locator("[contenteditable=true]").first.fill(DESCRIPTION)
    page.get_by_label("Employment").select_option(label="Full-time")
    page.get_by_label("Level").select_option(label="Entry level")
    page.get_by_label("Poster's e-mail").fill(ADMIN["email"])
    page.locator("button[name=edit][value=save]").last.click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
    return title


def apply_as(chromium: Browser, demo: Demo, member: str, title: str, resume: Path) -> None:
    page = actors.become(chromium, demo, member)
    actors.find_job(page, demo, title)
    actors.apply(page, resume, {})


def see_arrival(page: Page, demo: Demo, slug: str, name: str, resume: bytes) -> None:
    """The candidate is here with the document exactly as sent, and its text can be read."""
    download = page.get_by_role("link", name="Download").or_(page.get_by_role("button", name="Download"))
    for _ in range(60):
        page.goto(f"{demo.bridge_url}/c/{slug}/candidates/")
        found = page.get_by_role("link", name=name)
        if found.count():
            found.first.click()
            page.wait_for_load_state()
            if download.count():
                break
        page.wait_for_timeout(500)
    expect(download).to_be_visible()
    assert hashlib.sha256(downloaded(page)).hexdigest() == hashlib.sha256(resume).hexdigest()
    page.get_by_role("link", name="View").first.click()
    expect(page.locator("body")).to_contain_text(LINES[1])


def test_one_real_listing_all_the_way(chromium: Browser, demo: Demo, employer: str, tmp_path: Path) -> None:
    """Import, import again, complete one, publish it, and receive a PDF and a Word résumé for it."""
    first, second = import_twice(demo, employer)
    assert first["added"] > 0
    assert first["held"] > 0
    assert (second["added"], second["updated"], second["unchanged"]) == (0, 0, first["added"])
    person = (part for key in ("email", "name", "password") for part in (f"--{key}", ADMIN[key]))
    isthmus(demo, "add-user", "--company", employer, *person)
    demo.sign_ins.append(ADMIN)
    admin = actors.sign_in(chromium, demo, "Ada")
    slug = admin.url.split("/c/")[1].split("/")[0]
    connect(admin, demo, employer, slug)
    title = complete_by_hand(admin, demo, slug)
    actors.publish(admin)

    pdf, docx = pdf_resume(), docx_resume()
    apply_as(chromium, demo, "Xenia Gruber", title, a_file(tmp_path, "Xenia.pdf", pdf))
    apply_as(chromium, demo, "Chidi Zander", title, a_file(tmp_path, "Chidi.docx", docx))
    see_arrival(admin, demo, slug, "Xenia Gruber", pdf)
    see_arrival(admin, demo, slug, "Chidi Zander", docx)
