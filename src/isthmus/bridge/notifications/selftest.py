"""Asks our own address what LinkedIn would ask, from outside, and checks the answer."""

import json
from uuid import uuid4

from django.conf import settings

from isthmus.base.failures import IsthmusError
from isthmus.base.fetch import fetch
from isthmus.linkedin import answer_challenge

WITHIN_SECONDS = 3.0
LARGEST_ANSWER = 4096


def answers(url: str, secret: str) -> bool:
    """Whether the address answers a challenge as LinkedIn wants it, within LinkedIn's three seconds."""
    if not url:
        return False
    code = str(uuid4())
    public = (settings.CONFIG.public_url,)
    try:
        got = fetch(
            f"{url}?challengeCode={code}",
            allowed_origins=public,
            private_origins=public,
            max_bytes=LARGEST_ANSWER,
            timeout=WITHIN_SECONDS,
        )
        return bool(json.loads(got.body) == answer_challenge(code, secret))
    except (IsthmusError, ValueError):
        return False
