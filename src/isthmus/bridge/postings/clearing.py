"""Which fields a person emptied on purpose: the change log remembers who last touched each, and to what."""

from uuid import UUID

from isthmus.bridge.models import Connection
from isthmus.bridge.postings.advert import Body
from isthmus.hiring.models import Posting
from isthmus.store.models import Change

JOB_COLUMNS = {
    "alternateLocations": ("locations",),
    "workplaceTypes": ("workplace",),
    "categories": ("functions",),
    "industries": ("industries",),
    "employmentStatus": ("employment",),
    "experienceLevel": ("level",),
    "companyJobCode": ("code",),
    "compensation": ("pay", "pay_shown"),
    "posterEmail": ("poster_email",),
}
APPLY = "onsiteApplyConfiguration"


def cleared_on_purpose(posting: Posting, connection: Connection, body: Body) -> frozenset[str]:
    """Members that are not in the body because a person emptied them; only those are looked up."""
    missing = [name for name in JOB_COLUMNS if not body.get(name)]
    cleared = {name for name in missing if _by_a_person("hiring_job", posting.job_id, *JOB_COLUMNS[name])}
    if not body.get(APPLY) and _apply_switched_off(posting, connection):
        cleared.add(APPLY)
    return frozenset(cleared)


def _apply_switched_off(posting: Posting, connection: Connection) -> bool:
    if not posting.linkedin_apply:
        return _by_a_person("hiring_posting", posting.id, "linkedin_apply")
    return not connection.apply_connect and _by_a_person("bridge_connection", connection.id, "apply_connect")


def _by_a_person(entity: str, entity_id: UUID, *columns: str) -> bool:
    """Whether the columns' last change was a user's; columns of postings are only ever set by a user's wish."""
    touched = Change.objects.filter(entity=entity, entity_id=entity_id, fields__has_any_keys=list(columns))
    last = touched.order_by("-seq").values_list("user_id", "operation").first()
    return last is not None and last[0] is not None and last[1] == "update"
