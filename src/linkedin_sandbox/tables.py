"""Everything the sandbox remembers, as tables. Times are epoch milliseconds of the sandbox's clock."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

FIRST_APP_ID = 217_401
FIRST_JOB_ID = 4_100_000_001
FIRST_CAMPAIGN_ID = 610_000_001
FIRST_APPLICATION_ID = 7_200_000_001
APPLICATION_EVENT = "EXPORT_JOB_APPLICATION"


def _table(name: str, *columns: Column[Any] | UniqueConstraint | Index) -> Table:
    return Table(name, metadata, *columns, sqlite_autoincrement=True)


meta = Table("meta", metadata, Column("key", String, primary_key=True), Column("value", JSON))

apps = _table(
    "apps",
    Column("id", Integer, primary_key=True),
    Column("audience", String, nullable=False),
    Column("client_id", String, unique=True, nullable=False),
    Column("client_secret", String, nullable=False),
    Column("other_secret", String),
    Column("newest_secret", String, nullable=False),
    Column("unique_foreign_id", String, unique=True),
    Column("name", String, nullable=False),
    Column("description", Text, nullable=False),
    Column("callbacks", JSON, nullable=False),
    Column("domains", JSON, nullable=False),
    Column("built_in", Boolean, nullable=False, default=False),
    Column("created_at", Integer, nullable=False),
)
tokens = Table(
    "tokens",
    metadata,
    Column("digest", String, primary_key=True),
    Column("app_id", ForeignKey("apps.id"), nullable=False),
    Column("created_at", Integer, nullable=False),
    Column("expires_at", Integer, nullable=False),
    Column("member_id", ForeignKey("members.id")),
    Column("scope", String, nullable=False, default=""),
)
authorization_codes = Table(
    "authorization_codes",
    metadata,
    Column("digest", String, primary_key=True),
    Column("app_id", ForeignKey("apps.id"), nullable=False),
    Column("member_id", ForeignKey("members.id"), nullable=False),
    Column("redirect_uri", String, nullable=False),
    Column("scope", String, nullable=False),
    Column("expires_at", Integer, nullable=False),
)
organizations = _table(
    "organizations",
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("slug", String, unique=True, nullable=False),
    Column("kind", String, nullable=False, default="employer"),
    Column("industry", Integer, default=96),
    Column("blocks_postings", Boolean, nullable=False, default=False),
    Column("opted_in", Boolean, nullable=False, default=True),
    Column("source_opted_in", Boolean, nullable=False, default=True),
    Column("exports_blocked", Boolean, nullable=False, default=False),
)
contracts = _table(
    "contracts",
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("organization_id", ForeignKey("organizations.id"), nullable=False),
    Column("kind", String, nullable=False, default="recruiter"),
    Column("job_slots", Integer, nullable=False, default=0),
    Column("budget", String),
    Column("spent", String, nullable=False, default="0"),
    Column("currency", String, nullable=False, default="EUR"),
    Column("partner_toggle", Boolean, nullable=False, default=False),
    Column("standing", String, nullable=False, default="good"),
    Column("expires_at", Integer),
    Column("default_poster", String),
)
seats = _table(
    "seats",
    Column("id", Integer, primary_key=True),
    Column("contract_id", ForeignKey("contracts.id"), nullable=False),
    Column("member_id", ForeignKey("members.id"), nullable=False),
)
integrations = _table(
    "integrations",
    Column("id", Integer, primary_key=True),
    Column("app_id", ForeignKey("apps.id"), nullable=False),
    Column("context", String, nullable=False),
    Column("integration_type", String, nullable=False),
    Column("tenant_type", String, nullable=False),
    Column("name", String),
    Column("state", String, nullable=False),
    Column("applicant_notifications", Boolean),
    Column("package", String, nullable=False),
    Column("created_at", Integer, nullable=False),
    Column("changed_at", Integer, nullable=False),
    UniqueConstraint("app_id", "context", "integration_type", "tenant_type"),
)
integration_configurations = _table(
    "integration_configurations",
    Column("id", Integer, primary_key=True),
    Column("integration_id", ForeignKey("integrations.id"), nullable=False),
    Column("key", String, nullable=False),
    Column("value", Text, nullable=False),
    UniqueConstraint("integration_id", "key"),
    Index("configurations_by_value", "key", "value"),
)
integration_events = _table(
    "integration_events",
    Column("id", Integer, primary_key=True),
    Column("integration_id", ForeignKey("integrations.id"), nullable=False),
    Column("request_id", String, unique=True, nullable=False),
    Column("state", String, nullable=False),
    Column("at", Integer, nullable=False),
)
widget_loads = _table(
    "widget_loads",
    Column("id", Integer, primary_key=True),
    Column("at", Integer, nullable=False),
    Column("api_key", String, nullable=False),
    Column("widget", String, nullable=False),
    Column("origin", String, nullable=False),
    Column("shown", String, nullable=False),
    Column("attributes", JSON, nullable=False),
)
plugin_links = _table(
    "plugin_links",
    Column("id", Integer, primary_key=True),
    Column("app_id", ForeignKey("apps.id"), nullable=False),
    Column("subject", String, nullable=False),
    Column("member_id", ForeignKey("members.id")),
    Column("at", Integer, nullable=False),
    UniqueConstraint("app_id", "subject"),
)
webhooks = _table(
    "webhooks",
    Column("id", Integer, primary_key=True),
    Column("app_id", ForeignKey("apps.id"), nullable=False),
    Column("event", String, nullable=False, default=APPLICATION_EVENT),
    Column("url", String, nullable=False),
    Column("state", String, nullable=False),
    Column("failures", Integer, nullable=False, default=0),
    Column("next_at", Integer, nullable=False),
    Column("last_result", String, nullable=False, default=""),
    Column("recheck", Boolean, nullable=False, default=False),
    UniqueConstraint("app_id", "event", "url"),
)
postings = _table(
    "postings",
    Column("id", Integer, primary_key=True),
    Column("app_id", ForeignKey("apps.id"), nullable=False),
    Column("external_id", String, nullable=False),
    Column("generation", String, nullable=False),
    Column("element", JSON, nullable=False),
    Column("organization_id", ForeignKey("organizations.id"), nullable=False),
    Column("webhook_id", ForeignKey("webhooks.id")),
    Column("state", String, nullable=False),
    Column("listed_at", Integer, nullable=False),
    Column("expire_at", Integer, nullable=False),
    Column("closed_at", Integer),
    Column("closed_because", String, nullable=False, default=""),
    Column("apply_status", String, nullable=False),
    Column("apply_detail", JSON),
    Column("applicants", Integer, nullable=False, default=0),
    Column("reports", Integer, nullable=False, default=0),
    Column("visibility", String, nullable=False, default="PUBLIC"),
    Column("content_digest", String, nullable=False, default=""),
    Column("listing_type", String, nullable=False, default="BASIC"),
    Column("contract_id", ForeignKey("contracts.id")),
    Column("promotion_status", String, nullable=False, default="NOT_PROMOTED"),
    Column("promotion_detail", JSON),
    Column("promoted_at", Integer),
    Column("budget", String),
    Column("spent", String, nullable=False, default="0"),
    Index("postings_by_external", "app_id", "external_id"),
    Index("postings_by_expiry", "state", "expire_at"),
    Index("postings_shown", "state", "visibility"),
    Index("postings_by_webhook", "webhook_id", "state"),
    Index("postings_by_contract", "contract_id", "state"),
    Index("postings_by_content", "content_digest", "state"),
)
tasks = _table(
    "tasks",
    Column("seq", Integer, primary_key=True),
    Column("urn", String, unique=True, nullable=False),
    Column("app_id", ForeignKey("apps.id"), nullable=False),
    Column("external_id", String, nullable=False),
    Column("operation", String, nullable=False),
    Column("generation", String, nullable=False),
    Column("element", JSON, nullable=False),
    Column("created_at", Integer, nullable=False),
    Column("due_at", Integer, nullable=False),
    Column("status", String, nullable=False),
    Column("error_message", Text),
    Column("gist", String),
    Column("posting_id", ForeignKey("postings.id")),
    Column("webhook_id", ForeignKey("webhooks.id")),
    Column("challenge", String, nullable=False, default="none"),
    Column("reserves_contract", ForeignKey("contracts.id")),
    Column("reserves_money", String),
    Index("tasks_by_due", "status", "due_at"),
    Index("tasks_by_webhook", "webhook_id", "status"),
    Index("tasks_by_external", "app_id", "external_id"),
    Index("tasks_by_contract", "reserves_contract", "status"),
)
task_locations = Table(
    "task_locations",
    metadata,
    Column("urn", String, primary_key=True),
    Column("task_urn", ForeignKey("tasks.urn"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("location", Text, nullable=False),
    Column("status", String, nullable=False),
    Column("error_message", Text),
    Index("task_locations_by_task", "task_urn"),
)
migrations = Table(
    "migrations",
    metadata,
    Column("app_id", ForeignKey("apps.id"), primary_key=True),
    Column("organization_id", ForeignKey("organizations.id"), primary_key=True),
    Column("detail", String, nullable=False),
)
challenges = _table(
    "challenges",
    Column("id", Integer, primary_key=True),
    Column("webhook_id", ForeignKey("webhooks.id"), nullable=False),
    Column("at", Integer, nullable=False),
    Column("ok", Boolean, nullable=False),
    Column("status", Integer, nullable=False),
    Column("detail", String, nullable=False),
)
members = _table(
    "members",
    Column("id", Integer, primary_key=True),
    Column("first_name", String, nullable=False),
    Column("last_name", String, nullable=False),
    Column("email", String, unique=True, nullable=False),
    Column("headline", String, nullable=False),
    Column("city", String, nullable=False),
    Column("country", String, nullable=False),
    Column("profile", JSON, nullable=False),
)
drafts = Table(
    "drafts",
    metadata,
    Column("id", String, primary_key=True),
    Column("member_id", ForeignKey("members.id"), nullable=False),
    Column("posting_id", ForeignKey("postings.id"), nullable=False),
    Column("answers", JSON, nullable=False),
    Column("updated_at", Integer, nullable=False),
)
applications = _table(
    "applications",
    Column("id", Integer, primary_key=True),
    Column("member_id", ForeignKey("members.id"), nullable=False),
    Column("posting_id", ForeignKey("postings.id"), nullable=False),
    Column("app_id", ForeignKey("apps.id"), nullable=False),
    Column("answers", JSON, nullable=False),
    Column("applied_at", Integer, nullable=False),
    UniqueConstraint("member_id", "posting_id"),
)
media = Table(
    "media",
    metadata,
    Column("token", String, primary_key=True),
    Column("urn", String, unique=True, nullable=False),
    Column("app_id", ForeignKey("apps.id")),
    Column("draft_id", String),
    Column("application_id", Integer),
    Column("filename", String, nullable=False),
    Column("content_type", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("created_at", Integer, nullable=False),
    Index("media_by_draft", "draft_id"),
)
status_lines = _table(
    "status_lines",
    Column("id", Integer, primary_key=True),
    Column("application_id", ForeignKey("applications.id"), nullable=False),
    Column("action", String, nullable=False),
    Column("performed_at", Integer, nullable=False),
    Column("visible_at", Integer, nullable=False),
    UniqueConstraint("application_id", "action"),
)
lifecycle_actions = _table(
    "lifecycle_actions",
    Column("id", Integer, primary_key=True),
    Column("application_id", ForeignKey("applications.id"), nullable=False),
    Column("action", String, nullable=False),
    Column("performed_at", Integer, nullable=False),
    Column("context", String),
    Column("received_at", Integer, nullable=False),
    Column("effect", String, nullable=False),
)
mails = _table(
    "mails",
    Column("id", Integer, primary_key=True),
    Column("member_id", ForeignKey("members.id")),
    Column("app_id", ForeignKey("apps.id")),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("body", Text, nullable=False),
    Column("visible_at", Integer, nullable=False),
    Index("mails_by_member", "member_id"),
)
deliveries = _table(
    "deliveries",
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("application_id", ForeignKey("applications.id")),
    Column("posting_id", ForeignKey("postings.id")),
    Column("app_id", ForeignKey("apps.id"), nullable=False),
    Column("signer_id", ForeignKey("apps.id"), nullable=False),
    Column("webhook_id", ForeignKey("webhooks.id")),
    Column("url", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("fault", String, nullable=False, default=""),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_at", Integer, nullable=False),
    Column("created_at", Integer, nullable=False),
    Index("deliveries_by_due", "state", "next_at"),
    Index("deliveries_by_posting", "posting_id"),
)
delivery_attempts = _table(
    "delivery_attempts",
    Column("id", Integer, primary_key=True),
    Column("delivery_id", ForeignKey("deliveries.id"), nullable=False),
    Column("at", Integer, nullable=False),
    Column("status", Integer, nullable=False),
    Column("detail", Text, nullable=False),
    Column("error_code", Text, nullable=False, default=""),
    Column("error_details", Text, nullable=False, default=""),
    Index("delivery_attempts_by_delivery", "delivery_id"),
)
faults = _table(
    "faults",
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("operation", String, nullable=False),
    Column("remaining", Integer, nullable=False),
    Column("params", JSON, nullable=False),
)
throttle_counts = Table(
    "throttle_counts",
    metadata,
    Column("app_id", Integer, primary_key=True),
    Column("resource", String, primary_key=True),
    Column("day", Integer, primary_key=True),  # since 1970, in UTC
    Column("requests", Integer, nullable=False),
    Column("records", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    Column("seconds", JSON, nullable=False),
)
request_log = _table(
    "request_log",
    Column("id", Integer, primary_key=True),
    Column("at", Integer, nullable=False),
    Column("trace", String, nullable=False),
    Column("method", String, nullable=False),
    Column("path", Text, nullable=False),
    Column("query", Text, nullable=False),
    Column("operation", String, nullable=False),
    Column("client_id", String),
    Column("status", Integer, nullable=False),
    Column("cause", String, nullable=False),
    Column("request_headers", JSON, nullable=False),
    Column("request_body", Text, nullable=False),
    Column("answer_headers", JSON, nullable=False),
    Column("answer_body", Text, nullable=False),
)
