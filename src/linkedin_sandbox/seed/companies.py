"""The invented companies of a fresh sandbox and the contracts they have bought, the same every time."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert

from linkedin_sandbox.tables import contracts, organizations

LARKFIELD, ORRIN, FENWAY, NAMELESS, BRACK = 2_414_183, 5_077_120, 6_110_204, 6_110_377, 6_110_512
CONTRACT, SLOTS, PAY_PER_RESULT, LITE, ENDED = 209_001, 209_011, 209_021, 209_031, 209_041
LARKFIELD_CONTRACTS = (CONTRACT, SLOTS, PAY_PER_RESULT, LITE)
OTHER_CONTRACT, OTHER_SLOTS, OTHER_PAY_PER_RESULT = 209_002, 209_012, 209_022
_END_OF_2024 = 1_735_689_600_000
_TOMAS = "tomas@larkfield.example"

_ORGANIZATIONS: tuple[dict[str, Any], ...] = (
    {"id": LARKFIELD, "name": "Larkfield Robotics", "slug": "larkfield-robotics", "kind": "employer", "industry": 55},
    {"id": ORRIN, "name": "Orrin Foods", "slug": "orrin-foods", "kind": "employer", "industry": 34},
    {"id": FENWAY, "name": "Fenway Reed Staffing", "slug": "fenway-reed-staffing", "kind": "staffing", "industry": 104},
    {
        "id": NAMELESS,
        "name": "Confidential Employer",
        "slug": "confidential-employer",
        "kind": "generic",
        "industry": 96,
    },
    {"id": BRACK, "name": "Brackmoor Ferries", "slug": "brackmoor-ferries", "kind": "employer", "industry": None},
)
_NONE = {"job_slots": 0, "budget": None, "partner_toggle": False, "default_poster": None, "expires_at": None}
_CONTRACTS: tuple[dict[str, Any], ...] = (
    {"id": CONTRACT, "name": "Larkfield Recruiter", "organization_id": LARKFIELD, "kind": "recruiter"}
    | _NONE
    | {"job_slots": 3, "default_poster": _TOMAS},
    {"id": SLOTS, "name": "Larkfield Job Slots", "organization_id": LARKFIELD, "kind": "slots"}
    | _NONE
    | {"job_slots": 10, "default_poster": _TOMAS},
    {"id": PAY_PER_RESULT, "name": "Larkfield Pay for Performance", "organization_id": LARKFIELD, "kind": "fp4p"}
    | _NONE
    | {"budget": "2000.00", "partner_toggle": True, "default_poster": _TOMAS},
    {"id": LITE, "name": "Larkfield Recruiter Lite", "organization_id": LARKFIELD, "kind": "lite"} | _NONE,
    {"id": ENDED, "name": "Larkfield Recruiter 2024", "organization_id": LARKFIELD, "kind": "recruiter"}
    | _NONE
    | {"expires_at": _END_OF_2024},
    {"id": OTHER_CONTRACT, "name": "Orrin Recruiter", "organization_id": ORRIN, "kind": "recruiter"}
    | _NONE
    | {"job_slots": 1},
    {"id": OTHER_SLOTS, "name": "Orrin Job Slots", "organization_id": ORRIN, "kind": "slots"}
    | _NONE
    | {"job_slots": 2},
    {"id": OTHER_PAY_PER_RESULT, "name": "Orrin Pay for Performance", "organization_id": ORRIN, "kind": "fp4p"}
    | _NONE
    | {"budget": "500.00"},
)


def add(conn: Connection) -> None:
    """Add the companies and their contracts."""
    conn.execute(insert(organizations), list(_ORGANIZATIONS))
    conn.execute(insert(contracts), list(_CONTRACTS))


def name(organization: int) -> str:
    """The name of one of these companies."""
    return next(str(row["name"]) for row in _ORGANIZATIONS if row["id"] == organization)
