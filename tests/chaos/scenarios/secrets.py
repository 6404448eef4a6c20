"""Secrets: the child's secret is rolled while applications arrive; LinkedIn signs with the new one from then on.

What is signed with a secret the house does not know yet is refused, and LinkedIn sends it again; it has six tries. Nor
can the house prove its address then: LinkedIn blocks it after three challenges, so an admin should not take long.
"""

import httpx2

from tests.chaos import evidence, weather
from tests.chaos.director import Director
from tests.chaos.house import wait_until
from tests.chaos.scenarios import Size

SMALL = Size(applications=45)
WHOLE = Size(applications=300, jobs=6)
MEANWHILE = 3
ROLL = "/v2/developerApplicationsSecurity?action=rollDeveloperApplicationSecret"


def play(director: Director, size: Size) -> None:
    """Rolled in the middle; people apply, are refused, and only then an admin enters the new secret."""
    weather.begin(director, size)
    weather.busy(director, size, [("the child's secret is rolled, and entered later", lambda: _rolled(director, size))])
    weather.rest(director)


def _rolled(director: Director, size: Size) -> None:
    secret = _roll(director)
    last = [director.member_applies(size.applications - more, director.jobs[0]) for more in range(MEANWHILE)]
    wait_until("LinkedIn was refused", lambda: _is_refused(director, last))
    _enter(director, secret)


def _is_refused(director: Director, urns: list[str]) -> bool:
    numbers = {int(urn.rpartition(":")[2]) for urn in urns}
    tried = {one["application_id"] for one in evidence.theirs(director.house.sandbox).deliveries if one["attempts"]}
    return numbers <= tried


def _roll(director: Director) -> str:
    ids, url = director.house.sandbox.ids, director.house.sandbox.url
    form = {
        "grant_type": "client_credentials",
        "client_id": ids["parent_client_id"],
        "client_secret": ids["parent_client_secret"],
    }
    with httpx2.Client(base_url=url, timeout=30, trust_env=False) as partner:
        token = partner.post("/oauth/v2/accessToken", data=form).raise_for_status().json()["access_token"]
        child = next(
            one
            for one in director.house.sandbox.look("applications")["applications"]
            if one["client_id"] == ids["child_client_id"]
        )
        asked = {"key": f"urn:li:developerApplication:{child['id']}"}
        answer = partner.post(ROLL, json=asked, headers={"Authorization": f"Bearer {token}"}).raise_for_status()
    return str(answer.json()["value"]["credentials"]["client_secret"])


def _enter(director: Director, secret: str) -> None:
    from isthmus.bridge import connections

    ids = director.house.sandbox.ids
    organization = f"urn:li:organization:{ids['organization_id']}"
    director.acts(lambda: connections.connect_direct(organization, ids["child_client_id"], secret, ""))
