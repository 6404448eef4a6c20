"""The few words that states, kinds and choices of hiring may take."""

from django.db import models
from django.utils.translation import gettext_lazy as _l


class StageCategory(models.TextChoices):
    """The few kinds every company's stages fall into."""

    NEW = "new", "New"
    REVIEW = "review", "In review"
    INTERVIEW = "interview", "Interview"
    OFFER = "offer", "Offer"
    HIRED = "hired", "Hired"


class JobStatus(models.TextChoices):
    """Whether a job takes applications."""

    DRAFT = "draft", "Draft"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


class Workplace(models.TextChoices):
    """Where the work is done."""

    ON_SITE = "on_site", "On-site"
    HYBRID = "hybrid", "Hybrid"
    REMOTE = "remote", "Remote"


class Employment(models.TextChoices):
    """How somebody is employed."""

    FULL_TIME = "full_time", "Full-time"
    PART_TIME = "part_time", "Part-time"
    CONTRACT = "contract", "Contract"
    INTERNSHIP = "internship", "Internship"
    TEMPORARY = "temporary", "Temporary"
    VOLUNTEER = "volunteer", "Volunteer"


class Level(models.TextChoices):
    """How much experience the job asks for."""

    INTERNSHIP = "internship", "Internship"
    ENTRY = "entry_level", "Entry level"
    ASSOCIATE = "associate", "Associate"
    MID_SENIOR = "mid_senior_level", "Mid-senior level"
    DIRECTOR = "director", "Director"
    EXECUTIVE = "executive", "Executive"


class Requirement(models.TextChoices):
    """Whether an applicant must, may or cannot give something."""

    REQUIRED = "required", "Required"
    OPTIONAL = "optional", "Optional"
    HIDDEN = "hidden", "Not asked"


class QuestionKind(models.TextChoices):
    """What sort of answer a question takes."""

    SHORT_TEXT = "short_text", "A line of text"
    TEXT = "text", "Text"
    INTEGER = "integer", "Whole number"
    NUMBER = "number", "Number"
    YES_NO = "yes_no", "Yes or no"
    SINGLE = "single", "One of several"
    MULTIPLE = "multiple", "Several of several"
    DATE_RANGE = "date_range", "From one date to another"
    DOCUMENT = "document", "A document"


class FormSection(models.TextChoices):
    """Where in the application form a question stands; in work and education it is asked for every entry."""

    QUESTIONS = "questions", "Questions of your own"
    CONTACT = "contact", "Contact"
    RESUME = "resume", "Résumé"
    COVER_LETTER = "cover_letter", "Cover letter"
    WORK = "work", "Work, for each job"
    EDUCATION = "education", "Education, for each school"


class PayType(models.TextChoices):
    """What is paid."""

    BASE_SALARY = "base_salary", "Base salary"
    BONUS = "bonus", "Bonus"
    SIGN_ON_BONUS = "sign_on_bonus", "Sign-on bonus"
    COMMISSION = "commission", "Commission"
    TIPS = "tips", "Tips"
    OVER_TIME = "over_time", "Overtime"
    PROFIT_SHARING = "profit_sharing", "Profit sharing"
    STOCK = "stock", "Stock"
    STOCK_OPTIONS = "stock_options", "Stock options"
    OTHER = "other", "Other"


class PayPeriod(models.TextChoices):
    """How often it is paid."""

    YEARLY = "yearly", "Per year"
    MONTHLY = "monthly", "Per month"
    SEMIMONTHLY = "semimonthly", "Twice a month"
    BIWEEKLY = "biweekly", "Every two weeks"
    WEEKLY = "weekly", "Per week"
    DAILY = "daily", "Per day"
    HOURLY = "hourly", "Per hour"


class TeamRole(models.TextChoices):
    """What a colleague does in the hiring for one job."""

    RECRUITER = "recruiter", "Recruiter"
    HIRING_MANAGER = "hiring_manager", "Hiring manager"
    COORDINATOR = "coordinator", "Coordinator"


class PostingStatus(models.TextChoices):
    """What the company wants of the advert; what LinkedIn made of it stands in the mirror."""

    UNPUBLISHED = "unpublished", "Not published"
    PUBLISHED = "published", "Published"
    CLOSED = "closed", "Closed"


class Outcome(models.TextChoices):
    """How an application ended, or that it has not."""

    PENDING = "pending", "In progress"
    HIRED = "hired", "Hired"
    DECLINED = "declined", "Not selected"
    WITHDRAWN = "withdrawn", "Withdrawn"


class FileState(models.TextChoices):
    """What became of a document."""

    EXPECTED = "expected", "Being fetched"
    STORED = "stored", "Stored"
    REFUSED = "refused", "Refused"
    GONE = "gone", "No longer available"


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
