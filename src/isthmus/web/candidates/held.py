"""What LinkedIn holds that has to do with an application: the posting, the facts told, and nothing more."""

from isthmus.bridge import notices
from isthmus.bridge.postings import health
from isthmus.hiring import postings
from isthmus.hiring.models import Application, PostingStatus
from isthmus.people.models import Origin


def lines(application: Application) -> list[str]:
    """Sentences, the posting first."""
    posting = postings.of_job(application.job_id)
    said = []
    if posting is not None and posting.status == PostingStatus.PUBLISHED:
        stands = health.of_jobs([application.job_id]).get(application.job_id)
        said.append(f"The posting “{application.job.title}”: {_small(stands.words) if stands else 'to be sent'}.")
    if application.origin == Origin.LINKEDIN_APPLY:
        told = [notice.words for notice in notices.for_application(application.id) if notice.state == "sent"]
        said.append("The application itself, as the person sent it there.")
        said.append(f"Told about it: {_small(', '.join(told))}." if told else "Told about it: nothing yet.")
    said.append("No stage, note, message, file or answer of yours is sent to LinkedIn.")
    return said


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]
