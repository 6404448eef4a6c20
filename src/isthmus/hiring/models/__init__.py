"""The company's hiring: jobs with their questions and posting, applications with everything that hangs on them."""

from isthmus.hiring.models.bids import Answer, Application, ApplicationView, Decision, Note, StageEntry
from isthmus.hiring.models.openings import Job, JobTally, Posting, Question, Stage
from isthmus.hiring.models.papers import EeoAnswer, File, FileContent, FileDownload
from isthmus.hiring.models.teams import TeamMember
from isthmus.hiring.models.words import (
    Employment,
    FileState,
    FormSection,
    JobStatus,
    Level,
    Outcome,
    PostingStatus,
    QuestionKind,
    Requirement,
    StageCategory,
    TeamRole,
    Workplace,
)

__all__ = [
    "Answer",
    "Application",
    "ApplicationView",
    "Decision",
    "EeoAnswer",
    "Employment",
    "File",
    "FileContent",
    "FileDownload",
    "FileState",
    "FormSection",
    "Job",
    "JobStatus",
    "JobTally",
    "Level",
    "Note",
    "Outcome",
    "Posting",
    "PostingStatus",
    "Question",
    "QuestionKind",
    "Requirement",
    "Stage",
    "StageCategory",
    "StageEntry",
    "TeamMember",
    "TeamRole",
    "Workplace",
]
