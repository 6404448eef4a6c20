"""What is behind or broken is told to whoever chose it, once when it begins and once when it is over."""

import base64
import dataclasses
import hashlib
import hmac
import json
from datetime import timedelta

import pytest

from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.store.tenancy import acting_for
from isthmus.sync import issues
from isthmus.sync.models import Alarm, AlertEndpoint, AlertMail, AlertSend, HealthSample, HouseAlarm, Issue, TellState
from isthmus.sync.watching import endpoints, looking, objectives, telling, watchman


def subjects(server) -> list[str]:
    return [str(letter["Subject"]) for letter in server.letters]


@pytest.fixture
def ines_wants(cast):
    with cast.acting(cast.ines):
        telling.wish(True)


@pytest.fixture
def endpoint(cast, hook):
    with cast.acting(cast.ines):
        return endpoints.add(hook.url)


def test_a_stream_behind_its_objective_is_told_once_and_its_end_too(cast, look, waiting, server, ines_wants):
    waiting()
    look(5)
    assert server.letters == []
    look(1.5)
    assert {str(letter["To"]) for letter in server.letters} == {cast.ines.email, "operator@isthmus.example"}
    letter = server.letters[0]
    assert letter["Subject"] == "Larkfield Robotics: Applications: behind by more than 60 s"
    text = letter.get_body(["plain"]).get_content()
    assert "1 application waits, the oldest since 6 min; objective 60 s." in text
    assert "Whose move: whoever runs Isthmus." in text
    assert "/c/larkfield-robotics/activity/health/" in text
    look(30)
    assert len(server.letters) == 2
    waiting.done()
    look(1)
    look(4)
    assert len(server.letters) == 2
    look(2)
    assert subjects(server)[2:] == ["Larkfield Robotics: over: Applications: behind by more than 60 s"] * 2


def test_a_short_delay_is_told_nobody(cast, look, waiting, server, ines_wants):
    waiting()
    look(3)
    waiting.done()
    look(30)
    assert server.letters == []
    with cast.acting():
        assert Alarm.objects.count() == 0


def test_only_admins_who_chose_it_get_mail(cast, look, waiting, server):
    with cast.acting(cast.tomas):
        telling.wish(True)
    waiting()
    look(10)
    assert [str(letter["To"]) for letter in server.letters] == ["operator@isthmus.example"]


def test_an_objective_and_the_patience_are_the_companys_own(cast, look, waiting, server, ines_wants):
    with cast.acting(cast.ines):
        objectives.choose("applications", timedelta(minutes=20), timedelta(minutes=1))
        objectives.set_terms(after_minutes=0, calm_minutes=0)
    waiting()
    look(19)
    assert server.letters == []
    look(2)
    assert len(server.letters) == 2


def test_another_company_hears_nothing(cast, look, waiting, server):
    with cast.acting(cast.dele, cast.orrin):
        telling.wish(True)
    waiting()
    look(10)
    assert [str(letter["To"]) for letter in server.letters] == ["operator@isthmus.example"]
    with cast.acting(cast.dele, cast.orrin):
        assert Alarm.objects.count() == 0


@pytest.mark.parametrize(("kind", "told"), [("misconfigured", 1), ("bug", 1), ("rejected", 0), ("transient", 0)])
def test_an_issue_that_needs_an_admin_or_us_is_told_at_once(cast, look, server, kind, told):
    with cast.acting():
        issues.raise_issue(issues.Cause("x", "Do this."), Failure(Kind(kind), "It does not work."))
    look()
    assert len(server.letters) == told
    with cast.acting():
        issues.settle("x")
    look(1)
    look(6)
    assert len(server.letters) == 2 * told


def test_drift_is_told_whatever_its_kind(cast, look, server):
    with cast.acting():
        issues.raise_issue(
            issues.Cause("reconcile:x", group="reconcile:postings"), Failure(Kind.REJECTED, "3 postings differ.")
        )
    look()
    assert subjects(server) == ["Larkfield Robotics: 3 postings differ."]


def test_a_muted_issue_is_told_nobody(cast, look, server):
    with cast.acting():
        issues.raise_issue(issues.Cause("x"), Failure(Kind.BUG, "It does not work."))
        Issue.objects.update(state="muted", mute="always")
    look()
    assert server.letters == []


def test_an_endpoint_is_told_with_a_signature_that_its_secret_checks(cast, look, waiting, hook, endpoint):
    _, secret = endpoint
    waiting()
    look(10)
    (headers, body), *others = hook.heard
    assert others == []
    told = json.loads(body)
    assert told["type"] == "alert.raised"
    assert told["data"]["about"] == "stream:applications"
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    mac = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{mac}"
    assert headers["host"] == hook.url.split("/")[2]
    waiting.done()
    look(1)
    look(10)
    assert [json.loads(body)["type"] for _, body in hook.heard] == ["alert.raised", "alert.resolved"]


