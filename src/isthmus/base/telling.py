"""Sends a message to an address somebody typed in: to public addresses only, without following where it leads."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import httpx2

from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.base.origins import public_addresses_for
from isthmus.base.retry_after import retry_at


@dataclass(frozen=True, slots=True)
class Heard:
    """What the other side answered: its status, and when it wants to be asked again, if it said so."""

    status: int
    retry_at: datetime | None = None


def tell(url: str, body: bytes, *, headers: Mapping[str, str], timeout: float, private_allowed: bool = False) -> Heard:
    """POST a body to a URL whose host is on the open internet; a redirect is an answer like any other.

    The name is looked up once, and the address found is the one connected to. Raises IsthmusError: rejected for an
    address that is not allowed, transient for network trouble.
    """
    deadline = time.monotonic() + timeout
    trouble: Exception | None = None
    for address in public_addresses_for(url, private_allowed=private_allowed):
        left = deadline - time.monotonic()
        if left <= 0:
            break
        try:
            return _post(url, address, body, headers, left)
        except httpx2.ConnectError as error:
            trouble = error
        except httpx2.TimeoutException as error:
            raise _slow() from error
        except (httpx2.TransportError, httpx2.DecodingError) as error:
            raise _broken(error) from error
        except (httpx2.InvalidURL, UnicodeError) as error:
            raise IsthmusError(Failure(Kind.REJECTED, "The address is malformed.", code="url")) from error
    raise (_broken(trouble) if trouble else _slow()) from trouble


def _post(url: str, address: str, body: bytes, headers: Mapping[str, str], timeout: float) -> Heard:
    target = httpx2.URL(url)
    with (
        httpx2.Client(trust_env=False, follow_redirects=False, timeout=timeout) as client,
        client.stream(
            "POST",
            target.copy_with(host=address, fragment=None),
            content=body,
            headers={**headers, "Host": target.netloc.decode("ascii"), "Accept-Encoding": "identity"},
            extensions={"sni_hostname": target.raw_host.decode("ascii")},
        ) as response,
    ):
        return Heard(response.status_code, retry_at(response.headers.get("retry-after")))


def _slow() -> IsthmusError:
    return IsthmusError(Failure(Kind.TRANSIENT, "The address did not answer in time.", code="timeout"))


def _broken(error: Exception) -> IsthmusError:
    detail = type(error).__name__
    return IsthmusError(Failure(Kind.TRANSIENT, "The address could not be reached.", code="network", detail=detail))
