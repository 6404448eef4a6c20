"""What somebody just changed leaves before a backlog, however long that has waited."""

from datetime import timedelta

from isthmus.base.ids import new_id
from isthmus.sync import mirror
from isthmus.sync.mirror import BATCH
from isthmus.sync.pacing import Urgency
from isthmus.sync.standing import TaskEnd, Wanted

SOON = timedelta(seconds=1)


def bodies(rows):
    return {row.entity_id: Wanted({"id": str(row.entity_id)}) for row in rows}


def test_a_live_change_is_first_in_the_next_batch_whenever_it_comes(cast, connection_id, move_clock):
    backlog = sorted(new_id() for _ in range(2 * BATCH + 10))
    with cast.acting():
        mirror.found(connection_id, "thing", {one: str(one) for one in backlog}, urgency=Urgency.LATER)
    sent = []
    for live in (new_id(), backlog[-1], new_id()):
        move_clock(1)
        with cast.acting():
            mirror.mark(connection_id, "thing", live, str(live), urgency=Urgency.NOW)
        batch = mirror.claim(cast.larkfield.id, connection_id, "thing", bodies)
        assert batch is not None
        assert batch.items[0].entity_id == live
        sent += [item.entity_id for item in batch.items]
        mirror.record_answers(batch, {item.row_id: TaskEnd(accepted=True) for item in batch.items}, first_poll=SOON)
    assert len(sent) == len(set(sent)) == len(backlog) + 2
    assert mirror.claim(cast.larkfield.id, connection_id, "thing", bodies) is None
