"""A company filled to the brim, with a marker in every text that might reach a page or an answer."""

import dataclasses
from datetime import timedelta
from uuid import UUID

from django.apps import apps
from django.db import connections, models

from isthmus.accounts import keys
from isthmus.accounts.models import ApiKey, Company, Membership, User
from isthmus.base import secrets
from isthmus.base.clock import now
from isthmus.base.ids import new_id
from isthmus.bridge import clients
from isthmus.bridge.apply_connect import LIFECYCLE, MEDIA
from isthmus.bridge.models import (
    BulkChange,
    BulkLine,
    Connection,
    Contract,
    Integration,
    PostingNews,
    ReconcileGap,
    ReconcileRun,
    Resync,
    WebhookWatch,
)
from isthmus.bridge.postings import MIRROR_LANE, RESOURCE
from isthmus.hiring import (
    bulk,
    decisions,
    files,
    jobs,
    messages,
    notes,
    notice_settings,
    questions,
    team,
    templates,
    viewing,
)
from isthmus.hiring.applications import ExpectedFile, GivenAnswer
from isthmus.hiring.messages import Letter
from isthmus.hiring.models import (
    Application,
    File,
    HandOver,
    ImportLine,
    ImportRun,
    Mention,
    Message,
    SavedSearch,
    Sending,
    Stage,
)
from isthmus.hiring.templates import TemplateDraft
from isthmus.linkedin import LifecycleEvent
from isthmus.people.models import KeptApart, Profile
from isthmus.store.fields import TenantModel
from isthmus.sync import inbox
from isthmus.sync.models import (
    Alarm,
    AlertEndpoint,
    AlertMail,
    AlertSend,
    AlertTerms,
    AlertWish,
    Appointment,
    Budget,
    Delivery,
    DigestMail,
    DigestTime,
    DigestWish,
    Exchange,
    HealthSample,
    Issue,
    IssueRecord,
    Lane,
    Mirror,
    Objective,
    Outbox,
    Retrieval,
    Stream,
)
from tests import builders
from tests.cast import Cast

RETRYABLE = ("deliveries", "postings", "facts", "files", "issues")


def plant(cast: Cast, company: Company, user: User, mark: str) -> dict[str, UUID]:
    """Fill the company; answers with one id for each name a route may ask for."""
    with cast.acting(user, company) as acting:
        job, _ = builders.a_published_job(title=f"Engineer {mark}", code=mark, department=mark, locations=[mark])
        team.set_team(job.id, [team.Part(user.id)])
        asked = questions.set_questions(job.id, [questions.QuestionDraft(None, f"Why {mark}?", "text")])
        said = builders.noor(first_name=mark, last_name=mark, email=f"{mark.lower()}@tessel.example", headline=mark)
        said = dataclasses.replace(said, employer=mark, location=mark, skills=[{"name": mark}])
        application = builders.a_received_application(
            job,
            said=said,
            answers=[GivenAnswer(str(asked[0].id), mark)],
            files=[ExpectedFile("resume", f"urn:{mark}", f"{mark}.pdf")],
            eeo=f"Selfid {mark}".encode(),
        )
        file = files.attach(application.id, builders.a_pdf(mark), name=f"{mark}.pdf")
        talk = _plant_talk(mark, application, file, user)
        decisions.move(application.id, Stage.objects.last().id)
        decisions.reopen(application.id)
        viewing.record_view(application.id)
        files.record_download(file.id)
        keys.issue(mark, ["jobs:read"])
        message = _plant_messages(mark, application)
        twin = Profile.objects.create(candidate_id=application.candidate_id, origin="api", last_name=mark)
        search = SavedSearch.objects.create(owner_id=user.id, name=mark, asked={"search": mark}, is_shared=True)
        action = bulk.plan([application.id], bulk.Wish("message", subject=mark, body=mark))
        KeptApart.objects.create(first_id=application.profile_id, second=twin, by_user_id=user.id)
        Sending.objects.create(key=mark)
        run = ImportRun.objects.create(file_name=mark, only=mark, total=1, started_by=user.id)
        ImportLine.objects.create(run=run, number=1, label=mark, said={"title": mark}, result="refused", reason=mark)
        jobs.create_job(jobs.JobDraft(title=mark, origin="import", external_id=mark, locations=[mark]))
        rows = _plant_sync(mark, job.id, application.id, file.id)
        return {
            "job_id": job.id,
            "run_id": run.id,
            "change_id": _plant_bulk_change(mark, job.id),
            "gap_id": _plant_gap(mark, job.id),
            "candidate_id": application.candidate_id,
            "search_id": search.id,
            "action_id": action.id,
            "application_id": application.id,
            "file_id": file.id,
            **talk,
            "message_id": message.id,
            "template_id": message.template_id,
            "delivery_id": rows["deliveries"],
            "issue_id": rows["issues"],
            **rows,
            "key_id": ApiKey.objects.latest("created_at").id,
            "membership_id": Membership.objects.exclude(user=user).first().id
            if Membership.objects.count() > 1
            else Membership.objects.get().id,
            "company_id": acting.company_id,
        }


