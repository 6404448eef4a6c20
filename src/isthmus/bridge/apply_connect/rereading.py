"""Reads answers again that were not understood when they came: their deliveries are kept, the reading may be better."""

from uuid import UUID

from isthmus.base import secrets
from isthmus.bridge.apply_connect import translate
from isthmus.bridge.apply_connect.receive import context_of, expect_files, unread_fingerprint
from isthmus.hiring import applications, files
from isthmus.hiring.models import Application, File
from isthmus.linkedin import open_delivery
from isthmus.store.tenancy import current_company_id
from isthmus.sync import issues, receiving
from isthmus.sync.models import Delivery


def read_again() -> None:
    """Read every answer of the acting company that was not understood; the issue ends when none is left."""
    waiting = Application.objects.filter(answers__understood=False, delivery_id__isnull=False).distinct()
    left: dict[UUID, int] = {}
    for application in waiting.only("id", "delivery_id", "applied_at", "company_id"):
        delivery = Delivery.objects.get(id=application.delivery_id)
        still = _read_one(application, delivery)
        left[delivery.connection_id] = left.get(delivery.connection_id, 0) + still
    for connection_id, still in left.items():
        if not still:
            issues.settle(unread_fingerprint(connection_id))


def expect_again(file_id: UUID) -> None:
    """Have a document fetched that nobody expects, or whose content was lost. Raises ObjectDoesNotExist."""
    file = File.objects.select_related("application").get(id=file_id)
    delivery = Delivery.objects.get(id=file.application.delivery_id)
    body = secrets.unseal(bytes(delivery.sealed_body), company=current_company_id(), field=receiving.BODY_FIELD)
    files.expect_again(file.id)
    expect_files(delivery, file.application, translate.downloads(open_delivery(body).application))


def _read_one(application: Application, delivery: Delivery) -> int:
    body = secrets.unseal(bytes(delivery.sealed_body), company=current_company_id(), field=receiving.BODY_FIELD)
    opened = open_delivery(body)
    still = applications.read_again(application.id, translate.received(opened, context_of(delivery, opened)))
    expect_files(delivery, application, translate.downloads(opened.application))
    return still
