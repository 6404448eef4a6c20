"""What `simpleJobPostings.batch_create` is asked to do with a job: six operations of one call, by hand from the
reference."""

from __future__ import annotations

from linkedin_sandbox.inventory.operations import Documented

_BOTH, _REST = "elements under /v2 and /rest", "elements under /rest"
_INLINE = "UPDATE with another listingType under /v2"

JOB_OPERATIONS: tuple[Documented, ...] = (
    Documented("CREATE", "POST", _BOTH, "Create Job Postings", "full", test="test_success_names_the_linkedin_job"),
    Documented("UPDATE", "POST", _BOTH, "Update Job Postings", "excerpt", test="test_update_replaces_the_whole_job"),
    Documented("RENEW", "POST", _BOTH, "Renew Job Postings", "excerpt", test="test_renewal_adds_thirty_days"),
    Documented("CLOSE", "POST", _BOTH, "Close Job Postings", "excerpt", test="test_close_takes_the_job_down"),
    Documented(
        "UPGRADE",
        "POST",
        _REST,
        "Inline Upgrade / Downgrade",
        "excerpt",
        test="test_an_upgrade_closes_the_old_listing_and_opens_a_new_one",
        note=_INLINE,
    ),
    Documented(
        "DOWNGRADE",
        "POST",
        _REST,
        "Inline Upgrade / Downgrade",
        "excerpt",
        test="test_after_a_downgrade_the_url_stays",
        note=_INLINE,
    ),
)
