"""The fields of a job posting, as *Job Posting Schema* lists them: type, enum, and in which generation they exist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

BOTH = frozenset({"v2", "rest"})
V2, REST = frozenset({"v2"}), frozenset({"rest"})

OPERATIONS_V2 = ("CREATE", "UPDATE", "RENEW", "CLOSE")
OPERATIONS_REST = (*OPERATIONS_V2, "UPGRADE", "DOWNGRADE")
EMPLOYMENT = ("FULL_TIME", "PART_TIME", "CONTRACT", "INTERNSHIP", "TEMPORARY", "VOLUNTEER", "OTHER")
EXPERIENCE = ("ENTRY_LEVEL", "ASSOCIATE", "MID_SENIOR_LEVEL", "DIRECTOR", "EXECUTIVE", "INTERNSHIP", "NOT_APPLICABLE")
WORKPLACES = ("On-site", "Hybrid", "Remote")
PERIODS = ("YEARLY", "MONTHLY", "SEMIMONTHLY", "BIWEEKLY", "WEEKLY", "DAILY", "HOURLY")
COMPENSATION = (
    "BASE_SALARY",
    "TIPS",
    "COMMISSION",
    "PROFIT_SHARING",
    "STOCK_OPTIONS",
    "STOCK",
    "BONUS",
    "SIGN_ON_BONUS",
    "OVER_TIME",
    "OTHER",
)
LENIENT = ("employmentStatus", "experienceLevel")
REQUIREMENTS = ("REQUIRED", "OPTIONAL", "SKIP")

LONGEST_TITLE = 200
DESCRIPTION_LENGTH = (100, 25_000)
LONGEST_SKILLS = 4_000
LONGEST_ID = {"v2": 200, "rest": 75}
MOST_LOCATIONS = 7
MOST_CATEGORIES = 3
MOST_ELEMENTS = 100


@dataclass(frozen=True)
class Field:
    """`kind` is string, long, boolean, strings, object or enum; `enum` may differ by generation."""

    name: str
    kind: str
    generations: frozenset[str] = BOTH
    required: frozenset[str] = frozenset()
    enum: tuple[str, ...] = ()
    enum_rest: tuple[str, ...] = ()

    def symbols(self, generation: str) -> tuple[str, ...]:
        """The enum's values in one generation."""
        return self.enum_rest if generation == "rest" and self.enum_rest else self.enum


FIELDS: tuple[Field, ...] = (
    Field("externalJobPostingId", "string", required=BOTH),
    Field("jobPostingOperationType", "enum", required=BOTH, enum=OPERATIONS_V2, enum_rest=OPERATIONS_REST),
    Field("integrationContext", "string", V2),
    Field("company", "string", REST),
    Field("companyPageUrl", "string"),
    Field("companyPageURL", "string"),
    Field("companyName", "string"),
    Field("companyApplyUrl", "string", required=BOTH),
    Field("title", "string", required=BOTH),
    Field("description", "string", required=BOTH),
    Field("listedAt", "long", required=BOTH),
    Field("location", "string", required=BOTH),
    Field("alternateLocations", "strings"),
    Field("workplaceTypes", "strings"),
    Field("categories", "strings"),
    Field("industries", "strings"),
    Field("employmentStatus", "enum", enum=EMPLOYMENT),
    Field("experienceLevel", "enum", enum=EXPERIENCE),
    Field("skillsDescription", "string"),
    Field("companyJobCode", "string"),
    Field("compensation", "object"),
    Field("trackingPixelUrl", "string"),
    Field("expireAt", "long"),
    Field("listingType", "enum", enum=("BASIC", "PREMIUM")),
    Field(
        "availability",
        "enum",
        required=REST,
        enum=("PUBLIC", "PRIVATE_TO_ATS_INTEGRATION", "INTERNAL"),
        enum_rest=("PUBLIC", "INTERNAL"),
    ),
    Field("posterEmail", "string"),
    Field("onsiteApplyConfiguration", "object"),
    Field("partnerRequisitionId", "string", REST),
    Field("contract", "string"),
    Field("budget", "object"),
    Field("showPosterInfo", "boolean"),
    Field("accessRestricted", "boolean", V2),
    Field("requisitionOwnerEmail", "string", V2),
    Field("requisitionOwnerFirstName", "string", V2),
    Field("requisitionOwnerLastName", "string", V2),
    Field("state", "enum", enum=("LISTED", "CLOSED")),
)
BY_NAME = {field.name: field for field in FIELDS}


def company_page(element: dict[str, Any]) -> Any:
    """The company page an element names, in either spelling."""
    return element.get("companyPageUrl") or element.get("companyPageURL")


def company_urn(element: dict[str, Any]) -> Any:
    """The organization an element names, by its name in either generation."""
    return element.get("integrationContext") or element.get("company")
