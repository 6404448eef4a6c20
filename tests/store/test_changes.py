"""The change log: nothing forgotten, nothing passed over, nothing twice."""

import itertools
import threading
from uuid import uuid4

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isthmus.accounts import keys
from isthmus.accounts.models import ApiKey
from isthmus.people.models import Candidate, Profile
from isthmus.store import changes
from isthmus.store.models import Change
from tests.store.writers import Writer, drain, read_ids


def logged(entity_id, operation):
    return Change.objects.filter(entity_id=entity_id, operation=operation)


def test_a_change_names_the_user_and_the_cause(cast):
    with cast.acting(cast.ines) as acting:
        key, _ = keys.issue("Report", ["jobs:read"])
        change = logged(key.id, "insert").get()
        assert (change.user_id, change.cause, change.company_id) == (cast.ines.id, "test", acting.company_id)
        assert change.fields["name"] == [None, "Report"]


def test_bulk_statements_are_recorded_row_by_row(cast):
    with cast.acting():
        made = [keys.issue(f"key {number}", ["jobs:read"])[0].id for number in range(3)]
        ApiKey.objects.filter(id__in=made).update(name="renamed")
        assert logged(made[1], "update").get().fields == {"name": ["key 1", "renamed"]}
        assert Change.objects.filter(entity_id__in=made, operation="update").count() == 3


def test_private_columns_are_logged_only_as_changed(cast):
    with cast.acting():
        key, _ = keys.issue("Report", ["jobs:read"])
        ApiKey.objects.filter(id=key.id).update(digest="0" * 64)
        assert logged(key.id, "insert").get().fields["digest"] == "changed"
        assert logged(key.id, "update").get().fields == {"digest": "changed"}


def test_a_deletion_keeps_what_was_there_but_no_private_value(cast):
    with cast.acting():
        key, _ = keys.issue("Report", ["jobs:read"])
        ApiKey.objects.filter(id=key.id).delete()
        fields = logged(key.id, "delete").get().fields
        assert fields["name"] == ["Report", None]
        assert fields["digest"] == "changed"


def test_an_update_that_changes_nothing_writes_nothing(cast):
    with cast.acting():
        key, _ = keys.issue("Report", ["jobs:read"])
        key.save()
        ApiKey.objects.filter(id=key.id).update(name="Report", last_used_at=key.created_at)
        assert not logged(key.id, "update").exists()


def test_a_change_of_what_a_source_said_names_its_profile(cast):
    with cast.acting():
        candidate = Candidate.objects.create(last_name="Peeters")
        profile = Profile.objects.create(candidate=candidate, origin="api", last_name="Peeters", email="noor@x.example")
        change = logged(profile.id, "insert").get()
        assert change.profile_id == profile.id
        assert change.fields["email"] == "changed"
        assert logged(candidate.id, "insert").get().profile_id is None


def test_a_change_is_stamped_when_it_is_written(cast):
    with cast.acting():
        first, second = (keys.issue(name, ["jobs:read"])[0] for name in ("a", "b"))
        assert logged(first.id, "insert").get().at < logged(second.id, "insert").get().at


