"""What time it is at LinkedIn, by the header every answer carries: signatures and tokens need clocks that agree."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx2

from isthmus.linkedin.config import ClientConfig
from isthmus.linkedin.exchange import open_pool, send


def skew(config: ClientConfig, transport: httpx2.BaseTransport | None = None) -> timedelta | None:
    """By how much this machine's own clock is ahead of LinkedIn's; None when LinkedIn does not say.

    Good to about a second. Raises IsthmusError when LinkedIn cannot be reached.
    """
    with open_pool(config, transport) as pool:
        before = datetime.now(UTC)
        answer = send(pool, pool.build_request("HEAD", f"{config.api_url.rstrip('/')}/"), repeatable=True)
        after = datetime.now(UTC)
    try:
        there = parsedate_to_datetime(answer.headers.get("date", ""))
    except (TypeError, ValueError):
        return None
    there = there if there.tzinfo else there.replace(tzinfo=UTC)
    return before + (after - before) / 2 - there
