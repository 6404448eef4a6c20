"""The company's hiring: jobs with their questions and posting, applications with everything that hangs on them."""

from isthmus.hiring.models.bids import Answer, Application, ApplicationView, Decision, StageEntry
from isthmus.hiring.models.bulk import BulkAction, BulkItem, BulkKind, BulkState
from isthmus.hiring.models.finding import SavedSearch, SearchDocument
from isthmus.hiring.models.imports import ImportLine, ImportRun, LineResult, RunState
from isthmus.hiring.models.letters import Message, MessageTemplate, NoticeSettings
from isthmus.hiring.models.openings import Job, JobTally, Posting, Question, Stage
from isthmus.hiring.models.papers import EeoAnswer, File, FileContent, FileDownload, FilePicture
from isthmus.hiring.models.places import PlaceKind, PlaceName
from isthmus.hiring.models.sendings import Sending
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
    MessageKind,
    MessageState,
    Outcome,
    PayPeriod,
    PayType,
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
    "BulkAction",
    "BulkItem",
    "BulkKind",
    "BulkState",
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
    "ImportLine",
    "ImportRun",
    "Job",
    "JobStatus",
    "JobTally",
    "Level",
    "LineResult",
    "Mention",
    "Message",
    "MessageKind",
    "MessageState",
    "MessageTemplate",
    "Note",
    "NoteVersion",
    "NoticeSettings",
    "Outcome",
    "PayPeriod",
    "PayType",
    "PlaceKind",
    "PlaceName",
    "Posting",
    "PostingStatus",
    "Question",
    "QuestionKind",
    "Requirement",
    "SavedSearch",
    "SearchDocument",
    "RunState",
    "Sending",
    "Stage",
    "StageCategory",
    "StageEntry",
    "TeamMember",
    "TeamRole",
    "Workplace",
]
