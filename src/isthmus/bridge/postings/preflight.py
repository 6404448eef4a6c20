"""What LinkedIn would refuse about a job, found before anything is sent."""

from django.conf import settings

from isthmus.bridge.postings import plan, rules
from isthmus.hiring.models import Job
from isthmus.hiring.problems import Problem

NOT_CONNECTED = Problem("", "LinkedIn is not connected.", "An admin connects it under Settings.")


def check(job: Job) -> list[Problem]:
    """Everything LinkedIn would refuse about the job as it is written now; empty when it can be published."""
    advert = plan.advert_of(job)
    if advert is None:
        return [NOT_CONNECTED]
    return rules.problems(advert, demo=not settings.CONFIG.is_production)
