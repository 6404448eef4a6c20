"""What LinkedIn holds, exactly; and LinkedIn's own window, loaded only for whom and when it may be."""

import pytest

from isthmus.bridge.apply_connect import LIFECYCLE
from isthmus.bridge.models import Contract, Integration
from isthmus.bridge.postings import RESOURCE
from isthmus.hiring import viewing
from isthmus.store.models import Audit
from isthmus.sync import rows
from isthmus.sync.models import Mirror, Outbox, OutboxState
from tests import builders
from tests.web.rooms import words


@pytest.fixture
def application(rooms):
    return rooms.application(rooms.published_job())


@pytest.fixture
def here(rooms, application) -> str:
    return rooms.at("candidates:application", application_id=application.id)


def tell(rooms, connection, application) -> None:
    """LinkedIn accepted the posting and was told of a view."""
    with rooms.cast.acting():
        row = Mirror(connection_id=connection.id, resource=RESOURCE, entity_id=application.job_id, external_id="x")
        row.exists_there, row.state = True, "accepted"
        row.sealed_accepted = rows._sealed(row, {"title": "Senior Backend Engineer", "description": "<b>Build</b>"})
        row.save()
        Outbox.objects.create(
            connection_id=connection.id,
            resource=LIFECYCLE,
            subject_id=application.id,
            key="k",
            action="APPLICATION_VIEWED",
            body={"job_application_id": application.external_id, "performed_at": 1_790_000_000_000},
            state=OutboxState.SENT,
            seq=1,
        )


def test_the_exact_payload_is_shown_and_looking_is_on_the_record(rooms, recruiter, application):
    tell(rooms, rooms.connect(), application)
    response = recruiter.get(rooms.at("candidates:held", application_id=application.id))
    text = words(response)
    assert '"title": "Senior Backend Engineer"' in text and '"action": "APPLICATION_VIEWED"' in text
    assert f'"jobApplicationId": "{application.external_id}"' in text
    assert '"integrationContext": "urn:li:organization:2414183"' in text
    assert b"<b>Build" not in response.content
    with rooms.cast.acting():
        assert Audit.objects.filter(entity_id=application.id, fields=["held"]).count() == 1


def test_what_was_not_told_is_not_held(rooms, recruiter, application):
    with rooms.cast.acting():
        viewing.record_view(application.id)
    assert "Nothing yet" in words(recruiter.get(rooms.at("candidates:held", application_id=application.id)))


def test_the_payload_is_for_recruiters_and_admins(rooms, manager, signed_in, application, here):
    address = rooms.at("candidates:held", application_id=application.id)
    assert manager.get(address).status_code == 403
    assert "Exact payload" not in words(manager.get(here))
    dele = signed_in(rooms.cast.dele)
    assert dele.get(f"/c/orrin-foods/candidates/applications/{application.id}/held/").status_code == 404


def activate(rooms) -> None:
    """LinkedIn connected, a contract chosen, the Apply package active."""
    connection = rooms.connect()
    with rooms.cast.acting():
        Contract.objects.create(connection_id=connection.id, organization=connection.organization)
        Integration.objects.create(connection_id=connection.id, kind="APPLY_CONNECT", is_known=True, state="ENABLED")


def test_linkedins_window_is_offered_and_loaded_on_request_alone(rooms, recruiter, application, here):
    activate(rooms)
    closed = recruiter.get(here)
    assert "Open LinkedIn’s window" in words(closed)
    assert b"scripts/in.js" not in closed.content and "linkedin" not in closed["Content-Security-Policy"]
    opened = recruiter.get(here, {"show": "linkedin"})
    page = opened.content.decode()
    assert 'data-plugin="HcmWidget"' in page and f'data-li-job-application-id="{application.external_id}"' in page
    assert "scripts/in.js" in page and "linkedin" in opened["Content-Security-Policy"]


def test_without_the_package_it_says_what_is_missing(rooms, recruiter, application, here):
    rooms.connect()
    opened = recruiter.get(here, {"show": "linkedin"})
    assert b"scripts/in.js" not in opened.content and b"HcmWidget" not in opened.content
    assert "Apply package" in words(opened) or "contract" in words(opened)


def test_who_applied_elsewhere_has_no_window(rooms, recruiter):
    activate(rooms)
    application = rooms.application(said=builders.noor(origin="careers"))
    opened = recruiter.get(rooms.at("candidates:application", application_id=application.id), {"show": "linkedin"})
    assert "Only for people who applied on LinkedIn" in words(opened)
    assert b"scripts/in.js" not in opened.content


def test_the_timeline_is_told_in_groups(rooms, recruiter, application, here):
    tell(rooms, rooms.connect(), application)
    page = recruiter.get(here)
    text = words(page)
    assert "LinkedIn was told: application viewed" in text
    assert 'data-group="linkedin"' in page.content.decode()
    assert 'id="story-messages"' in page.content.decode()
