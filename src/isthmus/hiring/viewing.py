"""Who of the hiring team opened an application. Looking moves nothing."""

from uuid import UUID

from isthmus.base import tracing
from isthmus.hiring import team
from isthmus.hiring.models import Application, ApplicationView
from isthmus.store import audit, tenancy


def record_view(application_id: UUID) -> bool:
    """Note that the acting user opened the application; True when it is that user's first view.

    Every look is audited. It is a view when the user hires for the job; a colleague of another team who looks, and a
    program acting with a key, make none. Raises Application.DoesNotExist.
    """
    needed = Application.objects.only("id", "company_id", "job_id", "delivery_id", "received_at")
    application = needed.get(id=application_id)
    audit.record("viewed", "application", application.id)
    user_id = tenancy.current().user_id
    if user_id is None or not team.counts_as_viewer(application.job_id, user_id):
        return False
    view = ApplicationView(application=application, user_id=user_id)
    ApplicationView.objects.bulk_create([view], ignore_conflicts=True)
    is_first = bool(ApplicationView.objects.filter(id=view.id).exists())
    if is_first and application.delivery_id is not None:
        tracing.record("viewed", application.delivery_id, application.received_at)
    return is_first
