"""LinkedIn's published limits, and which of them a call counts against."""

import pytest

from isthmus.linkedin.limits import LIMITS, limit_at, limit_of

API = "https://api.linkedin.com"


@pytest.mark.parametrize(
    ("address", "resource"),
    [
        ("/v2/simpleJobPostings", "simpleJobPostings"),
        ("/rest/simpleJobPostings", "simpleJobPostings"),
        ("/v2/simpleJobPostingTasks?ids=urn%3Ali%3Atask%3A1", "simpleJobPostingTasks"),
        ("/v2/jobPostingStatus", "jobPostingStatus"),
        ("/v2/atsCandidates", "candidates"),
        ("/rest/candidates", "candidates"),
        ("/v2/atsCandidates/atsCandidateId=C1&dataProvider=ATS/notes", "candidateNotes"),
        ("/v2/seatsV2", "prospects"),
        ("/rest/mailStubs", "prospects"),
        ("/v2/provisionedApplications/urn:li:developerApplication:7", "provisionedApplications"),
        ("/oauth/v2/accessToken", "accessToken"),
        ("/somewhere/else", "else"),
    ],
)
def test_a_call_counts_against_the_resource_of_its_address(address, resource):
    assert limit_at(API + address).resource == resource


def test_of_two_published_figures_for_postings_the_stricter_holds():
    limit = limit_of("simpleJobPostings")
    assert (limit.requests_a_day, limit.records_a_minute, limit.records_a_day) == (100_000, 2_000, 60_000)


def test_what_is_not_published_has_no_figures():
    limit = limit_of("provisionedApplications")
    assert (limit.requests_a_day, limit.records_a_minute, limit.records_a_day) == (None, None, None)


def test_every_figure_names_its_page():
    assert all(limit.page and (limit.v2 or limit.rest) for limit in LIMITS)


def test_a_share_of_a_limit_is_never_nothing():
    assert limit_of("simpleJobPostings").scaled(0.1).records_a_day == 6_000
    assert limit_of("simpleJobPostings").scaled(0.00001).records_a_minute == 1