def test_what_an_endpoint_did_not_take_comes_again_under_the_same_id(cast, look, waiting, hook, endpoint):
    hook.answers = [(500, {}), (302, {"location": "http://127.0.0.1:1/"}), (429, {"retry-after": "600"})]
    waiting()
    for _ in range(3):
        look(10)
    look(9)
    assert len(hook.heard) == 3
    look(10)
    assert len(hook.heard) == 4
    assert len({headers["webhook-id"] for headers, _ in hook.heard}) == 1
    with cast.acting():
        assert AlertSend.objects.get().state == TellState.SENT
        assert AlertEndpoint.objects.get().failing_since is None


def test_an_endpoint_that_fails_for_a_day_is_switched_off_with_an_issue(cast, look, waiting, hook, endpoint):
    hook.answers = [(500, {})] * 60
    waiting()
    look(10)
    for _ in range(26):
        look(61)
    with cast.acting():
        assert AlertEndpoint.objects.get().disabled_at is not None
        assert set(AlertSend.objects.values_list("state", flat=True)) == {"failed"}
        assert "does not arrive" not in Issue.objects.get().title
        assert Issue.objects.get().title.startswith("Alerts to http://127.0.0.1:")
        endpoints.enable(endpoint[0].id)
        assert not Issue.objects.filter(state="ongoing").exists()


def test_an_endpoint_that_says_it_is_gone_is_not_asked_again(cast, look, waiting, hook, endpoint):
    hook.answers = [(410, {})]
    waiting()
    look(10)
    look(90)
    assert len(hook.heard) == 1


def test_a_killed_process_doubles_no_mail(cast, look, waiting, server, ines_wants):
    waiting()
    with cast.acting():
        objectives.set_terms(after_minutes=0, calm_minutes=5)
    look(10)
    with cast.acting():
        AlertMail.objects.filter(user_id=cast.ines.id).update(state=TellState.SENDING)
    before = len(server.letters)
    look(1)
    assert len(server.letters) == before
    with cast.acting():
        assert AlertMail.objects.get(user_id=cast.ines.id).state == TellState.UNSURE


def test_a_mail_server_that_is_away_is_asked_again(cast, look, waiting, server, ines_wants):
    server.refuses = {"MAIL": "451 later"}
    waiting()
    look(10)
    assert server.letters == []
    server.refuses = {}
    look(2)
    assert len(server.letters) == 2


def test_a_dead_worker_is_told_the_operator_once_and_its_return_too(cast, look, server):
    look()
    look(10, alive=False)
    look(10, alive=False)
    assert subjects(server) == ["Isthmus: The worker has not been seen for 10 min."]
    look(1)
    look(3)
    assert subjects(server)[1:] == ["Isthmus: over: The worker has not been seen for 10 min."]
    assert HouseAlarm.objects.get().resolved_at is not None


def test_a_company_hears_that_the_worker_is_gone_when_its_work_waits(cast, look, waiting, server, ines_wants):
    waiting()
    look(10, alive=False)
    text = next(letter for letter in server.letters if letter["To"] == cast.ines.email).get_body(["plain"])
    assert "The worker has not been seen for 10 min." in text.get_content()
    assert "Whose move: whoever runs Isthmus." in text.get_content()


def test_the_ping_is_made_while_all_is_well_and_stays_away_when_not(cast, look, hook, settings):
    settings.CONFIG = dataclasses.replace(settings.CONFIG, ping_url=hook.url)
    look()
    assert len(hook.heard) == 1
    look(10, alive=False)
    assert len(hook.heard) == 1


def test_a_company_that_cannot_be_looked_at_hides_no_other_and_the_operator_hears_of_it(
    cast, look, waiting, server, hook, settings, monkeypatch
):
    settings.CONFIG = dataclasses.replace(settings.CONFIG, ping_url=hook.url)
    looked_at = looking.look_here

    def stumbles(company, *rest):
        if company.slug == "larkfield-robotics":
            raise KeyError("whatever")
        looked_at(company, *rest)

    monkeypatch.setattr(looking, "look_here", stumbles)
    waiting(company=cast.orrin)
    look(10)
    look(2)
    unseen = "Isthmus: 1 of the companies here could not be looked at, so that no alarm of theirs is raised."
    assert sorted(subjects(server)) == [
        unseen,
        "Orrin Foods: Applications: behind by more than 60 s",
    ]
    assert hook.heard == []
    monkeypatch.undo()
    look(1)
    look(3)
    assert unseen.replace("Isthmus:", "Isthmus: over:") in subjects(server)


