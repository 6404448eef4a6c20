"""Every page as a picture, light and dark, wide and narrow.

`python -m tests.e2e.screens FOLDER` starts a demo and draws them: look at them before calling a page done.
"""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from tests.demo_process import Demo, running_demo
from tests.documents import pdf_resume

SLOWER_THAN_A_ROBOT_MS = 2_500
LARKFIELD = "/c/larkfield-robotics"
SHAPES = {"wide": {"width": 1360, "height": 860}, "narrow": {"width": 400, "height": 860}}
EVERY_LOOK = (("light", "wide"), ("light", "narrow"), ("dark", "wide"), ("dark", "narrow"))
PAGES: dict[str, tuple[str, str]] = {
    "sign-in": ("", "/accounts/login/"),
    "reset-password": ("", "/accounts/password/reset/"),
    "not-found": ("", "/nowhere/"),
    "companies": ("Dele", "/"),
    "home": ("Tomas", f"{LARKFIELD}/"),
    "home-empty": ("Dele", "/c/orrin-foods/"),
    "jobs": ("Tomas", f"{LARKFIELD}/jobs/"),
    "jobs-bulk": ("Tomas", f"{LARKFIELD}/jobs/bulk/?all=yes"),
    "new-job": ("Tomas", f"{LARKFIELD}/jobs/new/"),
    "import-jobs": ("Tomas", f"{LARKFIELD}/jobs/import/"),
    "held-jobs": ("Tomas", f"{LARKFIELD}/jobs/held/"),
    "candidates": ("Tomas", f"{LARKFIELD}/candidates/"),
    "candidates-move": ("Tomas", f"{LARKFIELD}/candidates/bulk/?all=yes"),
    "candidates-reject": ("Tomas", f"{LARKFIELD}/candidates/bulk/?all=yes&action=reject"),
    "candidates-write": ("Tomas", f"{LARKFIELD}/candidates/bulk/?all=yes&action=message"),
    "notices": ("Tomas", f"{LARKFIELD}/notices/"),
    "notices-mailbox": ("Tomas", f"{LARKFIELD}/notices/mailbox/"),
    "settings-notices": ("Ines", f"{LARKFIELD}/settings/notices/"),
    "settings-new-template": ("Ines", f"{LARKFIELD}/settings/notices/templates/new/"),
    "my-work": ("Marek", f"{LARKFIELD}/work/"),
    "activity": ("Ines", f"{LARKFIELD}/activity/"),
    "activity-calls": ("Ines", f"{LARKFIELD}/activity/?show=calls"),
    "activity-week": ("Ines", f"{LARKFIELD}/activity/week/"),
    "activity-health": ("Ines", f"{LARKFIELD}/activity/health/"),
    "settings-alerts": ("Ines", f"{LARKFIELD}/settings/alerts/"),
    "activity-reconcile": ("Ines", f"{LARKFIELD}/activity/reconcile/"),
    "activity-limits": ("Ines", f"{LARKFIELD}/activity/limits/"),
    "guide-recruiter": ("Tomas", f"{LARKFIELD}/guide/recruiter/"),
    "guide-admin": ("Ines", f"{LARKFIELD}/guide/admin/"),
    "settings-linkedin": ("Ines", f"{LARKFIELD}/settings/linkedin/"),
    "settings-apply-connect": ("Ines", f"{LARKFIELD}/settings/linkedin/apply-connect/"),
    "settings-contract": ("Ines", f"{LARKFIELD}/settings/linkedin/apply-connect/contract/"),
    "settings-check": ("Ines", f"{LARKFIELD}/settings/linkedin/check/"),
    "first-publish": ("Tomas", f"{LARKFIELD}/settings/linkedin/first-publish/"),
    "settings-connect": ("Dele", "/c/orrin-foods/settings/linkedin/"),
    "settings-people": ("Ines", f"{LARKFIELD}/settings/people/"),
    "settings-api-keys": ("Ines", f"{LARKFIELD}/settings/api-keys/"),
    "settings-company": ("Ines", f"{LARKFIELD}/settings/company/"),
    "preferences": ("Tomas", "/account/preferences/"),
    "board-of-mine": ("Marek", f"{LARKFIELD}/board/"),
    "guide-hiring-manager": ("Marek", f"{LARKFIELD}/guide/hiring-manager/"),
    "careers-index": ("", "/jobs/larkfield-robotics"),
    "equal-opportunity": ("Petra", f"{LARKFIELD}/eeo/"),
    "second-factor": ("Ines", "/accounts/2fa/"),
    "not-to-be-opened": ("Ines", f"{LARKFIELD}/activity/reconcile/run/"),
    "not-allowed": ("Marek", f"{LARKFIELD}/settings/linkedin/"),
}


@dataclass
class Window:
    """One page open in one shape and scheme, and what its scripts stumbled over."""

    name: str
    scheme: str
    shape: str
    page: Page
    stumbles: list[str] = field(default_factory=list)

    def note(self, fault: Error) -> None:
        """Keep what a script of the page stumbled over."""
        self.stumbles.append(str(fault))

    @property
    def file_name(self) -> str:
        return f"{self.name}-{self.scheme}-{self.shape}.png"