FORBIDDEN = ("UPDATE store_change SET cause = 'x'", "DELETE FROM store_change", "SELECT * FROM store_changecursor")


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_a_change_cannot_be_rewritten_or_removed_by_the_app(cast, statement):
    with pytest.raises(ProgrammingError, match="permission denied"), cast.acting(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_reading_outside_a_transaction_is_refused(committed):
    with pytest.raises(RuntimeError, match="inside a transaction"):
        changes.read("bridge")


def test_a_reader_sees_every_company_in_order(committed_cast):
    with committed_cast.acting():
        ours = keys.issue("ours", ["jobs:read"])[0]
    with committed_cast.acting(committed_cast.dele, committed_cast.orrin):
        theirs = keys.issue("theirs", ["jobs:read"])[0]
    with transaction.atomic():
        rows = changes.read("bridge")
    seen = [(row.entity_id, row.company_id) for row in rows if row.entity == "accounts_apikey"]
    assert seen == [(ours.id, committed_cast.larkfield.id), (theirs.id, committed_cast.orrin.id)]
    assert all(isinstance(row.fields, dict) for row in rows)


def test_a_late_commit_is_never_passed_over(writers, reading):
    slow, quick = writers(), writers()
    late, early = slow.write(), quick.write()
    quick.commit()
    assert read_ids(reading, "all") == []
    reading.commit()
    slow.commit()
    assert drain(reading, "all") == [late, early]


def test_a_rolled_back_change_is_never_read(writers, reading):
    writer = writers()
    writer.write()
    writer.rollback()
    kept = writer.write()
    writer.commit()
    assert drain(reading, "all") == [kept]


def test_a_crashed_reader_reads_the_same_rows_again(writers, reading):
    writer = writers()
    written = [writer.write() for _ in range(3)]
    writer.commit()
    assert read_ids(reading, "all", 2) == written[:2]
    reading.rollback()
    assert drain(reading, "all") == written


def test_a_small_limit_neither_skips_nor_repeats(writers, reading):
    writer = writers()
    written = []
    for size in (1, 4, 2):
        written += [writer.write() for _ in range(size)]
        writer.commit()
    assert drain(reading, "all", limit=3) == written


def test_two_readers_of_one_name_share_the_rows_and_two_names_each_see_all(writers, reading, database_server):
    drain(reading, "other")
    writer, found = writers(), []
    written = [writer.write() for _ in range(40)]
    writer.commit()

    def follow() -> None:
        with psycopg.connect(database_server.dsn("isthmus_app")) as connection:
            found.extend(drain(connection, "all", 5))

    threads = [threading.Thread(target=follow) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == sorted(written)
    assert drain(reading, "other") == written


def test_nothing_is_lost_while_writers_commit_during_the_read(writers, reading):
    committed: list = []

    def work(writer: Writer) -> None:
        for _ in range(150):
            writer.write()
            committed.extend(writer.commit())

    threads = [threading.Thread(target=work, args=(writers(),)) for _ in range(2)]
    for thread in threads:
        thread.start()
    found = []
    while any(thread.is_alive() for thread in threads):
        found += read_ids(reading, "all")
        reading.commit()
    found += drain(reading, "all")
    assert sorted(found) == sorted(committed)


KINDS = st.sampled_from(["write", "write", "commit", "rollback", "read", "crash"])
STEPS = st.lists(st.tuples(st.integers(0, 3), KINDS), max_size=40)
names = itertools.count()


@given(steps=STEPS, limit=st.sampled_from([1, 2, 3, 500]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_committed_change_is_read_once_after_all_that_was_committed_before_it_began(
    writers, reading, connections, steps, limit
):
    reader = f"reader {next(names)}"
    drain(reading, reader)
    history = History()
    for who, step in steps:
        writer = connections[who]
        if step == "write":
            history.write(writer)
        elif step == "commit":
            history.commit(writer)
        elif step == "rollback":
            writer.rollback()
        elif step == "read":
            history.found += read_ids(reading, reader, limit)
            reading.commit()
        else:
            read_ids(reading, reader, limit)
            reading.rollback()
    for writer in connections:
        history.commit(writer)
    history.found += drain(reading, reader, limit)
    history.check()


@pytest.fixture
def connections(writers) -> list[Writer]:
    return [writers() for _ in range(4)]


class History:
    """What was written by which transaction, what had been committed when each began, and what was read."""

    def __init__(self) -> None:
        self.found: list = []
        self.committed: list = []
        self.before: dict = {}

    def write(self, writer: Writer) -> None:
        before = self.before[writer.written[0]] if writer.is_open and writer.written else list(self.committed)
        self.before[writer.write()] = before

    def commit(self, writer: Writer) -> None:
        written = writer.commit()
        self.committed += written

    def check(self) -> None:
        assert sorted(self.found) == sorted(self.committed)
        place = {row: index for index, row in enumerate(self.found)}
        for row in self.found:
            assert all(place[earlier] < place[row] for earlier in self.before[row])


def test_a_transaction_is_read_in_the_order_it_was_written(writers, reading):
    first, second = writers(), writers()
    one, two, three = first.write(), second.write(), first.write()
    second.commit()
    first.commit()
    assert drain(reading, "all") == [one, three, two]


def test_a_savepoint_belongs_to_its_transaction(writers, reading):
    writer = writers()
    kept = writer.write()
    with pytest.raises(psycopg.errors.CheckViolation), writer.connection.transaction():
        writer.write()
        raise psycopg.errors.CheckViolation
    with writer.connection.transaction():
        nested = writer.write()
    writer.commit()
    assert drain(reading, "all") == [kept, nested]


def test_a_change_of_a_foreign_company_cannot_be_forged(writers):
    writer = writers()
    writer.write()
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        writer.connection.execute(
            "INSERT INTO store_change (company_id, entity, entity_id, operation) VALUES (%s, 'x', %s, 'insert')",
            [uuid4(), uuid4()],
        )
