"""The few words that states, kinds and choices of hiring may take."""

from django.db import models
from django.utils.translation import gettext_lazy as _l


class StageCategory(models.TextChoices):
    """The few kinds every company's stages fall into."""

    NEW = "new", _l("New")
    REVIEW = "review", _l("In review")
    INTERVIEW = "interview", _l("Interview")
    OFFER = "offer", _l("Offer")
    HIRED = "hired", _l("Hired")


class JobStatus(models.TextChoices):
    """Whether a job takes applications."""

    DRAFT = "draft", _l("Draft")
    OPEN = "open", _l("Open")
    CLOSED = "closed", _l("Closed")


class Workplace(models.TextChoices):
    """Where the work is done."""

    ON_SITE = "on_site", _l("On-site")
    HYBRID = "hybrid", _l("Hybrid")
    REMOTE = "remote", _l("Remote")


class Employment(models.TextChoices):
    """How somebody is employed."""

    FULL_TIME = "full_time", _l("Full-time")
    PART_TIME = "part_time", _l("Part-time")
    CONTRACT = "contract", _l("Contract")
    INTERNSHIP = "internship", _l("Internship")
    TEMPORARY = "temporary", _l("Temporary")
    VOLUNTEER = "volunteer", _l("Volunteer")


class Level(models.TextChoices):
    """How much experience the job asks for."""

    INTERNSHIP = "internship", _l("Internship")
    ENTRY = "entry_level", _l("Entry level")
    ASSOCIATE = "associate", _l("Associate")
    MID_SENIOR = "mid_senior_level", _l("Mid-senior level")
    DIRECTOR = "director", _l("Director")
    EXECUTIVE = "executive", _l("Executive")


class Requirement(models.TextChoices):
    """Whether an applicant must, may or cannot give something."""

    REQUIRED = "required", _l("Required")
    OPTIONAL = "optional", _l("Optional")
    HIDDEN = "hidden", _l("Not asked")


class QuestionKind(models.TextChoices):
    """What sort of answer a question takes."""

    SHORT_TEXT = "short_text", _l("A line of text")
    TEXT = "text", _l("Text")
    INTEGER = "integer", _l("Whole number")
    NUMBER = "number", _l("Number")
    YES_NO = "yes_no", _l("Yes or no")
    SINGLE = "single", _l("One of several")
    MULTIPLE = "multiple", _l("Several of several")
    DATE_RANGE = "date_range", _l("From one date to another")
    DOCUMENT = "document", _l("A document")


class FormSection(models.TextChoices):
    """Where in the application form a question stands; in work and education it is asked for every entry."""

    QUESTIONS = "questions", _l("Questions of your own")
    CONTACT = "contact", _l("Contact")
    RESUME = "resume", _l("Résumé")
    COVER_LETTER = "cover_letter", _l("Cover letter")
    WORK = "work", _l("Work, for each job")
    EDUCATION = "education", _l("Education, for each school")


class PayType(models.TextChoices):
    """What is paid."""

    BASE_SALARY = "base_salary", _l("Base salary")
    BONUS = "bonus", _l("Bonus")
    SIGN_ON_BONUS = "sign_on_bonus", _l("Sign-on bonus")
    COMMISSION = "commission", _l("Commission")
    TIPS = "tips", _l("Tips")
    OVER_TIME = "over_time", _l("Overtime")
    PROFIT_SHARING = "profit_sharing", _l("Profit sharing")
    STOCK = "stock", _l("Stock")
    STOCK_OPTIONS = "stock_options", _l("Stock options")
    OTHER = "other", _l("Other")


class PayPeriod(models.TextChoices):
    """How often it is paid."""

    YEARLY = "yearly", _l("Per year")
    MONTHLY = "monthly", _l("Per month")
    SEMIMONTHLY = "semimonthly", _l("Twice a month")
    BIWEEKLY = "biweekly", _l("Every two weeks")
    WEEKLY = "weekly", _l("Per week")
    DAILY = "daily", _l("Per day")
    HOURLY = "hourly", _l("Per hour")


class TeamRole(models.TextChoices):
    """What a colleague does in the hiring for one job."""

    RECRUITER = "recruiter", _l("Recruiter")
    HIRING_MANAGER = "hiring_manager", _l("Hiring manager")
    COORDINATOR = "coordinator", _l("Coordinator")


class PostingStatus(models.TextChoices):
    """What the company wants of the advert; what LinkedIn made of it stands in the mirror."""

    UNPUBLISHED = "unpublished", _l("Not published")
    PUBLISHED = "published", _l("Published")
    CLOSED = "closed", _l("Closed")


class Outcome(models.TextChoices):
    """How an application ended, or that it has not."""

    PENDING = "pending", _l("In progress")
    HIRED = "hired", _l("Hired")
    DECLINED = "declined", _l("Not selected")
    WITHDRAWN = "withdrawn", _l("Withdrawn")


class FileState(models.TextChoices):
    """What became of a document."""

    EXPECTED = "expected", _l("Being fetched")
    STORED = "stored", _l("Stored")
    REFUSED = "refused", _l("Refused")
    GONE = "gone", _l("No longer available")


class Audience(models.TextChoices):
    """Who may read a note."""

    COMPANY = "company", _l("Everyone who may see candidates")
    TEAM = "team", _l("The job's hiring team")
    AUTHOR = "author", _l("Only its author")


class Call(models.TextChoices):
    """Why a note wants a colleague's attention."""

    NAMED = "named", _l("Mentioned you")
    REPLY = "reply", _l("Replied to you")


class HandOverState(models.TextChoices):
    """How a hand-over stands; the first two run, the others have ended."""

    OPEN = "open", _l("Handed over")
    ACCEPTED = "accepted", _l("Accepted")
    DONE = "done", _l("Done")
    RETURNED = "returned", _l("Returned")
    TAKEN_BACK = "taken_back", _l("Taken back")


class MessageKind(models.TextChoices):
    """What an e-mail of ours is about."""

    RECEIVED = "received", _l("Application received")
    REJECTION = "rejection", _l("Not selected")
    CUSTOM = "custom", _l("Message")


class MessageState(models.TextChoices):
    """Where an e-mail of ours stands."""

    DRAFT = "draft", _l("Draft")
    SCHEDULED = "scheduled", _l("Scheduled")
    HELD = "held", _l("Held")
    SENT = "sent", _l("Sent")
    CANCELLED = "cancelled", _l("Cancelled")
    FAILED = "failed", _l("Failed")