def every_window(browser: Browser, demo: Demo, looks: Sequence[tuple[str, str]] = EVERY_LOOK) -> Iterator[Window]:
    """Each page in each of these schemes and shapes, opened by the one of the cast whose page it is."""
    addresses = PAGES | _pages_of_records(browser, demo)
    signed_in = {name: _signed_in(browser, demo, name) for name in {who for who, _ in addresses.values()} if name}
    for name, (who, address) in addresses.items():
        for scheme, shape in looks:
            context = browser.new_context(
                color_scheme=scheme,  # type: ignore[arg-type]
                viewport=SHAPES[shape],  # type: ignore[arg-type]
                storage_state=signed_in.get(who),
            )
            page = context.new_page()
            window = Window(name, scheme, shape, page)
            page.on("pageerror", window.note)
            page.goto(demo.bridge_url + address)
            yield window
            context.close()


def _signed_in(browser: Browser, demo: Demo, name: str) -> str:
    person, context = demo.sign_in(name), browser.new_context()
    page = context.new_page()
    page.goto(demo.bridge_url + "/accounts/login/")
    page.get_by_label("Email").fill(person["email"])
    page.get_by_label("Password").fill(person["password"])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "login" not in url)
    return _kept(context)


def _kept(context: BrowserContext) -> str:
    file = Path(tempfile.mkstemp(suffix=".json")[1])
    context.storage_state(path=file)
    context.close()
    return str(file)


def _pages_of_records(browser: Browser, demo: Demo) -> dict[str, tuple[str, str]]:
    """The pages of one job and of one person, who applies on the job's own page."""
    with demo.api() as api:
        jobs = {job["title"]: job["id"] for job in api.get("/jobs").json()["items"]}
        public = f"/jobs/larkfield-robotics/{jobs['Welding Cell Technician']}"
        apply_on_the_job_page(browser, demo.bridge_url + public)
        application = api.get("/applications").json()["items"][0]["id"]
        resume = api.get(f"/applications/{application}").json()["files"][0]["id"]
    return {
        "public-job": ("", public),
        "job": ("Tomas", f"{LARKFIELD}/jobs/{jobs['Senior Backend Engineer']}/"),
        "board": ("Tomas", f"{LARKFIELD}/board/{jobs['Welding Cell Technician']}/"),
        "draft": ("Tomas", f"{LARKFIELD}/jobs/{jobs['Product Designer']}/"),
        "job-on-linkedin": ("Tomas", f"{LARKFIELD}/jobs/{jobs['Senior Backend Engineer']}/linkedin/"),
        "job-form": ("Tomas", f"{LARKFIELD}/jobs/{jobs['Senior Backend Engineer']}/form/"),
        "edit-job": ("Tomas", f"{LARKFIELD}/jobs/{jobs['Senior Backend Engineer']}/edit/"),
        "candidate": ("Tomas", f"{LARKFIELD}/candidates/applications/{application}/"),
        "candidates-preview": ("Tomas", _a_preview(browser, demo)),
        "candidate-held": ("Tomas", f"{LARKFIELD}/candidates/applications/{application}/held/"),
        "resume": ("Tomas", f"{LARKFIELD}/candidates/files/{resume}/"),
    }


def _a_preview(browser: Browser, demo: Demo) -> str:
    """Where the rejection of everybody is previewed; nobody confirms it."""
    page = browser.new_context(storage_state=_signed_in(browser, demo, "Tomas")).new_page()
    page.goto(f"{demo.bridge_url}{LARKFIELD}/candidates/bulk/?all=yes&action=reject")
    page.get_by_label("Send our e-mail too").check()
    page.get_by_role("button", name="See what would happen").click()
    page.wait_for_url(lambda url: "?" not in url)
    address = page.url.removeprefix(demo.bridge_url)
    page.context.close()
    return address


def apply_on_the_job_page(browser: Browser, address: str) -> None:
    """Ilse Maes applies with a résumé."""
    page = browser.new_page()
    page.goto(address)
    page.get_by_label("First name").fill("Ilse")
    page.get_by_label("Last name").fill("Maes")
    page.get_by_label("E-mail").fill("ilse@maes.example")
    resume = {"name": "Ilse Maes CV.pdf", "mimeType": "application/pdf", "buffer": pdf_resume()}
    page.get_by_label("Résumé").set_input_files(resume)  # type: ignore[arg-type]
    page.wait_for_timeout(SLOWER_THAN_A_ROBOT_MS)
    page.get_by_role("button", name="Send application").click()
    page.get_by_role("heading", name="Thank you").wait_for()
    page.close()


def main(folder: Path) -> None:
    """Draw every page into the folder."""
    from tests.e2e.conftest import CHROMIUM, QUIET

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, running_demo(Path(data) / "demo") as demo, sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        for window in every_window(browser, demo):
            window.page.screenshot(path=folder / window.file_name, full_page=True)
            print(folder / window.file_name)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
