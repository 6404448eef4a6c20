"""Every operation the reference documents for the products at hand, written by hand from the documentation, never from
the handlers. Each names the test that proves the imitation, or the reason why there is none; a test holds both against
what the sandbox really answers."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Documented:
    """One documented operation. `certainty`: full (official text or code seen whole), excerpt, or inferred.

    `test` names the test that proves its imitation; without one, `reason` says why it is not imitated."""

    name: str
    method: str
    path: str
    page: str
    certainty: str
    test: str = ""
    reason: str = ""
    rest_method: str = ""
    note: str = ""

    @property
    def imitated(self) -> bool:
        """Whether the sandbox claims to imitate it."""
        return bool(self.test)


_RECRUITER = "belongs to Recruiter System Connect"

OPERATIONS: tuple[Documented, ...] = (
    Documented(
        "oauth.accessToken",
        "POST",
        "/oauth/v2/accessToken",
        "Client Credentials Flow",
        "full",
        test="test_credentials_in_a_form_body_get_a_token_for_1800_seconds",
    ),
    Documented(
        "oauth.introspectToken",
        "POST",
        "/oauth/v2/introspectToken",
        "Token Introspection",
        "full",
        test="test_introspection_tells_an_active_token",
    ),
    Documented(
        "me.get", "GET", "/v2/me", "3-legged OAuth", "full", test="test_a_member_consents_and_is_known_by_an_id"
    ),
    Documented(
        "provisionedApplications.create",
        "POST",
        "/v2/provisionedApplications",
        "Provisioning API",
        "full",
        test="test_create_answers_key_and_credentials",
    ),
    Documented(
        "provisionedApplications.update",
        "POST",
        "/v2/provisionedApplications/{key}",
        "Provisioning API",
        "full",
        test="test_update_replaces_whole_lists",
    ),
    Documented(
        "provisionedApplications.finder",
        "GET",
        "/v2/provisionedApplications",
        "Provisioning API",
        "full",
        test="test_find_shows_everything_but_the_secret",
    ),
    Documented(
        "developerApplicationsSecurity.rollDeveloperApplicationSecret",
        "POST",
        "/v2/developerApplicationsSecurity",
        "Application Secret Management",
        "excerpt",
        test="test_a_rolled_secret_and_the_one_before_both_sign_in",
        note="its body was not retrieved: any URN of an application in it names the child",
    ),
    Documented(
        "atsIntegrations.batch_partial_update",
        "POST",
        "/v2/atsIntegrations",
        "Customer configuration",
        "full",
        test="test_every_type_is_named_and_read_back",
    ),
    Documented(
        "atsIntegrations.get",
        "GET",
        "/v2/atsIntegrations",
        "Customer configuration",
        "full",
        test="test_an_integration_is_read_by_request_id",
        note="batch_get and the finder `q=request`; the state's name and words are not documented: two variants",
    ),
    Documented(
        "atsIntegrations.configurations.batch_update",
        "PUT",
        "/v2/atsIntegrations/{key}/configurations",
        "Customer configuration",
        "full",
        test="test_configurations_are_set_read_and_taken_away",
    ),
    Documented(
        "atsIntegrations.configurations.get",
        "GET",
        "/v2/atsIntegrations/{key}/configurations",
        "Customer configuration",
        "full",
        test="test_configurations_are_set_read_and_taken_away",
    ),
    Documented(
        "atsIntegrations.configurations.delete",
        "DELETE",
        "/v2/atsIntegrations/{key}/configurations",
        "Customer configuration",
        "full",
        test="test_configurations_are_set_read_and_taken_away",
    ),
    Documented(
        "atsIntegrationConfigurations.batch_update",
        "PUT",
        "/v2/atsIntegrationConfigurations",
        "RSC release notes 202602",
        "inferred",
        test="test_configurations_by_their_own_resource",
        note="named by the release note as the v2 side; the sub-resource is what Postman calls",
    ),
    Documented(
        "atsIntegrationConfigurations.get",
        "GET",
        "/v2/atsIntegrationConfigurations",
        "RSC release notes 202602",
        "inferred",
        test="test_configurations_by_their_own_resource",
        note="named by the release note as the v2 side; the sub-resource is what Postman calls",
    ),
    Documented(
        "atsIntegrationConfigurations.delete",
        "DELETE",
        "/v2/atsIntegrationConfigurations",
        "RSC release notes 202602",
        "inferred",
        test="test_configurations_by_their_own_resource",
        note="named by the release note as the v2 side; the sub-resource is what Postman calls",
    ),
    Documented(
        "integrations.batch_partial_update",
        "POST",
        "/rest/integrations",
        "RSC release notes 202602",
        "excerpt",
        test="test_every_type_is_named_and_read_back",
    ),
    Documented(
        "integrations.get",
        "GET",
        "/rest/integrations",
        "RSC release notes 202602",
        "excerpt",
        test="test_an_integration_is_read_by_request_id",
    ),
    Documented(
        "integrationConfigurations.batch_update",
        "PUT",
        "/rest/integrationConfigurations",
        "RSC release notes 202602",
        "excerpt",
        test="test_configurations_by_their_own_resource",
        note="how the key names the configuration is not documented: `configurationKey` or `key`",
    ),
    Documented(
        "integrationConfigurations.get",
        "GET",
        "/rest/integrationConfigurations",
        "RSC release notes 202602",
        "excerpt",
        test="test_configurations_by_their_own_resource",
        note="how the key names the configuration is not documented: `configurationKey` or `key`",
    ),
    Documented(
        "integrationConfigurations.delete",
        "DELETE",
        "/rest/integrationConfigurations",
        "RSC release notes 202602",
        "inferred",
        test="test_configurations_by_their_own_resource",
        note="how the key names the configuration is not documented: `configurationKey` or `key`",
    ),
    Documented(
        "simpleJobPostings.batch_create",
        "POST",
        "/{generation}/simpleJobPostings",
        "Create Job Postings",
        "full",
        test="test_success_names_the_linkedin_job",
        note="the six operations on a job stand in a table of their own",
    ),
    Documented(
        "simpleJobPostingTasks.batch_get",
        "GET",
        "/{generation}/simpleJobPostingTasks",
        "Check Job Operation Task Status",
        "full",
        test="test_ids_come_repeated_in_protocol_1",
    ),
    Documented(
        "jobPostingStatus.batch_get",
        "GET",
        "/v2/jobPostingStatus",
        "Check Job Posting Statuses",
        "excerpt",
        test="test_a_listed_job_shows_every_field",
    ),
    Documented(
        "jobApplicationLifecycleActions.create",
        "POST",
        "/v2/jobApplicationLifecycleActions",
        "Sync Job Application Notifications",
        "full",
        test="test_each_action_is_a_status_and_a_mail",
        note="three literals seen, three presumed",
    ),
    Documented(
        "media.get",
        "GET",
        "/ambry/",
        "Apply Connect Postman: Get Resume/Cover Letter",
        "full",
        test="test_the_bytes_come_as_uploaded",
    ),
    Documented(
        "developerWebhooks.finder",
        "GET",
        "/v2/developerWebhooks",
        "DeveloperWebhooks",
        "excerpt",
        test="test_a_parent_finds_the_blocked_webhooks_of_its_children",
        note="field names of elements not retrieved: two readings",
    ),
    Documented(
        "developerWebhooks.action",
        "POST",
        "/v2/developerWebhooks",
        "DeveloperWebhooks",
        "excerpt",
        test="test_revalidation_reads_any_body_that_names_a_webhook",
        note="name, body and answer not retrieved: read tolerantly",
    ),
)

# Documented resources of other products, named whole: any method on them is answered 501 by name.
OTHER_RESOURCES: dict[str, str] = {
    "v2/atsCandidates": "Sync Candidates",
    "v2/atsApplications": "Sync Applications",
    "v2/atsJobPostings": "Sync Jobs",
    "v2/atsEntityAcls": "Sync ACLs",
    "v2/atsEntityAclAssignees": "Sync ACLs",
    "v2/hireMediaUrl": "Sync resumes",
    "v2/exportedCandidates": "Retrieve exported candidates",
    "v2/seats": "Recruiter seat holders",
    "v2/seatsV2": "Recruiter seat holders",
    "v2/mailStubs": "InMail stub profiles",
    "v2/conversationEvents": "InMail history",
    "v2/prospectNotes": "Prospect notes",
    "rest/candidates": "Sync Candidates",
    "rest/candidateNotes": "Sync candidate notes",
    "rest/atsApplications": "Sync Applications",
    "rest/applicationNotes": "Sync application notes",
    "rest/applicationInterviewFeedbacks": "Sync interview feedback",
    "rest/applicationStage": "Sync stages",
    "rest/attachments": "Sync resumes",
    "rest/entityAcls": "Sync ACLs",
    "rest/entityAclAssignees": "Sync ACLs",
    "rest/seatsV2": "Recruiter seat holders",
    "rest/mailStubs": "InMail stub profiles",
    "rest/jobRequisitions": "Job requisitions",
    "rest/exportedApplicationEvaluations": "Hiring assistant",
}

# What LinkedIn sends rather than answers.
EVENTS: tuple[Documented, ...] = (
    Documented(
        "EXPORT_JOB_APPLICATION",
        "POST",
        "the job's jobApplicationWebhookUrl",
        "Receive Applications",
        "excerpt",
        test="test_first_reading_has_the_shape_of_the_shared_example",
        note="inner shapes of several members are not documented: three readings",
    ),
    Documented(
        "webhook challenge",
        "GET",
        "the job's jobApplicationWebhookUrl",
        "Webhook Validation",
        "full",
        test="test_posting_challenges_the_webhook_first",
    ),
    Documented(
        "JOB_POSTING_STATUS",
        "POST",
        "the parent's webhook",
        "Job Status Change Notifications",
        "excerpt",
        test="test_a_job_turned_off_site_is_told_with_its_whole_status",
    ),
    Documented(
        "RESYNC_JOBS",
        "POST",
        "the parent's webhook",
        "Job Resync Notifications",
        "full",
        test="test_resync_names_jobs_or_means_all",
    ),
    Documented(
        "INTEGRATION_STATUS_CHANGE",
        "POST",
        "CALLBACK_URL",
        "Receive push events",
        "excerpt",
        test="test_the_customers_switch_is_pushed_and_can_be_read",
        note="names of the envelope's members are not documented: variants",
    ),
    Documented("EXPORT_CANDIDATE_PROFILE", "POST", "CALLBACK_URL", "Receive push events", "excerpt", reason=_RECRUITER),
)


def find(method: str, path: str, rest_method: str) -> Documented | None:
    """The documented operation a request means, if the documentation has one."""
    matching = [entry for entry in OPERATIONS if entry.method == method and _pattern(entry.path).fullmatch(path)]
    exact = [entry for entry in matching if entry.rest_method == rest_method]
    return next(iter(exact or matching), None) or _other(method, path, rest_method)


def _other(method: str, path: str, rest_method: str) -> Documented | None:
    resource = "/".join(path.strip("/").split("/")[:2])
    page = OTHER_RESOURCES.get(resource)
    name = f"{resource.partition('/')[2]}.{rest_method or method.lower()}"
    return Documented(name, method, path, page, "excerpt", reason=_RECRUITER) if page else None


def _pattern(path: str) -> re.Pattern[str]:
    escaped = re.escape(path).replace(r"/\{generation\}", "/(?:v2|rest)")
    return re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", escaped))
