"""What LinkedIn shows to people on a partner's behalf: consent, and plugins for a partner's pages; by hand from
*3-legged OAuth*, *Apply Connect Plugins*, *Customer configuration* and *Profile plugin*."""

from __future__ import annotations

from linkedin_sandbox.inventory.operations import Documented

_PLUGINS = "Apply Connect Plugins"

PLUGINS: tuple[Documented, ...] = (
    Documented(
        "oauth.authorization",
        "GET",
        "/oauth/v2/authorization",
        "3-legged OAuth",
        "full",
        test="test_a_member_consents_and_is_known_by_an_id",
        note="a page of consent; errors are OAuth 2.0's own",
    ),
    Documented(
        "in.js",
        "GET",
        "/in.js, /xdoor/scripts/in.js",
        _PLUGINS,
        "excerpt",
        test="test_many_tags_load_it_once",
        note="settings from its own tag's text; loads once; every known address of an extension",
    ),
    Documented(
        "ATSIntegrationWidget",
        "GET",
        "/plugins/onboarding",
        "Customer configuration",
        "excerpt",
        test="test_a_package_is_applied_and_the_page_hears_the_keys",
        note="bundle names of Apply Connect and premium jobs and the callback's members are not documented; any seat "
        "holder counts as an administrator",
    ),
    Documented(
        "ApplicantHighlights",
        "GET",
        "/plugins/highlights",
        _PLUGINS,
        "excerpt",
        test="test_highlights_of_an_applicant_through_linkedin",
        note="frame size as seen in a copy of the script; without a seat it says so",
    ),
    Documented(
        "HcmWidget",
        "GET",
        "/plugins/profile",
        "Profile plugin",
        "excerpt",
        test="test_a_full_profile_is_unlinked_and_linked_by_hand",
        note="candidates are not synced here: a candidate id alone has no match until one is linked by hand; no tab of "
        "recruiting activities",
    ),
    Documented("AwliWidget", "GET", "", "Apply with LinkedIn v3", "excerpt", reason="closed to new partners"),
    Documented(
        "RecommendedMatches, UnifiedSearch", "GET", "", "Widgets", "excerpt", reason="names only are documented"
    ),
)
