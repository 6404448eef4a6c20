"""What LinkedIn tells besides applications: postings it wants again, postings it changed, integrations it switched."""

SOURCE = "linkedin_events"
EVENTS_PATH = "/webhooks/linkedin/events/"
PORTAL_PATH = "/webhooks/linkedin/portal/"
STREAM = "events"
