"""Fetches what applicants uploaded (résumé, cover letter, documents) from LinkedIn ("Receive Applications")."""

from isthmus.base.failures import IsthmusError
from isthmus.base.fetch import Fetched, fetch
from isthmus.linkedin.config import ClientConfig
from isthmus.linkedin.file_table import worded
from isthmus.linkedin.oauth import TokenSource

RESUME_BYTES = 2 * 1024 * 1024
COVER_LETTER_BYTES = 512 * 1024
DOCUMENT_BYTES = 100 * 1024 * 1024
_UNAUTHORIZED = 401


def fetch_media(url: str, tokens: TokenSource, config: ClientConfig, *, max_bytes: int, timeout: float) -> Fetched:
    """The file behind a media URL (good for 30 days after the application), with the child's token, renewed once.

    Only LinkedIn's configured origins are asked; the token goes to no other. IsthmusError as `base.fetch`, in the words
    of `file_table`; `timeout` (seconds) is per attempt.
    """
    token = tokens.token()
    try:
        return _once(url, token, config, max_bytes, timeout)
    except IsthmusError as error:
        if error.failure.status != _UNAUTHORIZED:
            raise IsthmusError(worded(error.failure)) from error
    try:
        return _once(url, tokens.renew(token), config, max_bytes, timeout)
    except IsthmusError as error:
        raise IsthmusError(worded(error.failure)) from error


def _once(url: str, token: str, config: ClientConfig, max_bytes: int, timeout: float) -> Fetched:
    return fetch(
        url,
        allowed_origins=config.media_origins,
        private_origins=config.private_origins,
        bearer=token,
        max_bytes=max_bytes,
        timeout=timeout,
    )
