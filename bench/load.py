"""A small load generator: keeps a few connections busy with prepared requests, counts answers and times each one."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

LONGEST_SECONDS = 600


@dataclass
class Load:
    """What a run saw: seconds it took, milliseconds of each answered request, answers that were not 200."""

    seconds: float = 0.0
    milliseconds: list[float] = field(default_factory=list)
    refused: int = 0

    @property
    def per_second(self) -> float:
        return len(self.milliseconds) / self.seconds

    @property
    def p99(self) -> float:
        ordered = sorted(self.milliseconds)
        return ordered[int(len(ordered) * 0.99)]


def run_load(port: int, make_request: Callable[[], bytes], *, requests: int, connections: int = 16) -> Load:
    """Send a bounded number of requests over a few kept-alive connections, each with bytes of its own.

    TimeoutError when they are not answered within ten minutes.
    """
    prepared = [make_request() for _ in range(requests)]
    return asyncio.run(_run(port, prepared, connections))


async def _run(port: int, prepared: list[bytes], connections: int) -> Load:
    load = Load()
    started = time.perf_counter()
    async with asyncio.timeout(LONGEST_SECONDS):
        await asyncio.gather(*(_client(port, prepared[number::connections], load) for number in range(connections)))
    load.seconds = time.perf_counter() - started
    return load


async def _client(port: int, requests: list[bytes], load: Load) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for request in requests:
        begun = time.perf_counter()
        writer.write(request)
        status = await _answer(reader)
        load.milliseconds.append((time.perf_counter() - begun) * 1000)
        load.refused += status != 200
    writer.close()


async def _answer(reader: asyncio.StreamReader) -> int:
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:] if line)}
    if "content-length" in headers:
        await reader.readexactly(int(headers["content-length"]))
    elif headers.get("transfer-encoding") == "chunked":
        while size := int((await reader.readline()).strip() or b"0", 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    return int(lines[0].split()[1])