def _plant_talk(mark: str, application: Application, file: File, user: User) -> dict[str, UUID]:
    note = notes.add(application.candidate_id, f"Public {mark}", application_id=application.id)
    notes.change(note.id, f"Public {mark}, again")
    notes.add(application.candidate_id, f"Private {mark}", audience="author")
    Mention.objects.create(note=note, user_id=user.id)
    files.picture(file.id, 1)
    handed = HandOver.objects.create(
        candidate_id=application.candidate_id,
        application=application,
        note=note,
        from_user_id=user.id,
        to_user_id=user.id,
        task=f"Call {mark}",
    )
    return {"note_id": note.id, "hand_over_id": handed.id}


def _plant_messages(mark: str, application: Application) -> Message:
    notice_settings.change(delay_hours=5)
    template = templates.create(TemplateDraft(mark, f"About {mark}", f"Words of {mark}"))
    letter = Letter(template.subject, template.body, template.id)
    return messages.schedule(application.candidate_id, letter, now() + timedelta(days=1), application_id=application.id)


def _plant_what_linkedin_tells(mark: str, connection_id: UUID, job_id: UUID) -> None:
    Resync.objects.create(connection_id=connection_id, job_id=job_id, asked_at=now(), due_at=now())
    PostingNews.objects.create(job_id=job_id, kind="off_site", why=mark)
    WebhookWatch.objects.create(connection_id=connection_id, state="blocked", outcome=mark)
    Integration.objects.create(
        connection_id=connection_id, kind="APPLY_CONNECT", is_known=True, name=mark, state=mark, trouble=mark
    )
    Contract.objects.create(connection_id=connection_id, organization=mark, contract=mark, name=mark)
    Appointment.objects.create(connection_id=connection_id, lane="webhooks", at=now() + timedelta(days=1))


def _plant_bulk_change(mark: str, job_id: UUID) -> UUID:
    diffs = [{"label": "Department", "before": mark, "after": mark}]
    change = BulkChange.objects.create(action="change", wish={"action": "change"}, words=mark, state="applying")
    line = {"change": change, "place": 0, "job_id": job_id, "title": mark, "digest": "0" * 64, "diffs": diffs}
    BulkLine.objects.create(verdict="change", why=mark, notes=[mark], **line)
    return change.id


def _plant_gap(mark: str, job_id: UUID) -> UUID:
    run = ReconcileRun.objects.create(connection_id=new_id(), state="done", not_asked=mark, ended_at=now())
    gap = ReconcileGap.objects.create(
        key=mark,
        kind="unmarked",
        resource="postings",
        entity="job",
        entity_id=job_id,
        name=mark,
        owner="bug",
        detail=mark,
        last_run_id=run.id,
        repair_why=mark,
    )
    return gap.id


