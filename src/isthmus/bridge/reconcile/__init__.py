"""Both sides compared: our rows with what LinkedIn accepted and lets us read; gaps, their causes, their repair."""

LANE = STREAM = "reconcile"
POSTINGS, APPLICATIONS, FACTS, FILES = "postings", "applications", "facts", "files"
RESOURCES = (POSTINGS, APPLICATIONS, FACTS, FILES)
