"""Applications made on LinkedIn: received, their files fetched, and what becomes of them told back."""

LIFECYCLE = "lifecycle"
LIFECYCLE_LANE = f"outbox:{LIFECYCLE}"
MEDIA = "resume"
MEDIA_LANE = f"retrieval:{MEDIA}"
