"""Every integration type of *Integration types*: what its context is, for which tenant, and what it may be
configured with."""

from __future__ import annotations

import re
from dataclasses import dataclass

CALLBACK_URL, JOB_POSTING_VIEWERS, APPLICATION_VIEWERS = "CALLBACK_URL", "JOB_POSTING_VIEWERS", "APPLICATION_VIEWERS"
APPLY_CONNECT, PREMIUM_JOB_POSTING, ONE_CLICK_EXPORT = "APPLY_CONNECT", "PREMIUM_JOB_POSTING", "ONE_CLICK_EXPORT"
_CONTEXT = re.compile(r"urn:li:(organization|contract):\d{1,18}")


@dataclass(frozen=True)
class Kind:
    """One type. `required` configurations must be there before the customer can switch it on."""

    context: str
    tenant: str
    configurations: tuple[str, ...] = ()
    required: tuple[str, ...] = ()


TYPES: dict[str, Kind] = {
    "CSA_API": Kind("contract", "RECRUITER"),
    "IN_ATS_INDICATOR": Kind("organization", "RECRUITER", (APPLICATION_VIEWERS,)),
    ONE_CLICK_EXPORT: Kind("organization", "RECRUITER", (CALLBACK_URL, JOB_POSTING_VIEWERS), (CALLBACK_URL,)),
    "PROFILE_PLUGIN": Kind("organization", "RECRUITER"),
    "UNIFIED_SEARCH": Kind("organization", "RECRUITER"),
    "RECOMMENDED_MATCHES": Kind("organization", "RECRUITER"),
    "APPLY_WITH_LINKEDIN": Kind("organization", "JOBS"),
    APPLY_CONNECT: Kind("organization", "JOBS"),
    PREMIUM_JOB_POSTING: Kind("contract", "JOBS"),
}


def context_kind(context: str) -> str:
    """`organization` or `contract` for a context URN, an empty string for anything else."""
    match = _CONTEXT.fullmatch(context)
    return match[1] if match else ""
