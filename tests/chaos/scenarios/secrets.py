"""Secrets: the child's secret is rolled while applications arrive; LinkedIn signs with the new one from then on."""

import httpx2

from tests.chaos import weather
from tests.chaos.director import Director
from tests.chaos.scenarios import Size

SMALL = Size(applications=45)
WHOLE = Size(applications=300, jobs=6)
ROLL = "/v2/developerApplicationsSecurity?action=rollDeveloperApplicationSecret"


def play(director: Director, size: Size) -> None:
    """Rolled in the middle; an admin enters the new secret a little later, while deliveries are refused and re-sent."""
    weather.begin(director, size)
    rolled: list[str] = []
    struck = [
        ("the child's secret is rolled", lambda: rolled.append(_roll(director))),
        ("an admin enters the new secret", lambda: _enter(director, rolled[-1])),
    ]
    weather.busy(director, size, struck)
    weather.rest(director)


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
