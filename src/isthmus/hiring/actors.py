"""The names of the colleagues behind user ids, for pages that tell who did what."""

from collections.abc import Iterable
from uuid import UUID

from isthmus.accounts.models import User


def names(user_ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """Each id's name as shown; None, and users that are gone, are missing from the answer."""
    wanted = {user_id for user_id in user_ids if user_id is not None}
    return {user.id: str(user) for user in User.objects.filter(id__in=wanted)}
