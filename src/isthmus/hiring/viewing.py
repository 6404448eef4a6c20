"""Who of the hiring team opened an application. Looking moves nothing."""

from uuid import UUID

from isthmus.hiring.models import Application, ApplicationView
from isthmus.store import audit, tenancy


def record_view(application_id: UUID) -> bool:
    """Note that the acting user opened the application; True when it is that user's first view.

    Every view is audited; a program acting with a key is audited and is nobody's view. Raises Application.DoesNotExist.
    """
    application = Application.objects.only("id", "company_id").get(id=application_id)
    audit.record("viewed", "application", application.id)
    user_id = tenancy.current().user_id
    if user_id is None:
        return False
    view = ApplicationView(application=application, user_id=user_id)
    ApplicationView.objects.bulk_create([view], ignore_conflicts=True)
    return bool(ApplicationView.objects.filter(id=view.id).exists())
