"""A job's advert on LinkedIn: what it should be, what is sent, and what LinkedIn makes of it."""

RESOURCE = "posting"
LIMITED = "simpleJobPostings"
MIRROR_LANE = f"mirror:{RESOURCE}"
POLL_LANE = f"poll:{RESOURCE}"
