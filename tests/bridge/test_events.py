"""What LinkedIn, or somebody else, tells besides applications: at a company's address and at the parent's."""

import json
from uuid import uuid4

import pytest

from isthmus.base.failures import Failure, Kind
from isthmus.bridge import connections, notifications
from isthmus.bridge.models import PostingNews, Resync
from isthmus.bridge.notifications import portal
from isthmus.bridge.postings import health
from isthmus.hiring import feed, postings
from isthmus.linkedin import answer_challenge, sign
from isthmus.sync import inbox, issues, lanes
from isthmus.sync.models import Delivery, Issue

CODE = "890e4665-4dfe-4ab1-b689-ed553bceeed0"


class Portal:
    """The parent's address, and Larkfield as a customer of the parent with a posting that is live."""

    def __init__(self, story):
        self.story = story

    @property
    def token(self) -> str:
        return portal.url().rpartition("/")[2]

    @property
    def application(self) -> str:
        return self.story.connection().application

    def secret(self) -> str:
        from isthmus.bridge import clients

        return clients.secret_of(self.story.connection())

    def send(self, event, secret=None, token=None) -> int:
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        secret = self.story.sandbox.parent_client_secret if secret is None else secret
        headers = {"X-LI-Signature": sign(body, secret)} if secret else {}
        return portal.accept(self.token if token is None else token, headers, body).status

    def resync(self, *ids, everything=False, application=None):
        return {
            "type": "RESYNC_JOBS",
            "developerApplicationUrn": application or self.application,
            "syncAllOpenJobs": everything,
            "externalJobPostingIds": list(ids),
        }

    def status(self, **said):
        return {
            "type": "JOB_POSTING_STATUS",
            "developerApplicationUrn": self.application,
            "externalJobPostingId": str(self.story.job_id),
            **said,
        }

    def events(self) -> list[Delivery]:
        with self.story.cast.acting():
            return list(Delivery.objects.filter(source=notifications.SOURCE).order_by("received_at"))

    def outcome(self) -> str:
        lanes.run_due()
        return self.events()[-1].visible.get("outcome", "")


@pytest.fixture
def told(story) -> Portal:
    with story.cast.acting(story.cast.ines):
        connections.connect_partner(story.organization)
    lanes.run_due()
    with story.cast.acting(story.cast.ines):
        connections.set_apply_connect(True)
    story.publish()
    story.settle()
    assert story.posting().state == "listed"
    return Portal(story)


@pytest.mark.parametrize("whose", ["parent", "child"])
def test_a_resync_signed_by_either_application_sends_the_posting_again(told, whose):
    secret = told.story.sandbox.parent_client_secret if whose == "parent" else told.secret()
    assert told.send(told.resync(str(told.story.job_id)), secret) == 200
    told.story.settle(3)
    assert told.story.operations() == ["CREATE", "UPDATE"]
    assert told.outcome() == "Sent again: 1."


def test_the_parents_previous_secret_still_signs(told, settings):
    import dataclasses

    settings.CONFIG = dataclasses.replace(settings.CONFIG, parent_previous_secret="the-one-before")
    assert told.send(told.resync(), "the-one-before") == 200


def test_a_resync_of_everything_sends_every_open_posting_again(told):
    first = told.story.job_id
    told.story.publish()
    told.story.settle()
    told.send(told.resync(everything=True))
    told.story.settle(3)
    assert told.story.operations() == ["CREATE", "CREATE", "UPDATE", "UPDATE"]
    assert first != told.story.job_id


def test_a_resync_sent_five_times_sends_the_posting_again_once(told):
    event = told.resync(str(told.story.job_id))
    for _ in range(5):
        assert told.send(event) == 200
        lanes.run_due()
    told.story.settle(3)
    assert told.story.operations() == ["CREATE", "UPDATE"]
    assert [event.times_received for event in told.events()] == [5]


def test_the_same_resync_an_hour_later_is_another_wish(told):
    event = told.resync(str(told.story.job_id))
    told.send(event)
    told.story.settle(3)
    told.story.sandbox.advance(3600)
    told.send(event)
    told.story.settle(3)
    assert told.story.operations() == ["CREATE", "UPDATE", "UPDATE"]


