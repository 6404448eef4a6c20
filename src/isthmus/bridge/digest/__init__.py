"""The weekly digest: what happened between a company and LinkedIn in a week, and what to do first."""

LANE = "digest"
