"""The company's hiring: jobs with their questions and posting, applications with everything that hangs on them."""

from isthmus.hiring.models.bids import Answer, Application, ApplicationView, Decision, StageEntry
from isthmus.hiring.models.openings import Job, JobTally, Posting, Question, Stage
from isthmus.hiring.models.papers import EeoAnswer, File, FileContent, FileDownload, FilePicture
from isthmus.hiring.models.talk import RUNNING, HandOver, Mention, Note, NoteVersion
from isthmus.hiring.models.teams import TeamMember
from isthmus.hiring.models.words import (
    Audience,
    Call,
    Employment,
    FileState,
    FormSection,
    HandOverState,
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
    "RUNNING",
    "Answer",
    "Application",
    "ApplicationView",
    "Audience",
    "Call",
    "Decision",
    "EeoAnswer",
    "Employment",
    "File",
    "FileContent",
    "FileDownload",
    "FilePicture",
    "FileState",
    "FormSection",
    "HandOver",
    "HandOverState",
    "Job",
    "JobStatus",
    "JobTally",
    "Level",
    "Mention",
    "Note",
    "NoteVersion",
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