def test_a_resync_says_which_jobs_are_unknown_and_which_are_not_open(told):
    told.story.publish()
    told.story.settle()
    closed = str(told.story.job_id)
    with told.story.cast.acting():
        postings.close(told.story.job_id)
    told.story.settle()
    told.send(told.resync(closed, "J-404", str(uuid4())[:8] + "\x00"))
    assert told.outcome().startswith("Sent again: 0. Not open here, so not sent: 1. Unknown here: J-404, ")


def test_a_posting_not_sent_again_within_half_an_hour_is_an_issue_until_it_is(told):
    told.story.sandbox.fault("http_status", "simpleJobPostings.batch_create", times=1000, status=503)
    told.send(told.resync(str(told.story.job_id)))
    lanes.run_due()
    told.story.sandbox.advance(29 * 60)
    lanes.run_due()
    assert late_issues(told) == []
    told.story.sandbox.advance(2 * 60)
    lanes.run_due()
    assert [issue.state for issue in late_issues(told)] == ["ongoing"]
    told.story.sandbox.control.delete("faults")
    for _ in range(6):
        told.story.sandbox.advance(5 * 60)
        told.story.settle(2)
    assert [issue.state for issue in late_issues(told)] == ["resolved"]
    with told.story.cast.acting():
        assert Resync.objects.get().done_at is not None


def late_issues(told) -> list[Issue]:
    with told.story.cast.acting():
        return list(Issue.objects.filter(fingerprint__startswith="resync:"))


def test_a_job_turned_off_site_shows_at_once_with_words_owner_and_fix(told):
    detail = {"errorCode": 1157, "errorType": "CUSTOMER_ERROR", "statusMessage": "allowance used"}
    told.send(told.status(linkedInApplyStatus="NOT_ENABLED", linkedInApplyStatusDetail=detail))
    with told.story.cast.acting():
        (event,) = Delivery.objects.filter(source=notifications.SOURCE)
        lanes_before = told.story.posting().state
    assert lanes_before == "listed"
    only_the_inbox(told)
    posting = told.story.posting()
    assert (posting.state, posting.kind) == ("off_site", "rejected")
    assert posting.fix.startswith("Promote the job on LinkedIn")
    (issue,) = told.story.issues()
    assert "allowance" in issue.title
    with told.story.cast.acting():
        assert [item.title for item in feed.recent() if "switched its application form off" in item.title]
    lanes.run_due()
    assert told.story.posting().state == "listed"
    assert told.story.issues() == []
    assert event.genuine


def test_news_that_comes_while_a_change_waits_to_be_sent_is_told_and_needs_a_person_too(told):
    with told.story.cast.acting():
        row = told.story.mirror()
        row.state, row.failure_kind, row.failure_message = "marked", "throttled", "The limit is reached."
        row.save()
    detail = {"errorCode": 1157, "errorType": "CUSTOMER_ERROR", "statusMessage": "allowance used"}
    told.send(told.status(linkedInApplyStatus="NOT_ENABLED", linkedInApplyStatusDetail=detail))
    only_the_inbox(told)
    assert told.story.posting().state == "to_be_sent"
    (issue,) = told.story.issues()
    assert "allowance" in issue.title
    with told.story.cast.acting():
        (news,) = PostingNews.objects.filter(kind="off_site")
    assert "allowance" in news.why


def only_the_inbox(told) -> None:
    lanes.run(told.story.company_id, told.story.connection().id, "inbox")


def test_a_job_closed_by_members_reports_shows_at_once(told):
    detail = {"errorType": "CUSTOMER_ERROR", "statusMessage": "MEMBER_REPORTED"}
    told.send(told.status(listingStatus="NOT_LISTED", listingStatusDetail=detail))
    only_the_inbox(told)
    posting = told.story.posting()
    assert (posting.state, posting.kind) == ("not_listed", "rejected")
    assert "publish it again or close it" in posting.fix
    (issue,) = told.story.issues()
    assert issue.title.startswith("Not listed by LinkedIn. ")