def test_an_endpoint_that_does_not_open_holds_up_no_other(cast, look, waiting, server, hook, endpoint):
    with cast.acting():
        broken, _ = endpoints.add(hook.url)
        AlertEndpoint.objects.filter(id=broken.id).update(sealed_url=b"not ours")
    waiting()
    look(10)
    assert len(hook.heard) == 1
    with cast.acting():
        assert "does not open" in AlertEndpoint.objects.get(id=broken.id).failure_message
    assert len(subjects(server)) == 1


def test_a_company_that_cannot_be_told_holds_up_no_other(cast, look, waiting, server, monkeypatch):
    send = endpoints.send_due

    def stumbles(company_id):
        if company_id == cast.larkfield.id:
            raise KeyError("whatever")
        send(company_id)

    monkeypatch.setattr(endpoints, "send_due", stumbles)
    monkeypatch.setattr(telling, "_send_mails", stumbles)
    waiting()
    look(10, alive=False)
    assert subjects(server) == ["Isthmus: The worker has not been seen for 10 min."]


def test_a_second_watchman_does_not_look_at_the_same_time(cast, worker):
    assert watchman.look_once()
    assert not watchman.look_once()


def test_the_worst_of_ten_minutes_is_remembered(cast, look, waiting):
    waiting(minutes=3)
    look()
    waiting.done()
    look()
    with cast.acting():
        samples = list(HealthSample.objects.all())
    assert max(sample.lags["applications"] for sample in samples) >= 180
    assert len(samples) <= 2


def test_old_samples_and_alarms_are_forgotten(cast, look, waiting, server):
    waiting()
    look(10)
    waiting.done()
    look(1)
    look(10)
    look(31 * 24 * 60)
    with cast.acting():
        assert Alarm.objects.count() == AlertMail.objects.count() == 0
        assert HealthSample.objects.count() == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://larkfield.example/hook",
        "https://127.0.0.1/hook",
        "https://localhost/hook",
        "https://10.0.0.7/hook",
        "https://[::1]/hook",
        "https://169.254.169.254/latest",
        "https://0x7f.1/hook",
        "https://user:word@larkfield.example/",
        "ftp://larkfield.example/",
        "nonsense",
    ],
)
def test_an_address_inside_is_refused_in_production(cast, settings, url):
    settings.CONFIG = dataclasses.replace(settings.CONFIG, mode="production", clock_file="")
    with cast.acting(cast.ines), pytest.raises(IsthmusError) as refused:
        endpoints.add(url)
    assert refused.value.failure.kind in (Kind.REJECTED, Kind.TRANSIENT)


def test_a_name_that_leads_inside_later_is_refused_when_it_is_told(cast, look, waiting, hook, endpoint, settings):
    settings.CONFIG = dataclasses.replace(settings.CONFIG, mode="production", clock_file="")
    with cast.acting():
        endpoints.test(endpoint[0].id)
    watchman.tell_once()
    assert hook.heard == []
    with cast.acting():
        assert AlertSend.objects.get().failure_message == "The address must begin with https://."


def test_secret_and_address_are_sealed_and_leave_with_the_endpoint(cast, endpoint, hook):
    found, secret = endpoint
    assert hook.url.encode() not in bytes(found.sealed_url)
    assert secret.encode() not in bytes(found.sealed_secret)
    with cast.acting(cast.ines):
        endpoints.remove(found.id)
        gone = AlertEndpoint.objects.get()
    assert bytes(gone.sealed_url) == bytes(gone.sealed_secret) == b""
    with acting_for(cast.orrin.id), pytest.raises(AlertEndpoint.DoesNotExist):
        endpoints.remove(found.id)


def test_there_are_only_so_many_endpoints(cast, hook):
    with cast.acting(cast.ines):
        for _ in range(endpoints.MOST_ENDPOINTS):
            endpoints.add(hook.url)
        with pytest.raises(IsthmusError, match="at most"):
            endpoints.add(hook.url)


def test_a_test_message_and_a_test_mail_arrive(cast, worker, hook, server, endpoint):
    with cast.acting(cast.ines):
        endpoints.test(endpoint[0].id)
        telling.found_test_mail(telling.Addressed("Larkfield Robotics", "larkfield-robotics"))
    watchman.tell_once()
    assert json.loads(hook.heard[0][1])["type"] == "alert.test"
    assert subjects(server) == ["Larkfield Robotics: a test of alerts"]
