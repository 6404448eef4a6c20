"""Settings → Company."""

import pytest
from django.test import Client

from isthmus.accounts.models import Company

pytestmark = pytest.mark.django_db
ADDRESS = "/c/larkfield-robotics/settings/company/"


@pytest.fixture
def admin(cast) -> Client:
    client = Client()
    client.force_login(cast.ines)
    return client


def test_an_admin_names_the_company_and_its_zone(admin, cast):
    typed = {"name": "Larkfield", "time_zone": "Europe/Brussels", "second_factor": "nobody"}
    assert admin.post(ADDRESS, typed).status_code == 302
    with cast.acting(cast.ines):
        company = Company.objects.get(id=cast.larkfield.id)
    assert (company.name, company.time_zone, company.slug) == ("Larkfield", "Europe/Brussels", "larkfield-robotics")


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "", "time_zone": "UTC"},
        {"name": "A", "time_zone": "Mars"},
        {"name": "x" * 201},
        {"name": "A", "time_zone": "UTC", "second_factor": "strangers"},
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(admin, cast, typed):
    assert admin.post(ADDRESS, typed).status_code == 422
    with cast.acting(cast.ines):
        assert Company.objects.get(id=cast.larkfield.id).name == "Larkfield Robotics"