def test_of_a_job_linkedin_took_down_the_words_and_what_to_do_agree_wherever_it_says_so(told):
    detail = {"errorType": "CUSTOMER_ERROR", "statusMessage": "The job was taken down."}
    told.send(told.status(listingStatus="NOT_LISTED", listingStatusDetail=detail))
    only_the_inbox(told)
    posting = told.story.posting()
    assert (posting.code, posting.whose_move) == ("taken_down", "the record's owner")
    assert "Ask LinkedIn Support why." in posting.message
    assert posting.fix == health.FIXES["taken_down"]
    (issue,) = told.story.issues()
    assert issue.what_to_do == posting.fix
    with told.story.cast.acting():
        failure = Failure(Kind.REJECTED, posting.message, code="taken_down")
        refused = issues.raise_issue(issues.Cause("a task of another job", action="retry"), failure)
    assert refused.what_to_do == posting.fix


def test_a_promotion_is_news_and_no_issue(told):
    told.send(told.status(promotionStatus="PROMOTED"))
    only_the_inbox(told)
    assert (told.story.posting().promotion_status, told.story.issues()) == ("PROMOTED", [])
    with told.story.cast.acting():
        assert PostingNews.objects.filter(kind="promoted").count() == 1


def test_what_a_notice_leaves_out_stays_as_it_was(told):
    url = told.story.posting().url
    told.send(told.status(listingStatus=None, promotionStatus="PROMOTED"))
    only_the_inbox(told)
    assert told.story.posting().url == url != ""
    assert told.story.posting().state == "listed"


def test_a_notice_about_an_earlier_listing_is_ignored(told):
    info = {"listedAt": 1_000_000_000_000}
    told.send(told.status(jobPostingInfo=info, listingStatus="NOT_LISTED"))
    only_the_inbox(told)
    assert told.events()[-1].visible["outcome"] == "About an earlier listing of this job; ignored."
    assert told.story.posting().state == "listed"


def test_a_notice_older_than_the_last_reading_is_ignored(told):
    told.send(told.status(listingStatus="NOT_LISTED"))
    with told.story.cast.acting():
        from datetime import timedelta

        Delivery.objects.filter(source=notifications.SOURCE).update(
            last_received_at=told.story.mirror().facts_at - timedelta(seconds=1)
        )
    only_the_inbox(told)
    assert told.events()[-1].visible["outcome"] == "Older than what was read since; ignored."
    assert told.story.posting().state == "listed"


def test_an_old_notice_sent_again_is_put_right_by_reading(told):
    told.send(told.status(listingStatus="NOT_LISTED"))
    only_the_inbox(told)
    assert told.story.posting().state == "not_listed"
    lanes.run_due()
    assert told.story.posting().state == "listed"


@pytest.mark.parametrize("signature", ["", "0" * 64])
def test_a_forged_event_is_refused_and_has_no_effect(told, signature):
    body = json.dumps(told.resync(everything=True)).encode()
    assert portal.accept(told.token, {"X-LI-Signature": signature}, body).status == 401
    assert portal.accept(told.token, {}, body).status == 401
    lanes.run_due()
    assert told.story.operations() == ["CREATE"]
    assert {event.state for event in told.events()} == {"refused"}


def test_an_event_for_a_child_nobody_knows_is_kept_apart_for_the_operator(told):
    event = told.resync(everything=True, application="urn:li:developerApplication:999999")
    assert told.send(event) == 200
    assert told.send(event) == 200
    assert told.events() == []
    (stray,) = inbox.strays()
    assert (stray.addressee, stray.genuine, stray.deliveries) == ("999999", True, 2)


@pytest.mark.parametrize("body", [b"", b"\x00\xff", b"[" * 100_000, b'{"developerApplicationUrn": {"a": 1}}', b"[1]"])
def test_what_names_nobody_is_kept_apart(told, body):
    assert told.send(body) == 200
    assert told.events() == []
    assert [stray.addressee for stray in inbox.strays()] == [""]


def test_a_forged_event_for_nobody_is_refused_and_counted_and_warns_nobody(told, caplog):
    with caplog.at_level("INFO", logger="isthmus.receiving"):
        assert told.send(b"{}", "wrong") == 401
    assert [(line.levelname, "forged" in line.message) for line in caplog.records] == [("INFO", True)]
    assert [(stray.genuine, stray.deliveries) for stray in inbox.strays()] == [(False, 1)]


