"""Fetches a file from a URL somebody else gave us, from exactly the origins allowed, and hands over what came."""

import time
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urljoin

import httpx2

from isthmus.base.failures import Failure, IsthmusError, Kind
from isthmus.base.filenames import name_from_answer
from isthmus.base.origins import addresses_for, origin_of
from isthmus.base.retry_after import retry_at

MOST_REDIRECTS = 3
_REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A fetched file: its bytes, the media type the server claims (lower case, no parameters), a safe file name."""

    body: bytes
    media_type: str
    filename: str
    status: int


@dataclass(frozen=True, slots=True)
class _Errand:
    """The limits of one fetch; `deadline` is on the monotonic clock."""

    allowed: Collection[str]
    private: Collection[str]
    bearer: str
    bearer_origin: str
    max_bytes: int
    deadline: float

    def left(self) -> float:
        remaining = self.deadline - time.monotonic()
        if remaining <= 0:
            raise _slow()
        return remaining


def fetch(
    url: str,
    *,
    allowed_origins: Collection[str],
    bearer: str = "",
    max_bytes: int,
    timeout: float,
    private_origins: Collection[str] = (),
) -> Fetched:
    """GETs a URL whose origin, and that of each of at most three redirects, is in `allowed_origins`.

    The bearer token goes to the first URL's origin only. Hosts that resolve to a private, loopback or link-local
    address are refused unless the origin is listed as that literal address (or localhost) or is in `private_origins`.
    `timeout` (seconds) covers the whole errand, `max_bytes` the decoded body. Raises IsthmusError: misconfigured for
    401 and 403, rejected for a file that is gone, too large or not allowed, throttled for 429, transient for 5xx and
    network trouble.
    """
    errand = _Errand(
        allowed_origins, private_origins, bearer, origin_of(url), max_bytes, deadline=time.monotonic() + timeout
    )
    for _ in range(MOST_REDIRECTS + 1):
        answer = _one_hop(url, errand)
        if isinstance(answer, Fetched):
            return answer
        url = answer
    raise IsthmusError(Failure(Kind.REJECTED, "The file's address redirects too often.", code="too_many_redirects"))


def _one_hop(url: str, errand: _Errand) -> Fetched | str:
    """The file, or the URL the server sends us on to."""
    addresses = addresses_for(url, allowed=errand.allowed, private=errand.private)
    trouble: httpx2.TransportError | None = None
    for address in addresses:
        try:
            return _ask(url, address, errand)
        except httpx2.ConnectError as error:
            trouble = error
        except httpx2.TimeoutException as error:
            raise _slow() from error
        except (httpx2.TransportError, httpx2.DecodingError) as error:
            raise _broken(error) from error
        except (httpx2.InvalidURL, UnicodeError) as error:
            raise IsthmusError(Failure(Kind.REJECTED, "The file's address is malformed.", code="url")) from error
    raise _broken(trouble) from trouble


def _ask(url: str, address: str, errand: _Errand) -> Fetched | str:
    """One request to an address already checked: the name is not looked up again, so it cannot change its mind."""
    target = httpx2.URL(url)
    headers = {"Host": target.netloc.decode("ascii"), "Accept": "*/*", "Accept-Encoding": "identity"}
    if errand.bearer and origin_of(url) == errand.bearer_origin:
        headers["Authorization"] = f"Bearer {errand.bearer}"
    with (
        httpx2.Client(trust_env=False, follow_redirects=False, timeout=errand.left()) as client,
        client.stream(
            "GET",
            target.copy_with(host=address, fragment=None),
            headers=headers,
            extensions={"sni_hostname": target.raw_host.decode("ascii")},
        ) as response,
    ):
        if response.status_code in _REDIRECTS and (location := response.headers.get("location")):
            return urljoin(url, location)
        if response.status_code != httpx2.codes.OK:
            raise IsthmusError(_failure_for(response))
        return Fetched(
            body=_read(response, errand),
            media_type=response.headers.get("content-type", "").partition(";")[0].strip().lower(),
            filename=name_from_answer(response.headers.get("content-disposition"), url),
            status=response.status_code,
        )


def _read(response: httpx2.Response, errand: _Errand) -> bytes:
    """The body, given up as soon as it is larger than allowed or the time is over."""
    announced = response.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > errand.max_bytes:
        raise _too_large(errand.max_bytes)
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > errand.max_bytes:
            raise _too_large(errand.max_bytes)
        errand.left()
    return bytes(body)


def _failure_for(response: httpx2.Response) -> Failure:
    status = response.status_code
    if status in (401, 403):
        return Failure(Kind.MISCONFIGURED, "Access to the file was refused.", code="access_refused", status=status)
    if status in (404, 410):
        return Failure(Kind.REJECTED, "The file is gone.", code="gone", status=status)
    if status == httpx2.codes.TOO_MANY_REQUESTS:
        when = retry_at(response.headers.get("retry-after"))
        return Failure(Kind.THROTTLED, "Too many files were asked for.", code="throttled", retry_at=when, status=status)
    if status >= httpx2.codes.INTERNAL_SERVER_ERROR:
        return Failure(Kind.TRANSIENT, "The file's server has trouble.", code="server_error", status=status)
    return Failure(Kind.REJECTED, "The file's server did not give the file.", code="refused", status=status)


def _slow() -> IsthmusError:
    return IsthmusError(Failure(Kind.TRANSIENT, "The file did not come in time.", code="timeout"))


def _broken(error: Exception | None) -> IsthmusError:
    detail = type(error).__name__ if error else ""
    return IsthmusError(
        Failure(Kind.TRANSIENT, "The file's server could not be reached.", code="network", detail=detail)
    )


def _too_large(limit: int) -> IsthmusError:
    return IsthmusError(
        Failure(Kind.REJECTED, "The file is too large.", code="too_large", detail=f"limit {limit} bytes")
    )
