"""The `LinkedIn-Version` header (*Versioning*), mandatory under `/rest`. What its absence costs is not documented for
Talent: both statuses are choices, and so is the list of releases in force."""

from __future__ import annotations

import re

from linkedin_sandbox.choices import Choices
from linkedin_sandbox.wire import Call, Refused

_FORM = re.compile(r"20\d\d(0[1-9]|1[0-2])(\.\d\d)?")


def check(choices: Choices, call: Call) -> None:
    """Raise for a call under `/rest` whose version is missing, malformed, past its support or never released."""
    if call.generation != "rest":
        return
    asked = call.headers.get("linkedin-version", "").strip()
    if not _FORM.fullmatch(asked):
        what = "malformed" if asked else "missing"
        raise _refused(choices["missing_version_status"], "A valid LinkedIn-Version header (YYYYMM) is required", what)
    active = [str(version) for version in choices["linkedin_versions"]]
    if asked not in active:
        what = "sunset" if active and asked < min(active) else "unknown"
        raise _refused(choices["unknown_version_status"], f"Version {asked} is not active", what)


def _refused(status: float, message: str, what: str) -> Refused:
    return Refused(int(status), message, cause=f"LinkedIn-Version {what}")
