"""Pages are asked for with Django's in-process client, as one of the cast."""

from collections.abc import Callable

import pytest
from django.test import Client

from isthmus.accounts.models import User
from isthmus.hiring import pipeline
from tests.web.rooms import Rooms


@pytest.fixture
def rooms(cast) -> Rooms:
    """Addresses and records of Larkfield, ready to be asked for."""
    with cast.acting():
        pipeline.ensure_stages()
    return Rooms(cast)


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A browser that a member has signed in with."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def recruiter(rooms, signed_in) -> Client:
    return signed_in(rooms.cast.tomas)


@pytest.fixture
def admin(rooms, signed_in) -> Client:
    return signed_in(rooms.cast.ines)


@pytest.fixture
def manager(rooms, signed_in) -> Client:
    return signed_in(rooms.cast.marek)


@pytest.fixture
def eeo_officer(rooms, signed_in) -> Client:
    return signed_in(rooms.cast.petra)
