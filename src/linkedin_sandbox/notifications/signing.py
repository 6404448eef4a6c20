"""The two digests of *Webhook Validation*: the signature over an event's body and the answer to a challenge."""

from __future__ import annotations

import hashlib
import hmac

PREFIX = b"hmacsha256="


def signature(secret: str, body: bytes) -> str:
    """Lower-case hex of HMAC-SHA256 over `hmacsha256=` and the body."""
    return hmac.new(secret.encode(), PREFIX + body, hashlib.sha256).hexdigest()


def challenge_response(secret: str, code: str) -> str:
    """Lower-case hex of HMAC-SHA256 over the bare code."""
    return hmac.new(secret.encode(), code.encode(), hashlib.sha256).hexdigest()
