"""Every operation the reference documents for the products at hand, written by hand from the documentation, never from
the handlers. `imitated` is a claim; a test holds it against what the sandbox really answers."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Documented:
    """One documented operation. `certainty`: full (official text or code seen whole), excerpt, or inferred."""

    name: str
    method: str
    path: str
    page: str
    certainty: str
    imitated: bool = False
    rest_method: str = ""
    note: str = ""


def _imitated(
    name: str, method: str, path: str, page: str, certainty: str, note: str = "", rest_method: str = ""
) -> Documented:
    return Documented(name, method, path, page, certainty, True, rest_method, note)


OPERATIONS: tuple[Documented, ...] = (
    _imitated("oauth.accessToken", "POST", "/oauth/v2/accessToken", "Client Credentials Flow", "full"),
    _imitated("oauth.introspectToken", "POST", "/oauth/v2/introspectToken", "Token Introspection", "full"),
    Documented("oauth.authorization", "GET", "/oauth/v2/authorization", "3-legged OAuth", "full"),
    Documented("me.get", "GET", "/v2/me", "3-legged OAuth", "full"),
    _imitated("provisionedApplications.create", "POST", "/v2/provisionedApplications", "Provisioning API", "full"),
    _imitated(
        "provisionedApplications.update", "POST", "/v2/provisionedApplications/{key}", "Provisioning API", "full"
    ),
    _imitated("provisionedApplications.finder", "GET", "/v2/provisionedApplications", "Provisioning API", "full"),
    Documented(
        "developerApplicationsSecurity.rollDeveloperApplicationSecret",
        "POST",
        "/v2/developerApplicationsSecurity",
        "Talent release notes 202510",
        "excerpt",
    ),
    Documented("atsIntegrations.batch_partial_update", "POST", "/v2/atsIntegrations", "Customer configuration", "full"),
    Documented("atsIntegrations.get", "GET", "/v2/atsIntegrations", "Customer configuration", "full"),
    Documented(
        "atsIntegrations.configurations.batch_update",
        "PUT",
        "/v2/atsIntegrations/{key}/configurations",
        "Customer configuration",
        "full",
    ),
    Documented(
        "atsIntegrations.configurations.get",
        "GET",
        "/v2/atsIntegrations/{key}/configurations",
        "Customer configuration",
        "full",
    ),
    Documented(
        "atsIntegrations.configurations.delete",
        "DELETE",
        "/v2/atsIntegrations/{key}/configurations",
        "Customer configuration",
        "full",
    ),
    Documented(
        "integrations.batch_partial_update", "POST", "/rest/integrations", "RSC release notes 202602", "excerpt"
    ),
    Documented("integrations.get", "GET", "/rest/integrations", "RSC release notes 202602", "excerpt"),
    Documented(
        "integrationConfigurations.update",
        "PUT",
        "/rest/integrationConfigurations",
        "RSC release notes 202602",
        "excerpt",
    ),
    Documented(
        "integrationConfigurations.get", "GET", "/rest/integrationConfigurations", "RSC release notes 202602", "excerpt"
    ),
    _imitated(
        "simpleJobPostings.batch_create",
        "POST",
        "/{generation}/simpleJobPostings",
        "Create Job Postings",
        "full",
        "CREATE, UPDATE, RENEW, CLOSE; premium listings and UPGRADE/DOWNGRADE answer 501 by name",
    ),
    _imitated(
        "simpleJobPostingTasks.batch_get",
        "GET",
        "/{generation}/simpleJobPostingTasks",
        "Check Job Operation Task Status",
        "full",
    ),
    _imitated("jobPostingStatus.batch_get", "GET", "/v2/jobPostingStatus", "Check Job Posting Statuses", "excerpt"),
    _imitated(
        "jobApplicationLifecycleActions.create",
        "POST",
        "/v2/jobApplicationLifecycleActions",
        "Sync Job Application Notifications",
        "full",
        "three literals seen, three presumed",
    ),
    _imitated("media.get", "GET", "/ambry/", "Apply Connect Postman: Get Resume/Cover Letter", "full"),
    Documented("developerWebhooks.finder", "GET", "/v2/developerWebhooks", "DeveloperWebhooks", "excerpt"),
    Documented(
        "developerWebhooks.action",
        "POST",
        "/v2/developerWebhooks",
        "DeveloperWebhooks",
        "excerpt",
        note="action name not retrieved",
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
    _imitated(
        "EXPORT_JOB_APPLICATION",
        "POST",
        "the job's jobApplicationWebhookUrl",
        "Receive Applications",
        "excerpt",
        "inner shapes of several members are not documented: two variants",
    ),
    _imitated("webhook challenge", "GET", "the job's jobApplicationWebhookUrl", "Webhook Validation", "full"),
    Documented("JOB_POSTING_STATUS", "POST", "the parent's webhook", "Job Status Change Notifications", "excerpt"),
    Documented("RESYNC_JOBS", "POST", "the parent's webhook", "Job Resync Notifications", "full"),
    Documented("INTEGRATION_STATUS_CHANGE", "POST", "CALLBACK_URL", "Receive push events", "excerpt"),
    Documented("EXPORT_CANDIDATE_PROFILE", "POST", "CALLBACK_URL", "Receive push events", "excerpt"),
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
    return Documented(name, method, path, page, "excerpt") if page else None


def _pattern(path: str) -> re.Pattern[str]:
    escaped = re.escape(path).replace(r"/\{generation\}", "/(?:v2|rest)")
    return re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", escaped))