def test_a_direct_connection_cannot_claim_anothers_child(told, cast_orrin):
    number = told.application.rpartition(":")[2]
    with told.story.cast.acting(told.story.cast.dele, told.story.cast.orrin):
        connections.connect_direct(
            "urn:li:organization:7",
            told.story.sandbox.child_client_id,
            told.story.sandbox.child_client_secret,
            number,
        )
    told.send(told.resync(everything=True))
    assert len(told.events()) == 1
    with told.story.cast.acting(told.story.cast.dele, told.story.cast.orrin):
        assert Delivery.objects.count() == 0


@pytest.fixture
def cast_orrin(story):
    return story.cast.orrin


def test_a_childs_own_secret_opens_no_other_companys_door(told):
    stranger = "a-secret-of-orrins-child"
    assert told.send(told.resync(everything=True), stranger) == 401


def test_signed_nonsense_is_stored_and_waits_for_a_person(told):
    told.send({"type": "RESYNC_JOBS", "developerApplicationUrn": told.application, "externalJobPostingIds": {"a": 1}})
    told.send(told.status(externalJobPostingId={"x": "y"}))
    lanes.run_due()
    assert [event.state for event in told.events()] == ["failed", "failed"]
    assert len(told.story.issues()) == 1


def test_a_type_nobody_knows_is_kept(told):
    told.send({"type": "SOMETHING_NEW", "developerApplicationUrn": told.application})
    lanes.run_due()
    assert [(event.state, event.visible) for event in told.events()] == [("kept", {"type": "SOMETHING_NEW"})]


def test_ten_thousand_unknown_jobs_are_answered_in_few_words(told):
    told.send(told.resync(*(f"J-{number}" for number in range(10_000))))
    assert told.outcome().endswith("and 9980 more.")
    assert len(told.events()[-1].visible["ids"]) == 100


def test_too_large_an_event_is_refused(told):
    assert told.send(b" " * (1024 * 1024 + 1)) == 413


def test_a_wrong_token_opens_nothing(told):
    assert told.send(told.resync(everything=True), token="0" * 64) == 404
    assert portal.challenge("0" * 64, {"challengeCode": CODE}).status == 404


def test_the_portals_challenge_is_answered_with_the_secret_of_whom_it_names(told):
    number = told.application.rpartition(":")[2]
    for named, secret in [
        ({}, told.story.sandbox.parent_client_secret),
        ({"applicationId": "1"}, told.story.sandbox.parent_client_secret),
        ({"applicationId": number}, told.secret()),
        ({"applicationId": told.application}, told.secret()),
    ]:
        answer = portal.challenge(told.token, {"challengeCode": CODE, **named})
        assert (answer.status, answer.json) == (200, answer_challenge(CODE, secret))


@pytest.mark.parametrize("code", ["", "x", CODE.upper(), 'hmacsha256={"type": "RESYNC_JOBS"}'])
def test_the_portals_challenge_signs_nothing_but_its_own_codes(told, code):
    assert portal.challenge(told.token, {"challengeCode": code}).status == 400


def test_a_direct_connection_has_an_address_of_its_own(live):
    url = connections_events_url(live)
    assert url.startswith(f"{live_public_url()}/webhooks/linkedin/events/")
    token = url.rpartition("/")[2]
    event = {"type": "RESYNC_JOBS", "developerApplicationUrn": "urn:li:developerApplication:1", "syncAllOpenJobs": True}
    body = json.dumps(event).encode()
    headers = {"X-LI-Signature": sign(body, live.sandbox.child_client_secret)}
    assert inbox.accept(notifications.SOURCE, token, headers, body).status == 200
    live.settle(3)
    assert live.operations() == ["CREATE", "UPDATE"]


def test_an_event_about_another_application_at_a_companys_address_has_no_effect(told):
    token = connections_events_url(told.story).rpartition("/")[2]
    body = json.dumps(told.resync(everything=True, application="urn:li:developerApplication:999999")).encode()
    inbox.accept(notifications.SOURCE, token, {"X-LI-Signature": sign(body, told.secret())}, body)
    told.story.settle(2)
    assert told.story.operations() == ["CREATE"]
    assert [event.failure_code for event in told.events()] == ["another_application"]


def connections_events_url(story) -> str:
    with story.cast.acting():
        return connections.events_url(story.connection())


def live_public_url() -> str:
    from django.conf import settings

    return settings.CONFIG.public_url