def _plant_sync(mark: str, job_id: UUID, application_id: UUID, file_id: UUID) -> dict[str, UUID]:
    company_id = Connection._meta.get_field("company_id").get_default()
    connection = Connection.objects.create(
        kind="direct",
        state="complete",
        organization=f"urn:li:organization:{mark}",
        client_id=mark,
        application=mark,
        apply_connect=True,
        why=mark,
        connected_at=now(),
        sealed_webhook_token=secrets.seal(mark.encode(), company=company_id, field="webhook token"),
        sealed_secret=secrets.seal(mark.encode(), company=company_id, field=clients.SECRET_FIELD),
    )
    inbox.open_endpoint("linkedin_apply", connection.id, [inbox.Key(mark, mark)])
    _plant_what_linkedin_tells(mark, connection.id, job_id)
    failure = {"failure_kind": "rejected", "failure_code": mark, "failure_message": mark, "request_id": mark}
    common = {"connection_id": connection.id, "next_attempt_at": now() + timedelta(days=1)}
    delivery = Delivery.objects.create(
        source="linkedin_apply",
        connection_id=connection.id,
        endpoint_id=new_id(),
        digest=mark,
        genuine=True,
        sealed_body=secrets.seal(mark.encode(), company=company_id, field="delivery"),
        size=7,
        external_id=mark,
        visible={"applicant": {"name": mark}},
        state="failed",
        result_id=application_id,
        received_at=now(),
        last_received_at=now(),
        **failure,
    )
    facts = {"url": f"https://www.linkedin.com/jobs/view/{mark}", "listing_status": mark}
    mirror = Mirror.objects.create(
        resource=RESOURCE, entity_id=job_id, external_id=mark, state="failed", facts=facts, **failure, **common
    )
    fact = Outbox.objects.create(
        resource=LIFECYCLE,
        subject_id=application_id,
        key=mark,
        action=LifecycleEvent.VIEWED,
        body={"job_application_id": mark, "performed_at": 1_790_000_000_000},
        state="failed",
        seq=_next_seq(),
        **failure,
        **common,
    )
    retrieval = Retrieval.objects.create(
        resource=MEDIA, target_id=file_id, sealed_url=mark.encode(), state="failed", **failure, **common
    )
    Budget.objects.create(
        connection_id=connection.id, application=mark, resource="simpleJobPostings", day=now().date(), records=7
    )
    Lane.objects.create(connection_id=connection.id, name=MIRROR_LANE, failures=1, failure_message=mark)
    Stream.objects.create(
        connection_id=connection.id, name="applications", failing_since=now(), last_tried_at=now(), failure_message=mark
    )
    issue = Issue.objects.create(
        fingerprint=mark,
        kind="rejected",
        title=mark,
        what_to_do=mark,
        entity=RESOURCE,
        entity_id=job_id,
        action="retry",
    )
    endpoint_id = _plant_watching(mark)
    DigestTime.objects.create()
    DigestWish.objects.create(user_id=new_id(), wanted=True)
    DigestMail.objects.create(week=now().date(), user_id=new_id(), subject=mark, body=mark, message_id=mark)
    IssueRecord.objects.create(issue=issue, key=mark, entity=RESOURCE, entity_id=job_id, message=mark)
    Exchange.objects.create(connection_id=connection.id, operation=mark, request_id=mark)
    rows = (delivery, mirror, fact, retrieval, issue)
    return {"endpoint_id": endpoint_id, **dict(zip(RETRYABLE, (row.id for row in rows), strict=True))}


def _plant_watching(mark: str) -> UUID:
    Objective.objects.create(stream="applications", seconds=90)
    AlertTerms.objects.create()
    AlertWish.objects.create(user_id=new_id())
    HealthSample.objects.create(at=now(), lags={"applications": 7})
    alarm = Alarm.objects.create(about=mark, kind="bug", title=mark, words=mark, since=now(), what_to_do=mark)
    AlertMail.objects.create(alarm=alarm, told="raised", subject=mark, body=mark, message_id=mark, state="failed")
    endpoint = AlertEndpoint.objects.create(origin=mark, sealed_url=b"", sealed_secret=b"", disabled_at=now())
    AlertSend.objects.create(endpoint=endpoint, alarm=alarm, told="raised", body={"title": mark}, state="failed")
    return endpoint.id


def _next_seq() -> int:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT nextval('sync_outbox_order')")
        return int(cursor.fetchone()[0])


def tables_without_rows(company_id: UUID) -> set[str]:
    """Tenant tables in which the company has nothing planted."""
    empty = set()
    for model in apps.get_models():
        if issubclass(model, TenantModel) and not _has_row(model, company_id):
            empty.add(model._meta.db_table)
    return empty


def _has_row(model: type[models.Model], company_id: UUID) -> bool:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'SELECT')", [model._meta.db_table])
        if cursor.fetchone() == (False,):
            return True
        cursor.execute(f"SELECT 1 FROM {model._meta.db_table} WHERE company_id = %s LIMIT 1", [company_id])
        return cursor.fetchone() is not None
