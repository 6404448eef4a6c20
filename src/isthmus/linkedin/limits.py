"""LinkedIn's published limits, resource by resource, each with the page it stands on; pure data.

They hold per application; days are UTC days. Where two pages differ, the stricter figure stands here. A resource that
has two names in the two generations has one row, and several that share one figure ("combined") have one row too.
"""

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

_GENERATIONS = ("v2", "rest")


@dataclass(frozen=True, slots=True)
class Limit:
    """What one application may ask of one resource; None where LinkedIn publishes no figure.

    `v2` and `rest` are its addresses in each generation: the parts of the path that are not keys.
    """

    resource: str
    requests_a_day: int | None = None
    records_a_minute: int | None = None
    records_a_day: int | None = None
    page: str = ""
    v2: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()

    def scaled(self, share: float) -> "Limit":
        """The same limit with only this share of each figure, at least one."""
        return replace(
            self,
            requests_a_day=_part(self.requests_a_day, share),
            records_a_minute=_part(self.records_a_minute, share),
            records_a_day=_part(self.records_a_day, share),
        )


def _sync(resource: str, page: str, v2: str, rest: str) -> Limit:
    return Limit(resource, 100_000, 10_000, page=page, v2=(v2,), rest=(rest,))


_POSTINGS = ("simpleJobPostings",)
_TASKS = ("simpleJobPostingTasks",)
_PROSPECTS = ("seats", "seatsV2", "conversationEvents", "mailStubs", "prospectNotes")

LIMITS: tuple[Limit, ...] = (
    Limit(
        "simpleJobPostings", 100_000, 2_000, 60_000, "Create Job Postings; Premium Job Postings", _POSTINGS, _POSTINGS
    ),
    Limit("simpleJobPostingTasks", 300_000, page="Check Job Operation Task Status", v2=_TASKS, rest=_TASKS),
    Limit("jobPostingStatus", 1_000_000, page="Check Job Posting Statuses", v2=("jobPostingStatus",)),
    Limit("integrations", 5_000, page="Customer configuration", v2=("atsIntegrations",), rest=("integrations",)),
    Limit(
        "integrationConfigurations",
        5_000,
        page="Customer configuration",
        v2=("atsIntegrations/configurations",),
        rest=("integrationConfigurations",),
    ),
    Limit("prospects", 100_000, page="Recruiter Prospect Interactions", v2=_PROSPECTS, rest=_PROSPECTS),
    _sync("candidates", "Sync Candidates", "atsCandidates", "candidates"),
    _sync("candidateNotes", "Sync Candidate Notes", "atsCandidates/notes", "candidateNotes"),
    _sync("applications", "Sync Applications", "atsApplications", "atsApplications"),
    _sync("applicationNotes", "Sync Application Notes", "atsApplications/notes", "applicationNotes"),
    _sync(
        "applicationInterviewFeedback",
        "Sync Application Feedback",
        "atsApplications/interviewFeedback",
        "applicationInterviewFeedbacks",
    ),
    _sync("applicationStages", "Sync Application Stages", "atsApplications/stages", "applicationStage"),
    _sync("entityAcls", "Sync ACLs", "atsEntityAcls", "entityAcls"),
    _sync("entityAclAssignees", "Sync ACLs", "atsEntityAclAssignees", "entityAclAssignees"),
)
_BY_ADDRESS = {
    (generation, address): limit
    for limit in LIMITS
    for generation in _GENERATIONS
    for address in getattr(limit, generation)
}


def limit_of(resource: str) -> Limit:
    """The limit with this name; one without figures where LinkedIn publishes none."""
    return next((limit for limit in LIMITS if limit.resource == resource), Limit(resource))


def limit_at(url: str) -> Limit:
    """The limit a call to this address counts against."""
    generation, address = _place(url)
    return _BY_ADDRESS.get((generation, address), Limit(address))


def _place(url: str) -> tuple[str, str]:
    """Generation and address: every other part of the path is a key."""
    parts = urlsplit(url).path.strip("/").split("/")
    for start, part in enumerate(parts[:-1]):
        if part in _GENERATIONS and parts[start + 1] != "accessToken":
            return part, "/".join(parts[start + 1 :: 2])
    return "", parts[-1]


def _part(figure: int | None, share: float) -> int | None:
    return None if figure is None else max(1, int(figure * share))
