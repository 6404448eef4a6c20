"""Both sides compared: our rows with what LinkedIn accepted and lets us read; gaps, their causes, their repair."""

LANE = STREAM = "reconcile"
POSTINGS, APPLICATIONS, FACTS, FILES, INTEGRATION = "postings", "applications", "facts", "files", "integration"
RESOURCES = (POSTINGS, APPLICATIONS, FACTS, FILES, INTEGRATION)
